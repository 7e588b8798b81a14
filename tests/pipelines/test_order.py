"""The order of an outlet's dates is learned from its pages, also for the page that shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from pipelines.lore import OutletLore
from pipelines.normalise_dates import NormaliseDates
from pipelines.visit import Visit
from storywatch.desk import date
from storywatch.journal import Journal, QueuedLead
from storywatch.story import DateCandidate, Draft, Lead, Page, Story
from storywatch.workers import Workers
from tests.pipelines.samples import OUTLET, URL

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Dating:
    """As much of a desk as dating needs."""

    journal: Journal
    workers: Workers


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Dating]:
    workers = Workers(1)
    with Journal.open(tmp_path / "journal.db") as opened:
        yield Dating(opened, workers)
    workers.close()


def drafted(*lines: str, order: str | None = None) -> Draft:
    """A draft with these date lines, read as a page's are when its order is thought to be that."""
    story = Story(
        id="1", outlet="bugle", url=URL, title="t", body="b", first_seen_at=NOW, fetched_at=NOW
    )
    dates = tuple(DateCandidate(claim="published", text=line, origin="dateline") for line in lines)
    draft = Draft(story=story, page_url=URL, dates=dates)
    return date(draft, OUTLET, fetched_at=NOW, order=order)


def normalised(desk: Dating, *drafts: Draft) -> list[Draft]:
    step = NormaliseDates(cast("Any", desk), OutletLore(desk.journal, OUTLET))
    page = Page(outlet="bugle", url=URL, final_url=URL, fetched_at=NOW, body=b"")
    lead = QueuedLead(id=1, lead=Lead(outlet="bugle", url=URL, seen_at=NOW), attempt=1)

    async def taken() -> list[Any]:
        return [await step.take(Visit(queued=lead, page=page, outcome=one)) for one in drafts]

    return asyncio.run(taken())


def test_a_page_that_shows_the_order_teaches_it_for_those_after_it(desk: Dating) -> None:
    found = normalised(desk, drafted("03/04/2026"), drafted("03/13/2026"), drafted("03/04/2026"))

    assert OutletLore(desk.journal, OUTLET).order == "MDY"
    assert [one.order for one in found] == [None, "MDY", "MDY"]
    assert "published_ambiguous" in found[0].story.evidence
    assert found[2].story.published_at is not None
    assert found[2].story.published_at.date().isoformat() == "2026-03-04"
    assert "published_ambiguous" not in found[2].story.evidence


def test_what_was_read_in_the_order_that_is_known_is_left_as_it_is(desk: Dating) -> None:
    normalised(desk, drafted("03/13/2026"))
    read = drafted("03/04/2026", order="MDY")

    assert normalised(desk, read)[0] is read


def test_what_was_read_in_an_order_that_is_known_no_more_is_read_again(desk: Dating) -> None:
    normalised(desk, drafted("03/13/2026"), drafted("13/03/2026"))

    found = normalised(desk, drafted("03/04/2026", order="MDY"))

    assert OutletLore(desk.journal, OUTLET).order is None
    assert found == [drafted("03/04/2026")]
