from __future__ import annotations

from datetime import timedelta

import pytest

from storywatch.errors import UnknownStory
from storywatch.journal import Journal
from storywatch.journal.reading import PAGE
from tests.journal.samples import MINUTE, NOON, draft, queue, story

HOUR = timedelta(hours=1)


def keep(journal: Journal, slug: str, *, outlet: str = "bugle", **fields: object) -> None:
    lead_id = queue(journal, slug, outlet=outlet)
    journal.record(lead_id, draft(slug, outlet=outlet, **fields), keep=False, now=NOON)  # type: ignore[arg-type]


def test_an_unknown_story_is_named_in_the_error(journal: Journal) -> None:
    for read in (journal.story, journal.revisions, journal.matches):
        with pytest.raises(UnknownStory, match="'nowhere'"):
            read("nowhere")


def test_a_story_without_matches_has_none(journal: Journal) -> None:
    journal.record(queue(journal), draft(topics=()), keep=True, now=NOON)

    assert journal.matches(story().id) == ()


def test_stories_come_in_the_order_of_recording_over_many_pages(journal: Journal) -> None:
    slugs = [f"s{number}" for number in range(PAGE + 5)]
    with journal.together():
        for slug in slugs:
            keep(journal, slug)

    assert [one.url.rpartition("/")[2] for one in journal.stories()] == slugs


def test_stories_are_selected_by_outlet_topic_and_first_sight(journal: Journal) -> None:
    keep(journal, "old", first_seen_at=NOON - HOUR, topics=("tea",))
    keep(journal, "new", topics=("coffee",))
    keep(journal, "far", outlet="crier", topics=("tea", "coffee"))

    def found(**selection: object) -> list[str]:
        chosen = journal.stories(**selection)  # type: ignore[arg-type]
        return [one.url.rpartition("/")[2] for one in chosen]

    assert found(outlet="bugle") == ["old", "new"]
    assert found(topic="tea") == ["old", "far"]
    assert found(since=NOON) == ["new", "far"]
    assert found(since=NOON, outlet="bugle", topic="tea") == []


def test_a_journal_can_be_written_while_its_stories_are_read(journal: Journal) -> None:
    keep(journal, "one")
    reading = journal.stories()
    next(reading)

    keep(journal, "two", fetched_at=NOON + MINUTE)

    assert [one.title for one in reading] == ["Title of two"]
