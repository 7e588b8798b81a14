"""What an outlet, its host or a wall says with status 200 where a story should stand."""

from __future__ import annotations

import pytest

from storywatch.journal import Journal
from tests.hostile.conftest import STORY, Visits
from tests.hostile.pages import BODY, TITLE, item, paragraphs, rss, story
from tests.hostile.rogue import Rogue, feed, plain, text
from tests.hostile.test_sources import NEWS

ON = "If this lasts then write to the desk, which will gladly help you on every working day."


def notice(title: str, words: str) -> str:
    """Returns a page with status 200 that says something of itself."""
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<p>{words} {ON}</p></body></html>"
    )


NOTICES = {
    "another country": (
        notice("Rogue", "This page is not available in your region for legal reasons."),
        "rejected/blocked",
    ),
    "an age gate": (
        notice("Age verification", "You must be 18 or older to enter this site today."),
        "rejected/blocked",
    ),
    "scripts wanted": (
        notice("Rogue", "Please enable JavaScript to see the news of the day here."),
        "rejected/blocked",
    ),
    "a server's default page": (
        notice("Welcome to nginx!", "If you see this page, the server has been installed."),
        "rejected/placeholder",
    ),
    "a domain for sale": (
        notice("rogue.example", "The domain rogue.example is for sale: make us an offer."),
        "rejected/placeholder",
    ),
    "printers' Latin": (
        story(text=paragraphs("Lorem ipsum dolor sit amet, consectetur adipiscing elit. " * 9)),
        "rejected/placeholder",
    ),
    "a folder of files": (
        "<title>Index of /news</title><h1>Index of /news</h1><pre>"
        + "<a href=a>council-report.html</a> 2026-03-04 09:00 12K\n" * 60
        + "</pre>",
        "rejected/not_a_story",
    ),
    "maintenance": (
        notice("Maintenance", "Our site is down for scheduled maintenance until noon."),
        "postponed/unavailable",
    ),
    "an error of the server": (
        notice("500 Internal Server Error", "The server encountered an internal error."),
        "postponed/unavailable",
    ),
    "asked too often": (
        notice("Too many requests", "You have sent too many requests within a minute."),
        "postponed/unavailable",
    ),
}


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_with_status_200_is_no_story(name: str, rogue: Rogue, visit: Visits) -> None:
    page, end = NOTICES[name]
    rogue.answers["/story"] = text(page)

    outcome = visit()

    assert outcome.ends == {end}
    assert outcome.stories == []


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_takes_no_story_s_place(name: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = plain(STORY)
    visit()
    rogue.answers["/story"] = text(NOTICES[name][0])

    (kept,) = visit().stories

    assert (kept.title, kept.body, kept.revision) == (TITLE, BODY, 1)


def test_a_site_that_was_down_is_asked_again(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/feed"] = feed(rss(item("/news/harbour-bridge-opens")))
    rogue.answers["/news/harbour-bridge-opens"] = text(NOTICES["maintenance"][0])
    visit(source="feed")
    with Journal.open(visit.settings.journal_path) as journal:
        waiting = journal.lead_for(rogue.home + "/news/harbour-bridge-opens")
    assert waiting
    rogue.answers["/news/harbour-bridge-opens"] = plain(STORY)

    assert visit(source="feed", at=waiting.not_before).titles == [TITLE]


def test_what_its_source_and_address_say_vouches_for_no_notice(rogue: Rogue, visit: Visits) -> None:
    """They told of the story when it was there, not of the list that stands in its place now."""
    others = "".join(
        f"<li><a href=/news/{n}>Read what the council has decided on street {n}</a></li>"
        for n in range(40)
    )
    published = "<pubDate>Wed, 04 Mar 2026 09:00:00 GMT</pubDate>"
    rogue.answers["/feed"] = feed(rss(item(NEWS, more=published)))
    rogue.answers[NEWS] = text(
        f"<title>404 - Rogue</title><h1>Oops!</h1><p>It is gone.</p><ul>{others}</ul>"
    )

    assert visit(source="feed").ends == {"rejected/not_found"}


@pytest.mark.parametrize(
    "title",
    ["Access denied: the island without a ferry", "Captcha wins at the festival", "404 new homes"],
)
def test_a_short_story_with_a_wall_s_name_is_kept(title: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = text(story(title))

    assert visit().titles == [title]
