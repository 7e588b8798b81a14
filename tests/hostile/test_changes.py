"""What sources say otherwise at each poll, and pages that come later than their announcement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from storywatch.journal import Journal
from tests.hostile.conftest import Visits
from tests.hostile.pages import BODY, PARAGRAPHS, item, paragraphs, rss, sitemap, story, undated
from tests.hostile.rogue import Answer, Rogue, feed, made, plain, text
from tests.hostile.test_sources import numbered

START = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
PATHS = tuple(f"/news/report-number-{n}" for n in (1, 2, 3))
POLLS = 24  # five minutes apart: two hours


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def titled(home: str, words: str) -> str:
    return rss(*(item(path, f"Report, {words}") for path in PATHS))


def dated(home: str, words: str) -> str:
    return sitemap(
        *(f"<url><loc>{home}{path}</loc><lastmod>{words}</lastmod></url>" for path in PATHS)
    )


@pytest.mark.parametrize(
    ("kind", "document", "words"),
    [
        ("feed", titled, lambda n: f"{n} times read"),
        ("feed", titled, lambda n: "AB"[n % 2]),
        ("sitemap", dated, lambda n: after(5 * n).isoformat()),
    ],
    ids=["counters in titles", "two servers that take turns", "a sitemap made when it is asked"],
)
def test_a_source_that_says_otherwise_each_time_has_pages_asked_for_ever_more_seldom(
    kind: str,
    document: Callable[[str, str], str],
    words: Callable[[int], str],
    rogue: Rogue,
    visit: Visits,
) -> None:
    rogue.answers["*"] = made(numbered)
    for poll in range(POLLS):
        rogue.answers["/feed"] = feed(document(rogue.home, words(poll)))
        outcome = visit(source=kind, at=after(5 * poll), most=100)

    assert len(outcome.stories) == 3
    assert all(rogue.asked.count(path) <= 6 for path in PATHS)


def test_an_edit_after_others_that_were_none_is_found_once_the_pause_is_over(
    rogue: Rogue, visit: Visits
) -> None:
    path = PATHS[0]
    rogue.answers[path] = text(story())
    for poll in range(4):
        rogue.answers["/feed"] = feed(rss(item(path, f"Bridge {poll}")))
        visit(source="feed", at=after(5 * poll))
    rogue.answers[path] = text(story().replace("by the mayor", "by her deputy"))
    rogue.answers["/feed"] = feed(rss(item(path, "Bridge, opened by her deputy")))
    visit(source="feed", at=after(18))

    (kept,) = visit(source="feed", at=after(60)).stories

    assert "by her deputy" in kept.body
    with Journal.open(visit.settings.journal_path) as journal:
        lead = journal.lead_for(rogue.home + path)
    assert lead
    assert lead.lead.title == "Bridge, opened by her deputy"


def test_words_do_not_grow_younger_with_each_poll(rogue: Rogue, visit: Visits) -> None:
    rogue.answers[PATHS[0]] = text(undated())
    for poll in range(5):
        told = format_datetime(after(20 * poll), usegmt=True)
        rogue.answers["/feed"] = feed(rss(item(PATHS[0], more=f"<pubDate>{told}</pubDate>")))
        outcome = visit(source="feed", at=after(20 * poll))

    assert [one.published_at for one in outcome.stories] == [START]


def test_a_paywall_that_closes_later_hides_nothing_of_what_was_read(
    rogue: Rogue, visit: Visits
) -> None:
    offer = "<p>Subscribe to continue reading.</p>"
    rogue.answers["/feed"] = feed(rss(item(PATHS[0])))
    rogue.answers[PATHS[0]] = text(story())
    visit(source="feed", at=START)
    rogue.answers["/feed"] = feed(rss(item(PATHS[0], "Harbour bridge opens at last")))
    rogue.answers[PATHS[0]] = text(story(text=paragraphs(*PARAGRAPHS[:2]) + offer))

    outcome = visit(source="feed", at=after(30))

    assert outcome.report.fates == {"duplicate": 1}
    assert [(one.body, one.is_paywalled) for one in outcome.stories] == [(BODY, False)]


EARLY: dict[str, tuple[Answer, str]] = {
    "not there": (plain(b"no such page", status="404 Not Found"), "rejected/not_found"),
    "more to follow": (text(story(text="<p>More to follow.</p>")), "rejected/too_short"),
    "an empty page": (plain(b""), "rejected/empty"),
    "a block": (
        plain(b"<title>Access denied</title><h1>Access denied</h1>", status="403 Forbidden"),
        "rejected/blocked",
    ),
}


@pytest.mark.parametrize("name", EARLY)
def test_a_story_whose_page_comes_after_its_announcement_is_not_lost(
    name: str, rogue: Rogue, visit: Visits
) -> None:
    early, end = EARLY[name]
    rogue.answers["/feed"] = feed(rss(item(PATHS[0])))
    rogue.answers[PATHS[0]] = early
    first = visit(source="feed", at=START)
    at_once = visit(source="feed", at=after(1))
    rogue.answers["*"] = rogue.answers[PATHS[0]] = made(numbered)

    later = visit(source="feed", at=after(16))

    assert first.ends == {end}
    assert at_once.report.leads == 0
    assert later.report.fates == {"new": 1}
    assert visit(source="feed", at=after(600)).report.leads == 0


def test_a_page_that_never_becomes_a_story_is_looked_at_four_times(
    rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/feed"] = feed(rss(item(PATHS[0]), item(PATHS[1])))
    rogue.answers[PATHS[1]] = plain(b"gone", status="410 Gone")
    for hour in range(12):
        visit(source="feed", at=after(60 * hour))

    assert rogue.asked.count(PATHS[0]) <= 4
    assert rogue.asked.count(PATHS[1]) == 1
    with Journal.open(visit.settings.journal_path) as journal:
        (row,) = journal.ledger_rows()
    assert (row.discovered, row.rejected) == (2, {"not_found": 2})


def test_a_page_that_is_looked_at_again_is_one_sample_of_its_outlet(
    rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/feed"] = feed(rss(item(PATHS[0])))
    rogue.answers[PATHS[0]] = text(story(text="<p>More to follow.</p>"))
    for minutes in (0, 16, 61):
        visit(source="feed", at=after(minutes))

    assert rogue.asked.count(PATHS[0]) == 3
    with Journal.open(visit.settings.journal_path) as journal:
        assert [one.reason for one in journal.samples.of("rogue")] == ["too_short"]


def test_a_page_of_an_old_announcement_is_looked_at_once(rogue: Rogue, visit: Visits) -> None:
    told = format_datetime(START - timedelta(days=9), usegmt=True)
    rogue.answers["/feed"] = feed(rss(item(PATHS[0], more=f"<pubDate>{told}</pubDate>")))
    rogue.answers[PATHS[0]] = text(story(text=paragraphs("A film.")))

    visit(source="feed", at=START)
    visit(source="feed", at=after(60))

    assert rogue.asked.count(PATHS[0]) == 1
