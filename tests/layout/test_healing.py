"""Hints found from good stories whose pages have changed: right ones, and none where none helps."""

from __future__ import annotations

from datetime import UTC, datetime

from storywatch.layout.healing import Known, heal
from storywatch.outlet import Hints, Outlet, Source
from storywatch.story import Page, Precision, Story

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
OUTLET = Outlet(
    id="a",
    homepage="https://a.example/",
    timezone="UTC",
    source=(Source(kind="feed", url="https://a.example/feed"),),  # type: ignore[call-arg]
)
TOPICS = ("harbour", "orchard", "railway", "library", "glacier", "theatre")
FILLER = "Readers who liked this also liked the weekly quiz, the crossword and the letters page."


def known(topic: str, page: str) -> Known:
    url = f"https://a.example/{topic}"
    told = _story(topic, url)
    html = page.format(title=told.title, byline="Ada Quill", paragraphs=_paragraphs(told))
    return Known(
        story=told,
        page=Page(
            outlet="a",
            url=url,
            final_url=url,
            fetched_at=NOW,
            body=html.encode(),
            headers={"content-type": "text/html; charset=utf-8"},
        ),
    )


def _story(topic: str, url: str) -> Story:
    published_at = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
    lines = (
        f"The {topic} opened on Tuesday after {number} years of work, and its {topic} keepers "
        f"said that the {number} people who came were more than the {topic} had ever seen."
        for number in range(3, 11)
    )
    return Story(
        id=topic,
        outlet="a",
        url=url,
        title=f"Crowds come to the {topic} on its first day",
        body="\n".join(lines),
        authors=("Ada Quill",),
        first_seen_at=NOW,
        fetched_at=NOW,
        published_at=published_at,
        published_precision=Precision.MINUTE,
        published_earliest=published_at,
        published_latest=published_at,
    )


def _paragraphs(story: Story) -> str:
    return "".join(f"<p>{line}</p>" for line in story.body.split("\n"))


ASIDE = """<html><head><title>A</title></head><body>
<aside class="sidebar related"><div class="zone-text">{paragraphs}</div></aside>
<div class="zone-head">{title}</div><div class="zone-by"><b>{byline}</b> 03.03.2026 08:30</div>
<article><p>FILLER FILLER</p><p>FILLER FILLER</p></article></body></html>
""".replace("FILLER", FILLER)

PLAIN = """<html lang="en"><head><title>{title}</title><meta property="og:title" content="{title}">
<meta property="article:published_time" content="2026-03-03T08:30:00Z"></head><body>
<article><h1>{title}</h1><p class="byline">By <a rel="author" href="/ada">{byline}</a></p>
{paragraphs}</article></body></html>
"""


def test_text_that_stands_where_no_text_belongs_is_found_again() -> None:
    healed, remedies = heal([known(topic, ASIDE) for topic in TOPICS], OUTLET)

    gained = {one.field: one for one in remedies}
    assert gained["body"].before < 0.9
    assert gained["body"].after == 1.0
    assert healed.hints.body == gained["body"].selector == "div.zone-text"
    assert healed.hints.title == "div.zone-head"


def test_pages_that_are_read_well_need_no_hint() -> None:
    healed, remedies = heal([known(topic, PLAIN) for topic in TOPICS], OUTLET)

    assert remedies == ()
    assert healed.hints == Hints()


def test_a_page_without_the_story_gives_no_hint() -> None:
    gone = "<html><body><p>Moved. {title:.0} {byline:.0} {paragraphs:.0}</p></body></html>"

    assert heal([known(topic, gone) for topic in TOPICS], OUTLET)[1] == ()


def test_two_pages_are_too_few_to_learn_from() -> None:
    assert heal([known(topic, ASIDE) for topic in TOPICS[:2]], OUTLET)[1] == ()
