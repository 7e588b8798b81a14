"""What a crawl makes of the standard stand's pages is what its outlets wrote, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from newsstand import Stand, Truth, serve
from storywatch.cli.crawl import crawl_once
from storywatch.journal import Journal
from storywatch.story import Precision, Story
from tests.end_to_end.conftest import EVERYTHING, settings_for

OPENED_AT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
OUTLETS = (
    "paisa_today",
    "repostly",
    "civic_ledger",
    "the_roundup",
    "nordfunk",
    "meridian_press",
)

pytestmark = pytest.mark.xdist_group("truth")  # so that the stand is crawled once

Pairs = dict[str, list[tuple[Truth, Story]]]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pairs]:
    stand = Stand.standard(opened_at=OPENED_AT)
    folder = tmp_path_factory.mktemp("truth")
    with serve(stand) as serving:
        settings = settings_for(serving, folder, {"everything": EVERYTHING})
        _, balances = crawl_once(settings, clock=lambda: stand.now)
        assert balances
        with Journal.open(settings.journal_path) as journal:
            found = {story.url: story for story in journal.stories()}
        truths = [truth for truth in stand.truth() if not truth.is_noindex]
        assert {truth.url for truth in truths} == set(found)
        yield {
            outlet: [(truth, found[truth.url]) for truth in truths if truth.outlet == outlet]
            for outlet in OUTLETS
        }


def published(story: Story) -> tuple[object, Precision | None]:
    day_only = story.published_precision is Precision.DAY
    at = story.published_at
    return (at.date() if at and day_only else at), story.published_precision


FIELDS = {
    "title": (lambda truth: truth.title, lambda story: story.title),
    "body": (lambda truth: list(truth.shown), lambda story: story.body.splitlines()),
    "standfirst": (lambda truth: truth.standfirst, lambda story: story.standfirst),
    "authors": (lambda truth: set(truth.authors), lambda story: set(story.authors)),
    "language": (lambda truth: truth.language, lambda story: story.language),
    "is_paywalled": (lambda truth: truth.is_paywalled, lambda story: story.is_paywalled),
    "credited_to": (lambda truth: set(truth.credited_to), lambda story: set(story.credited_to)),
    "has_original": (lambda truth: bool(truth.original), lambda story: bool(story.original)),
}


@pytest.mark.parametrize("outlet", OUTLETS)
@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_what_the_outlet_wrote(pairs: Pairs, outlet: str, field: str) -> None:
    of_truth, of_story = FIELDS[field]

    wrong = {
        truth.slug: (of_story(story), of_truth(truth))
        for truth, story in pairs[outlet]
        if of_story(story) != of_truth(truth)
    }

    assert not wrong


@pytest.mark.parametrize("outlet", OUTLETS)
def test_a_story_is_published_when_it_was(pairs: Pairs, outlet: str) -> None:
    for truth, story in pairs[outlet]:
        assert story.published_at is not None
        assert story.published_earliest is not None
        assert story.published_latest is not None
        assert story.published_earliest <= truth.published_at <= story.published_latest
        if story.published_precision is Precision.MINUTE:
            assert story.published_at == truth.published_at
        assert story.evidence["published_at"]


@pytest.mark.parametrize("outlet", OUTLETS)
def test_captions_are_apart_and_only_the_storys_own(pairs: Pairs, outlet: str) -> None:
    titles = {truth.title for of_outlet in pairs.values() for truth, _ in of_outlet}

    for truth, story in pairs[outlet]:
        printed = " ".join(story.captions)
        assert [caption for caption in truth.captions if caption not in printed] == []
        assert titles & set(story.captions) == set()
        assert set(story.captions) & set(truth.body) == set()
