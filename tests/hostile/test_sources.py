"""What an outlet can do inside its feeds, and what must come of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from crawler import settings as crawl_settings
from storywatch.story import Fate
from tests.hostile.conftest import STORY, Visits
from tests.hostile.pages import (
    BODY,
    TITLE,
    item,
    other_story,
    rss,
    story,
    undated,
)
from tests.hostile.rogue import Answer, Rogue, endless, feed, made, plain, text

MANY = 100  # stories of one poll
NEWS = "/news/2026/03/04/harbour-bridge-opens"


def numbered(path: str) -> str:
    """Returns the page of the story whose number stands in its address."""
    return other_story(int(re.findall(r"\d+", path)[-1]))


def test_a_healthy_feed_gives_its_stories(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/feed"] = feed(
        rss(*(item(f"/news/report-number-{n}", f"Report {n}") for n in (1, 2, 3)))
    )
    rogue.answers["*"] = made(numbered)

    outcome = visit(source="feed")

    assert sorted(outcome.titles) == [f"Report number {n} of the council" for n in (1, 2, 3)]


def test_a_healthy_front_page_gives_its_stories(rogue: Rogue, visit: Visits) -> None:
    links = "".join(
        f"<h2><a href='/news/2026/03/04/report-number-{n}'>The council's report {n}</a></h2>"
        for n in (1, 2)
    )
    rogue.answers["/feed"] = text(f"<html><body><main>{links}</main></body></html>")
    rogue.answers["*"] = made(numbered)

    assert len(visit(source="section").titles) == 2


ENTITIES = (
    '<!DOCTYPE rss [<!ENTITY big "' + "x" * 100_000 + '">'
    '<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY % far SYSTEM "{canary}/dtd">%far;]>'
)
STRANGE = {
    "one entity 20,000 times": rss(
        item(NEWS), item("/news/report-2", "&big;" * 20_000), before=ENTITIES
    ),
    "a local file as a title": rss(item(NEWS, "&file;"), before=ENTITIES),
    "200,000 elements around an item": rss("<x>" * 200_000 + item(NEWS) + "</x>" * 200_000),
    "bare ampersands, no ends": rss(
        item(NEWS, "Bread & butter & a bridge"), "</b>", "<item><title>Open"
    ),
    "relative links and a base": rss(
        item("2026/03/04/harbour-bridge-opens"), attributes='xml:base="/news/"'
    ),
    "the same item 5,000 times": rss(*([item(NEWS)] * 5_000)),
    "60 levels of escaped markup": rss(
        item(NEWS, more="<content>" + "&amp;" * 60 + "lt;p&gt;x</content>")
    ),
    "places that want to be told": rss(
        "<cloud domain='127.0.0.1' port='{port}' path='/' registerProcedure='p' protocol='soap'/>"
        "<link rel='hub' href='{canary}/hub'/>",
        item(NEWS, more="<comments>{canary}/comments</comments><pingback>{canary}/p</pingback>"),
    ),
    "a title of 10 MB": rss(item(NEWS, "word " * 2_000_000)),
    "a title that makes rules backtrack": rss(item(NEWS, "a" * 150_000 + "a b " * 40_000 + "!")),
    "a homograph host beside it": rss(item("http://аррӏе.example/x"), item(NEWS)),
    "references to control characters": rss(item(NEWS, "a&#1;b&#x1F;&#xFFFF;c")),
    "control characters in attributes": rss("<x a='&#1;&#2;'/>", item(NEWS)),
    "tags in a comment before it": rss(item(NEWS), before="<!-- <html><b> <rss> -->"),
    "a million comments before it": rss(item(NEWS), before="<!---->" * 1_000_000),
    "a million instructions before it": rss(item(NEWS), before="<?x y?>" * 1_000_000),
    "a complaint before it": "<br />\n<b>Warning</b>: no file in <b>/a.php</b>\n" + rss(item(NEWS)),
    "a style sheet and an inclusion": rss(
        '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{canary}/x"/>',
        item(NEWS),
        before='<?xml-stylesheet type="text/xsl" href="{canary}/x.xsl"?>',
    ),
    "100,000 attributes": rss(
        "<x " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>", item(NEWS)
    ),
    "a comment of 10 MB": rss("<!--" + "x" * 10_000_000 + "-->", item(NEWS)),
    "items within items": rss("<item>" * 3_000 + "</item>" * 3_000, item(NEWS)),
    "addresses that are none": rss(
        *(
            item(link)
            for link in ("http://a b/", "http://[", "http:///x", "http://x:99999/", "http:\\\\x\\y")
        ),
        item(NEWS),
    ),
}


MAY_BE_REFUSED = {
    "one entity 20,000 times",
    "a local file as a title",
    "200,000 elements around an item",
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_feed_gives_its_one_story(
    name: str, rogue: Rogue, canary: Rogue, visit: Visits
) -> None:
    document = STRANGE[name].replace("{canary}", canary.home).replace("{port}", str(canary.port))
    rogue.answers["/feed"] = feed(document)
    rogue.answers[NEWS] = plain(STORY)

    outcome = visit(source="feed")

    if outcome.report.failed_sources:
        assert name in MAY_BE_REFUSED
    elif outcome.stories or name not in MAY_BE_REFUSED:
        assert outcome.titles == [TITLE]
        assert outcome.stories[0].body == BODY


WORDS = {
    "header injection": "Bridge&#13;&#10;Bcc: all@example.org&#13;&#10;&#13;&#10;Opens",
    "astral characters, flags, joined emoji": "Bridge 🇫🇷 👩‍👩‍👧 𝔘𝔫𝔦 opens",
    "expressions": "Bridge {{7*7}} ${7*7} %s %n {0.__class__}",
    "a forged log line": "Bridge&#10;2026-03-04 ERROR [root] the disk is gone",
    "search syntax": "Bridge &quot; OR NEAR( * ^ - opens",
}


@pytest.mark.parametrize("name", WORDS)
def test_a_title_is_only_words(
    name: str, rogue: Rogue, visit: Visits, caplog: pytest.LogCaptureFixture
) -> None:
    rogue.answers["/feed"] = feed(rss(item(NEWS, WORDS[name])))
    rogue.answers[NEWS] = text(story(WORDS[name].replace("&quot;", "&#34;")))

    (stored,) = visit(source="feed").stories

    assert stored.title.startswith("Bridge ")
    assert not set("\r\n\0") & set(stored.title)
    if "&" not in WORDS[name]:
        assert stored.title == WORDS[name]
    assert not [one for one in caplog.messages if one.startswith("2026-03-04 ERROR")]


DATES: dict[str, tuple[str, datetime | None]] = {
    "in 2099": ("Fri, 02 Jan 2099 03:04:05 GMT", None),
    "a zone by name": ("Tue, 03 Mar 2026 11:00:00 CEST", datetime(2026, 3, 3, 9, 0, tzinfo=UTC)),
    "no zone": ("Tue, 03 Mar 2026 11:00:00", datetime(2026, 3, 3, 11, 0, tzinfo=UTC)),
    "Arabic digits, a French month": ("٣ mars ٢٠٢٦", datetime(2026, 3, 3, tzinfo=UTC)),
    "the year 1": ("Mon, 01 Jan 0001 00:00:00 GMT", None),
}


@pytest.mark.parametrize("name", DATES)
def test_a_feed_s_date_is_right_or_empty(name: str, rogue: Rogue, visit: Visits) -> None:
    words, expected = DATES[name]
    page = undated()
    rogue.answers["/feed"] = feed(
        rss(item("/news/harbour-bridge-opens", more=f"<pubDate>{words}</pubDate>"))
    )
    rogue.answers["/news/harbour-bridge-opens"] = text(page)

    (stored,) = visit(source="feed").stories

    assert stored.body == BODY
    if stored.published_at:
        assert stored.published_at <= datetime.now(UTC) + timedelta(minutes=15)
    if expected and stored.published_at:
        assert abs(stored.published_at - expected) <= timedelta(hours=14)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (text("<html><body><h1>Welcome</h1><p>This is no feed.</p></body></html>"), "failed"),
        (text("", "application/rss+xml"), "failed"),
        (feed(rss()), "read"),
        (
            feed(
                "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
                "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>]>"
                "<rss><channel><item><title>&d;</title></item></channel></rss>"
            ),
            "either",
        ),
    ],
    ids=["a page", "nothing", "an empty channel", "entities within entities"],
)
def test_a_source_without_items_gives_nothing(
    answer: Answer, expected: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/feed"] = answer

    outcome = visit(source="feed")

    assert set(outcome.report.sources) <= (
        {expected} if expected != "either" else {"read", "failed"}
    )
    assert outcome.stories == []


def test_a_source_that_is_a_film_for_ever_is_left_at_once_and_called_so(
    rogue: Rogue, visit: Visits
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n"
    rogue.answers["/feed"] = endless(head, b"v" * 65_536)

    (why,) = visit(source="feed").report.failed_sources.values()

    assert "'video/mp4'" in why
    assert rogue.sent < 4 << 20


def test_a_feed_at_100_bytes_a_second_delays_no_other(
    rogue: Rogue, victim: Rogue, visit: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawl_settings, "DOWNLOAD_TIMEOUT", 2.0)
    rogue.answers["/feed"] = endless(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n", b"<rss>     ", pause=0.1
    )
    victim.answers["/feed"] = feed(rss(item(NEWS)))
    victim.answers[NEWS] = plain(STORY)
    visit.declare(rogue)
    visit.declare(victim, name="victim")

    slow, sound = visit.round()

    assert "timeout" in str(slow.failed_sources)
    assert sound.fates == {"new": 1}
    assert sound.seconds < slow.seconds


FORGED = {
    "an item about its story": item("{victim}" + NEWS, "The bridge was a fraud"),
    "its address as a guid": item(
        NEWS, "The bridge was a fraud", more="<guid>{victim}" + NEWS + "</guid>"
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_another_outlet_s_story_is_left_as_it_is(
    name: str, rogue: Rogue, victim: Rogue, visit: Visits
) -> None:
    forged = FORGED[name].replace("{victim}", victim.home)
    rogue.answers["/feed"] = feed(rss(forged))
    rogue.answers[NEWS] = text(
        story(
            "The bridge was a fraud",
            head=f'<link rel=canonical href="{victim.home}{NEWS}">'
            f'<meta property="og:url" content="{victim.home}{NEWS}">',
        ).replace("opened by", "stolen by")
    )
    victim.answers["/feed"] = feed(rss(item(NEWS)))
    victim.answers[NEWS] = plain(STORY)
    visit.declare(rogue)
    visit.declare(victim, name="victim")

    visit.round()
    visit.round()

    theirs = [one for one in visit.stories() if one.outlet == "victim"]
    assert [(one.title, one.body, one.revision) for one in theirs] == [(TITLE, BODY, 1)]
    assert all(one.url.startswith(rogue.home) for one in visit.stories() if one.outlet == "rogue")


def test_mirrored_outlets_keep_a_story_each(rogue: Rogue, victim: Rogue, visit: Visits) -> None:
    for outlet in (rogue, victim):
        outlet.answers["/feed"] = feed(rss(item(NEWS, more="<guid>bridge-1</guid>")))
        outlet.answers[NEWS] = plain(STORY)
    visit.declare(rogue)
    visit.declare(victim, name="victim")

    visit.round()

    assert sorted(one.outlet for one in visit.stories()) == ["rogue", "victim"]


def test_two_stories_of_one_guid_are_two(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/feed"] = feed(
        rss(
            item("/news/report-number-1", "Report 1", more="<guid>same</guid>"),
            item("/news/report-number-2", "Report 2", more="<guid>same</guid>"),
        )
    )
    rogue.answers["*"] = made(numbered)

    assert len(visit(source="feed").stories) == 2


def test_credentials_of_a_link_go_nowhere(
    rogue: Rogue, visit: Visits, caplog: pytest.LogCaptureFixture
) -> None:
    link = rogue.home.replace("http://", "http://ann:s3cr3t@") + NEWS
    rogue.answers["/feed"] = feed(rss(item(link)))
    rogue.answers[NEWS] = plain(STORY)

    (stored,) = visit(source="feed").stories

    assert stored.url == rogue.home + NEWS
    assert "s3cr3t" not in "".join((*rogue.heads, caplog.text, *visit.settings.data_dir.parts))
    assert not [head for head in rogue.heads if "authorization" in head.lower()]


def test_what_a_source_names_that_is_no_lead_is_counted_by_its_cause(
    rogue: Rogue, visit: Visits
) -> None:
    links = (NEWS, "http://a b/", "http://[", "javascript:x", "https://crier.example/a", "/")
    rogue.answers["/feed"] = feed(rss(*map(item, links)))
    rogue.answers[NEWS] = plain(STORY)

    left_out = visit(source="feed").report.left_out

    assert sorted(left_out.values()) == [1, 1, 3]
    assert any("another site" in why for why in left_out)


@pytest.mark.parametrize("status", ["202 Accepted", "203 Non-Authoritative Information"])
def test_a_feed_that_a_proxy_passes_on_is_read(status: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/feed"] = plain(rss(item(NEWS)).encode(), "text/xml", status)
    rogue.answers[NEWS] = plain(STORY)

    assert visit(source="feed").titles == [TITLE]
    assert visit(source="feed").report.sources == {"unchanged": 1}


def test_many_stories_at_once_are_all_taken_up(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/feed"] = feed(
        rss(*(item(f"/news/report-number-{n}", f"Report {n}") for n in range(MANY)))
    )
    rogue.answers["*"] = made(numbered)

    outcome = visit(source="feed", most=MANY + 2)

    assert outcome.report.fates == {Fate.NEW: MANY}


def test_stories_stay_when_their_feed_is_empty(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["*"] = made(numbered)
    rogue.answers["/feed"] = feed(
        rss(*(item(f"/news/report-number-{n}", f"Report {n}") for n in (1, 2, 3)))
    )
    visit(source="feed")
    rogue.answers["/feed"] = feed(rss())

    assert len(visit(source="feed").stories) == 3


def test_a_second_poll_is_conditional(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/feed"] = plain(rss(item(NEWS)).encode(), 'text/xml\r\nETag: "v1"')
    rogue.answers[NEWS] = plain(STORY)
    visit(source="feed")
    rogue.answers["/feed"] = plain(b"", status="304 Not Modified")

    outcome = visit(source="feed")

    assert 'If-None-Match: "v1"' in rogue.heads[-1]
    assert outcome.report.sources == {"unchanged": 1}
    assert len(rogue.asked) == 4


@pytest.mark.parametrize("etag", ["x" * 15_000, "ü", "a\x01b"])
def test_a_validator_that_cannot_be_sent_back_is_not(
    etag: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/feed"] = plain(rss(item(NEWS)).encode(), f'text/xml\r\nETag: "{etag}"')
    rogue.answers[NEWS] = plain(STORY)
    visit(source="feed")

    assert visit(source="feed").report.sources == {"unchanged": 1}
    assert "If-None-Match" not in rogue.heads[-1]


def test_a_document_without_validators_is_read_again_only_when_it_has_changed(
    rogue: Rogue, visit: Visits
) -> None:
    other = NEWS + "-revisited"
    rogue.answers["/feed"] = plain(rss(item(NEWS)).encode(), "text/xml")
    rogue.answers[NEWS] = rogue.answers[other] = plain(STORY)
    visit(source="feed")

    same = visit(source="feed").report
    rogue.answers["/feed"] = plain(rss(item(NEWS), item(other)).encode(), "text/xml")
    changed = visit(source="feed").report

    assert (same.sources, same.leads) == ({"unchanged": 1}, 0)
    assert (changed.sources, changed.leads) == ({"read": 1}, 1)
