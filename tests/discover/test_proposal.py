from __future__ import annotations

import pytest

from storywatch.discover.autodiscover import Candidate, Kind, Portrait
from storywatch.discover.document import FetchedDocument
from storywatch.discover.proposal import Trial, best_sources, outlet_id, propose, tried
from storywatch.outlet import Source
from tests.discover.samples import HOME, NOW, document, entry, item, rss, sitemap

EMPTY_HOME = document("<html><body>Hello</body></html>", HOME)
LINK = "<a href='/2025/12/05/banks-fail-{n}-times'>Banks fail {n} times</a>"
LINKS = "".join(LINK.format(n=n) for n in range(5))
HOME_WITH_STORIES = document(f"<html><body>{LINKS}</body></html>", HOME)


def trial(path: str, body: str, kind: Kind = "feed") -> Trial:
    candidate = Candidate(kind=kind, url=HOME + path, evidence="a test")
    return tried(candidate, document(body, HOME + path), HOME, now=NOW)


def chosen(*trials: Trial, home: FetchedDocument = EMPTY_HOME) -> list[tuple[str, str]]:
    sources = best_sources(trials, home, now=NOW)
    return [(source.kind, source.url.removeprefix(HOME)) for source in sources]


def test_a_feed_that_tells_nothing_of_its_own_is_left_out() -> None:
    whole, part = trial("all", rss(item("/a") + item("/b"))), trial("part", rss(item("/b")))
    other = trial("other", rss(item("/b") + item("/c")))

    assert chosen(whole, part, other) == [("feed", "all"), ("feed", "other")]


def test_a_news_sitemap_comes_first_and_feeds_that_tell_more_beside_it() -> None:
    news = trial("news.xml", sitemap(entry("/a", news=NOW.isoformat())), "news_sitemap")

    assert chosen(trial("all", rss(item("/a") + item("/b"))), news) == [
        ("news_sitemap", "news.xml"),
        ("feed", "all"),
    ]


def test_a_sitemap_with_news_dates_is_a_news_sitemap() -> None:
    told = trial("map.xml", sitemap(entry("/a", news=NOW.isoformat())), "sitemap")

    assert chosen(told) == [("news_sitemap", "map.xml")]


def test_a_plain_sitemap_serves_where_there_is_no_feed() -> None:
    pages = trial("map.xml", sitemap(entry("/banks-fail", NOW.isoformat())), "sitemap")

    assert chosen(pages, home=HOME_WITH_STORIES) == [("sitemap", "map.xml")]
    assert chosen(pages, trial("all", rss(item("/a")))) == [("feed", "all")]


def test_a_home_page_that_links_stories_serves_where_nothing_else_does() -> None:
    assert chosen(home=HOME_WITH_STORIES) == [("section", "")]


def test_an_empty_feed_serves_rather_than_nothing() -> None:
    assert chosen(trial("all", rss(""))) == [("feed", "all")]


def test_a_page_a_failure_and_a_stranger_s_feed_are_no_sources() -> None:
    failure = tried(
        Candidate(kind="feed", url=HOME + "x", evidence="a test"), "answers 404", HOME, now=NOW
    )
    foreign = trial("foreign", rss("<item><link>https://crier.example/a</link></item>"))

    assert failure.fault == "answers 404"
    assert "HTML" in trial("page", "<html></html>").fault
    assert chosen(failure, trial("page", "<html></html>"), foreign) == [("feed", "foreign")]
    assert foreign.addresses == frozenset()


@pytest.mark.parametrize(
    ("name", "homepage", "expected"),
    [
        ("Paisa Today", "http://127.0.0.1:8001/", "paisa_today"),
        ("Süddeutsche Zeitung", "https://www.sueddeutsche.de/", "suddeutsche_zeitung"),
        ("朝日新聞", "https://www.asahi.com/", "asahi"),
        ("", "https://news.bugle.co.uk/", "bugle"),
        ("", "http://127.0.0.1:8001/", "outlet_127_0_0_1_8001"),
        ("", "http://localhost:8001/", "outlet_localhost_8001"),
        ("x" * 200, HOME, "x" * 40),
    ],
)
def test_an_id_is_a_slug_of_the_name_else_of_the_site(
    name: str, homepage: str, expected: str
) -> None:
    assert outlet_id(name, homepage) == expected


def test_a_proposal_declares_what_the_portrait_shows() -> None:
    portrait = Portrait(
        name=("The Bugle", "title"),
        language=("en", "lang"),
        country=("IN", "x"),
        timezone=("Asia/Kolkata", "x"),
    )

    outlet = propose(portrait, HOME, [Source(kind="feed", url=HOME + "f")], "")

    assert (outlet.id, outlet.name, outlet.languages) == ("the_bugle", "The Bugle", ("en",))
    assert (outlet.country, outlet.timezone) == ("IN", "Asia/Kolkata")
    assert propose(Portrait(), HOME, outlet.sources, "mine").id == "mine"
