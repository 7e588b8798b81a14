"""What an outlet can say to robots, and how: in robots.txt, in headers, in meta tags."""

from __future__ import annotations

import codecs
import gzip

import pytest

from crawler.probe import Probe
from storywatch.outlet import Pace
from tests.hostile.conftest import STORY, Visits
from tests.hostile.pages import TITLE, story
from tests.hostile.rogue import Answer, Rogue, in_turn, moved, plain, raw, respond, text
from tests.hostile.test_visits import CHALLENGE, SOFT_404

NOINDEX = '<meta name="robots" content="noindex">'
RULES = "User-agent: *\nDisallow: /story\n"
HTML = "Content-Type: text/html; charset=utf-8\r\n"

FORBIDDING: dict[str, Answer] = {
    "UTF-16 with a mark": plain(codecs.BOM_UTF16_LE + RULES.encode("utf-16-le"), "text/plain"),
    "UTF-16BE without one": plain(RULES.encode("utf-16-be"), "text/plain; charset=utf-16be"),
    "NUL bytes between the lines": plain(RULES.replace("\n", "\0\n").encode(), "text/plain"),
    "called a page": plain(RULES.encode(), "text/html"),
    "called a film": plain(RULES.encode(), "video/mp4"),
    "packed": raw(respond(gzip.compress(RULES.encode()), "Content-Encoding: gzip\r\n")),
    "with a comment of 400 KB": plain(b"#" + b"x" * 400_000 + b"\n" + RULES.encode()),
    "with a version behind our name": plain(RULES.replace("*", "StoryWatch/1.0").encode()),
    "with spaces without end": plain(b" " * 400_000 + b"x\n" + RULES.encode()),
    "with words that nobody knows": plain(b"Noindex: /a\nHost: b\n\n" + RULES.encode()),
}


@pytest.mark.parametrize("name", FORBIDDING)
def test_robots_txt_is_obeyed_in_any_dress(name: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/robots.txt"] = FORBIDDING[name]
    rogue.answers["/story"] = plain(STORY)

    assert visit().ends == {"refused/robots"}
    assert rogue.asked == ["/robots.txt"]


def test_robots_txt_is_found_behind_redirects(rogue: Rogue, visit: Visits) -> None:
    for number, target in enumerate(["/r1", "/r2", "/r3", "/r4"]):
        rogue.answers["/robots.txt" if number == 0 else f"/r{number}"] = moved(target)
    rogue.answers["/r4"] = plain(RULES.encode(), "text/plain")
    rogue.answers["/story"] = plain(STORY)

    assert visit().ends == {"refused/robots"}
    assert "/story" not in rogue.asked


@pytest.mark.parametrize("name", FORBIDDING)
def test_a_look_before_a_crawl_reads_robots_txt_as_the_crawl_does(
    name: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/robots.txt"] = FORBIDDING[name]
    probe = Probe(visit.settings, Pace(delay=0))

    answers = probe.fetch([f"{rogue.home}/story"])

    assert "robots.txt forbids" in str(answers[f"{rogue.home}/story"])
    assert "Disallow: /story" in probe.robots_text(f"{rogue.home}/story").splitlines()


ALLOWING: dict[str, Answer] = {
    "a page in its place": text("<html><body><h1>Welcome</h1><p>No rules here.</p></body></html>"),
    "a picture": plain(b"\x89PNG\r\n\x1a\n" + bytes(2_000), "image/png"),
    "nothing": plain(b"", "text/plain"),
    "a rule that is cut where too many end": plain(
        b"User-agent: *\n" + b"Disallow: /stories-of-the-day\n" * 40_000, "text/plain"
    ),
    "rules for others only": plain(b"User-agent: otherbot\nDisallow: /\n", "text/plain"),
    "an empty rule": plain(b"User-agent: *\nDisallow:\n", "text/plain"),
    "an error that is the asker's": plain(RULES.encode(), status="403 Forbidden"),
}


@pytest.mark.parametrize("name", ALLOWING)
def test_what_forbids_nothing_allows(name: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/robots.txt"] = ALLOWING[name]
    rogue.answers["/story"] = plain(STORY)

    assert visit().titles == [TITLE]


@pytest.mark.parametrize("size", range(13))
def test_a_rule_cut_at_the_bound_forbids_nothing_more(
    size: int, rogue: Rogue, visit: Visits
) -> None:
    """Wherever the cut falls: "Disallow: /" would forbid the whole outlet."""
    rule = b"Disallow: /x\n"
    head = b"User-agent: *\n#" + b"x" * size + b"\n"
    rogue.answers["/robots.txt"] = plain(head + rule * 60_000, "text/plain")
    rogue.answers["/story"] = plain(STORY)

    assert visit().titles == [TITLE]


def test_robots_txt_that_comes_back_is_asked_again_later(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/robots.txt"] = in_turn(
        plain(b"", status="502 Bad Gateway"), plain(RULES.encode(), "text/plain")
    )
    rogue.answers["/story"] = plain(STORY)

    assert visit().ends == {"postponed/robots_unreachable"}
    assert "/story" not in rogue.asked


HEADERS = {
    "for us after another": "X-Robots-Tag: otherbot: index, storywatch: noindex\r\n",
    "in a second header": "X-Robots-Tag: otherbot: nofollow\r\nX-Robots-Tag: noindex\r\n",
    "among others": "X-Robots-Tag: noarchive, NOINDEX ,nosnippet\r\n",
    "before a moment": "X-Robots-Tag: noindex, unavailable_after: 25 Jun 2099 15:00:00 PST\r\n",
    "over since long": "X-Robots-Tag: unavailable_after: Fri, 25 Jun 2010 15:00:00 GMT\r\n",
    "over for us": "X-Robots-Tag: storywatch: unavailable_after: 2010-06-25T15:00:00+00:00\r\n",
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_forbids_to_keep_the_page_is_obeyed(
    name: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/story"] = raw(respond(STORY, HTML + HEADERS[name]))

    assert visit().ends == {"refused/noindex"}


UNINDEXED_NOTICES = {
    "a challenge": (CHALLENGE, "rejected/blocked"),
    "an error": (b"<title>503</title><h1>503 Service Unavailable</h1>", "postponed/unavailable"),
    "not found": (SOFT_404.encode(), "rejected/not_found"),
}


@pytest.mark.parametrize("name", UNINDEXED_NOTICES)
@pytest.mark.parametrize("place", ["in a header", "in a meta tag"])
def test_a_notice_that_is_not_to_be_indexed_is_counted_as_what_it_is(
    place: str, name: str, rogue: Rogue, visit: Visits
) -> None:
    """Only the notice forbids to keep it: the story that it stands for may be had tomorrow."""
    notice, end = UNINDEXED_NOTICES[name]
    header, tag = ("X-Robots-Tag: noindex\r\n", "") if "header" in place else ("", NOINDEX)
    rogue.answers["/story"] = raw(respond(tag.encode() + notice, HTML + header))

    assert visit().ends == {end}


HARMLESS_HEADERS = {
    "for another robot": "X-Robots-Tag: otherbot: noindex, nofollow\r\n",
    "a size of pictures": "X-Robots-Tag: max-image-preview:none, max-snippet:-1\r\n",
    "a moment to come": "X-Robots-Tag: unavailable_after: 25 Jun 2099 15:00:00 PST\r\n",
    "a moment that is none": "X-Robots-Tag: unavailable_after: some day\r\n",
}


@pytest.mark.parametrize("name", HARMLESS_HEADERS)
def test_a_header_that_allows_us_is_no_bar(name: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = raw(respond(STORY, HTML + HARMLESS_HEADERS[name]))

    assert visit().titles == [TITLE]


METAS = {
    "plain": (NOINDEX, True),
    "its parts the other way round": ("<META CONTENT='none' NAME='ROBOTS'>", True),
    "for us": ("<meta name=storywatch content=noindex,nofollow>", True),
    "in a comment": (f"<!-- {NOINDEX} -->", False),
    "in a script": (f"<script>var a = '{NOINDEX}';</script>", False),
    "for another": ('<meta name="otherbot" content="noindex">', False),
    "a size of pictures": ('<meta name="robots" content="index, max-image-preview:none">', False),
    "words about it": ('<meta name="description" content="what noindex means">', False),
    "over since long": ('<meta name="robots" content="unavailable_after: 2010-06-25">', True),
}


@pytest.mark.parametrize("name", METAS)
def test_a_meta_tag_counts_where_it_is_markup(name: str, rogue: Rogue, visit: Visits) -> None:
    tag, forbids = METAS[name]
    rogue.answers["/story"] = text(story(head=tag))

    assert visit().ends == ({"refused/noindex"} if forbids else {"new"})


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (plain(b"", status="503 Service Unavailable"), "answers 503"),
        (raw(b"", hang_up=True), "connection: the connection failed"),
    ],
    ids=["an error", "silence"],
)
def test_why_robots_txt_cannot_be_had_is_told_then_and_later(
    answer: Answer, why: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/robots.txt"] = answer

    for _ in range(2):
        (sentence,) = visit(source="feed").report.failed_sources.values()
        assert f"robots.txt cannot be had: {why}" in sentence
