from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch

from storywatch.errors import IndexUnusable
from storywatch.index.bulk import send
from storywatch.index.client import connected
from storywatch.index.mapping import STORIES, Templates, current_index, install
from storywatch.index.notes import note_kept_since, rebuild_under_way
from storywatch.index.parcels import packed
from storywatch.index.rebuild import Rebuild, Rebuilt, drop_others
from storywatch.index.relay import Relay
from storywatch.index.settings import IndexSettings
from storywatch.index.upkeep import Status, prune, status
from storywatch.index.verify import Fault
from storywatch.journal import Journal
from tests.elastic.desk import (
    NOON,
    assert_whole,
    clock,
    drain_once,
    fill,
    record,
    ship,
    story,
    verify,
    with_client,
)


def rebuild(journal: Journal, settings: IndexSettings) -> Rebuilt:
    async def work(client: AsyncElasticsearch) -> Rebuilt:
        return await Rebuild(journal=journal, client=client, clock=clock).run()

    return with_client(settings, work)


def test_the_index_is_made_again_from_the_journal_alone(
    journal: Journal, settings: IndexSettings, elastic: Elasticsearch
) -> None:
    fill(journal, 250)
    fill(journal, 20, edit=1)
    ship(journal, settings)
    elastic.delete_by_query(index=STORIES, query={"match_all": {}}, refresh=True)

    built = rebuild(journal, settings)

    assert_whole(journal, settings)
    assert built.index == "stories-v2-0002"
    assert built.others == ("stories-v2-0001",)
    kept = elastic.indices.get_settings(index=built.index)[built.index]["settings"]["index"]
    assert kept["refresh_interval"] == "1s"
    assert with_client(settings, drop_others) == built.others
    assert not elastic.indices.exists(index="stories-v2-0001")
    assert rebuild_under_way(journal) is None


class Enough(Exception):
    """Ends a rebuild where a test wants it to end."""


def test_a_rebuild_that_was_killed_goes_on_where_it_was(
    journal: Journal, settings: IndexSettings
) -> None:
    fill(journal, 650)
    ship(journal, settings)
    taken: list[int] = []

    def progress(count: int) -> None:
        taken.append(count)
        if sum(taken) == 400:
            raise Enough

    async def work(client: AsyncElasticsearch) -> Rebuilt:
        return await Rebuild(
            journal=journal, client=client, clock=clock, on_progress=progress
        ).run()

    with pytest.raises(Enough):
        with_client(settings, work)
    fill(journal, 30, edit=1)
    ship(journal, settings)
    assert_whole(journal, settings)

    built = with_client(settings, work)

    assert sum(taken) == 650
    assert built.story_count <= 250  # what was on its way at the kill may have arrived
    assert_whole(journal, settings)


def test_no_search_finds_fewer_stories_while_the_index_is_rebuilt(
    journal: Journal, settings: IndexSettings, elastic: Elasticsearch
) -> None:
    fill(journal, 600)
    ship(journal, settings)
    elastic.indices.refresh(index=STORIES)

    async def run() -> tuple[list[int], Rebuilt]:
        async with connected(settings) as client:
            watching = Watching(journal, client)
            tasks = [asyncio.create_task(watching.write()), asyncio.create_task(watching.search())]
            built = await Rebuild(journal=journal, client=client, clock=clock).run()
            await asyncio.sleep(2)
            watching.goes_on = False
            await asyncio.gather(*tasks)
            return watching.counts, built

    counts, built = asyncio.run(run())
    ship(journal, settings)

    assert counts == sorted(counts)
    assert counts[0] >= 600
    assert counts[-1] > 600
    assert len(counts) > 10
    assert built.index == "stories-v2-0002"
    assert_whole(journal, settings)


class Watching:
    """A desk that records and ships, and a reader that searches, while something else goes on."""

    def __init__(self, journal: Journal, client: AsyncElasticsearch) -> None:
        self.journal = journal
        self.client = client
        self.goes_on = True
        self.counts: list[int] = []

    async def write(self) -> None:
        relay = Relay(journal=self.journal, client=self.client, clock=clock)
        number = 600
        while self.goes_on:
            record(self.journal, story(number), "topic1")
            record(self.journal, story(number % 50, edit=number))
            number += 1
            await relay.drain()
            await asyncio.sleep(0.02)

    async def search(self) -> None:
        while self.goes_on:
            answer = await self.client.search(index=STORIES, size=0, track_total_hits=True)
            self.counts.append(answer["hits"]["total"]["value"])
            await asyncio.sleep(0)


def test_stories_wait_while_a_rebuilt_index_takes_over(
    journal: Journal, settings: IndexSettings
) -> None:
    fill(journal, 5)
    journal.remember(
        "",
        "index_rebuild",
        {
            "index": "stories-v2-0002",
            "after": 0,
            "hold_until": (clock() + timedelta(minutes=1)).isoformat(),
        },
    )

    passed, _ = drain_once(journal, settings)

    assert "takes over" in passed.trouble
    assert journal.index_outbox.backlog().stories == 5


def test_a_bulk_that_began_before_a_rebuild_ends_before_it(
    journal: Journal, settings: IndexSettings
) -> None:
    fill(journal, 5)
    began_at = clock()
    claims = journal.index_outbox.claim(now=began_at, limit=5)

    async def work(client: AsyncElasticsearch) -> Rebuilt:
        async def end_bulk(_: float) -> None:
            lines = [parcel.line for parcel in await packed(claims, began_at)]
            await send(client, STORIES, lines, through_alias=True)
            journal.index_outbox.done(claims, now=began_at)

        return await Rebuild(journal=journal, client=client, clock=clock, sleep=end_bulk).run()

    with_client(settings, work)
    ship(journal, settings)

    assert_whole(journal, settings)


def test_a_new_mapping_is_installed_and_taken_over_by_a_rebuild(
    journal: Journal,
    settings: IndexSettings,
    elastic: Elasticsearch,
) -> None:
    fill(journal, 20)
    ship(journal, settings)
    elastic.indices.put_mapping(index="stories-v2-0001", meta={"fingerprint": "an older one"})
    fill(journal, 5, first=20)
    assert "another mapping" in drain_once(journal, settings)[0].trouble

    done = with_client(settings, lambda client: install(client, Templates.read()))
    rebuild(journal, settings)
    ship(journal, settings)

    assert done.needs_rebuild
    assert_whole(journal, settings)


def test_installing_again_changes_nothing_and_a_newer_version_is_left_alone(
    settings: IndexSettings, elastic: Elasticsearch
) -> None:
    again = with_client(settings, lambda client: install(client, Templates.read()))
    assert (again.put, again.made, again.needs_rebuild) == ((), (), False)

    newer = Templates.read().components["storywatch-count"] | {"version": 99}
    elastic.cluster.put_component_template(name="storywatch-count", **newer)
    with pytest.raises(IndexUnusable, match="newer storywatch installed storywatch-count"):
        with_client(settings, lambda client: install(client, Templates.read()))


def test_an_alias_that_is_an_index_is_told_of(
    settings: IndexSettings, elastic: Elasticsearch
) -> None:
    elastic.indices.delete(index="stories-v2-0001")
    elastic.indices.create(index="stories")

    with pytest.raises(IndexUnusable, match="something else wrote there"):
        with_client(settings, current_index)


def test_pruned_stories_stay_out_and_are_no_fault(
    journal: Journal, settings: IndexSettings
) -> None:
    fill(journal, 100)
    ship(journal, settings)
    before = NOON + timedelta(seconds=40)

    async def work(client: AsyncElasticsearch) -> int:
        return await prune(journal, client, before=before)

    assert with_client(settings, work) == 40
    fill(journal, 60, edit=1)
    ship(journal, settings)
    assert verify(journal, settings).is_clean
    rebuild(journal, settings)
    found = with_client(settings, lambda client: status(journal, client, now=clock()))
    assert isinstance(found, Status)
    assert (found.indexed_count, found.recorded_count) == (60, 100)
    assert found.kept_since == before
    note_kept_since(journal, before + timedelta(seconds=10))
    assert len(verify(journal, settings).faults[Fault.EXTRA]) == 10
