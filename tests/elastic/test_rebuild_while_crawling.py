"""A rebuild while a crawl records, the relay ships and a reader searches: all of them real."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

from elasticsearch import AsyncElasticsearch

from newsstand import Stand, serve
from newsstand.outlets import CIVIC_LEDGER, MERIDIAN_PRESS, PAISA_TODAY
from storywatch.index.client import connected
from storywatch.index.mapping import STORIES
from storywatch.index.rebuild import Rebuild
from storywatch.index.relay import DRAIN_EVERY, Relay
from storywatch.index.settings import IndexSettings
from storywatch.journal import Journal
from tests.elastic.desk import assert_whole, clock, ship
from tests.end_to_end.conftest import EVERYTHING, OPENED_AT, settings_for, story
from tests.end_to_end.test_kill import crawl, crawl_whole

OUTLETS = (CIVIC_LEDGER, MERIDIAN_PRESS, PAISA_TODAY)
EARLIER = ("harbour", "council", "airport", "museum")
LATER = ("orchard", "budget", "river", "lantern", "bridge", "station", "market", "library")


def publish(stand: Stand, words: tuple[str, ...]) -> None:
    for profile in OUTLETS:
        for word in words:
            stand.publish(profile.id, story(f"{word}-plan-of-{profile.id.split('_')[0]}"))


class Desk:
    """What goes on at once until the crawl has ended."""

    def __init__(
        self, journal: Journal, client: AsyncElasticsearch, crawling: subprocess.Popen[bytes]
    ) -> None:
        self.journal = journal
        self.client = client
        self.crawling = crawling
        self.counts: list[int] = []
        self.rebuilt: list[str] = []

    @property
    def goes_on(self) -> bool:
        return self.crawling.poll() is None

    async def ship(self) -> None:
        relay = Relay(journal=self.journal, client=self.client, clock=clock)
        while self.goes_on:
            await relay.drain()
            await asyncio.sleep(DRAIN_EVERY.total_seconds())

    async def search(self) -> None:
        while self.goes_on:
            answer = await self.client.search(index=STORIES, size=0, track_total_hits=True)
            self.counts.append(answer["hits"]["total"]["value"])
            await asyncio.sleep(0)

    async def rebuild(self) -> None:
        while self.goes_on:
            done = await Rebuild(journal=self.journal, client=self.client, clock=clock).run()
            self.rebuilt.append(done.index)


def test_no_search_finds_fewer_stories_while_a_crawl_goes_on(
    settings: IndexSettings, tmp_path: Path
) -> None:
    stand = Stand(opened_at=OPENED_AT, profiles=OUTLETS)
    publish(stand, EARLIER)
    with serve(stand) as serving:
        crawled = settings_for(serving, tmp_path, {"everything": EVERYTHING})
        crawl_whole(crawled)
        publish(stand, LATER)
        for profile in OUTLETS:
            stand.slows(profile.id, 0.1)
        with Journal.open(crawled.journal_path) as journal:
            ship(journal, settings)
            before = journal.count()

            async def run(crawling: subprocess.Popen[bytes]) -> Desk:
                async with connected(settings) as client:
                    await client.indices.refresh(index=STORIES)
                    desk = Desk(journal, client, crawling)
                    await asyncio.gather(desk.ship(), desk.search(), desk.rebuild())
                    return desk

            with crawl(crawled) as crawling:
                desk = asyncio.run(run(crawling))
            ship(journal, settings)

            assert crawling.returncode == 0
            assert journal.count() > before
            assert desk.counts[0] == before
            assert desk.counts == sorted(desk.counts)
            assert len(desk.rebuilt) > 1
            assert_whole(journal, settings)
