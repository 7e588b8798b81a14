"""One round: every outlet crawled once, each by a crawl of its own, side by side in one loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler

from crawler.middlewares.kept import KeptPages
from crawler.project import SharedSettings, scrapy_settings
from crawler.spiders.outlet import (
    FAILED_KEY,
    LEFT_OUT_KEY,
    PAGES_KEY,
    SOURCES_KEY,
    TROUBLE_KEY,
    spider_for,
)
from pipelines.desk import Desk
from pipelines.fates import FATE_KEY, LEADS_KEY, POSTPONED_KEY
from storywatch.outlet import Outlet
from storywatch.story import Page

CRAWLS_AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletReport:
    """What one outlet's crawl did.

    `fates` counts by fate, `reasons` by "fate/reason"; `postponed` counts by its cause the leads
    that wait for another try; `left_out` counts by its cause what sources named that cannot be a
    lead; `failed_sources` says by address why a source gave nothing; `error`
    says why the round of this outlet was broken off.
    """

    outlet: str
    leads: int = 0
    pages: int = 0
    fates: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    postponed: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    failed_sources: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    error: str | None = None

    @property
    def settled(self) -> int:
        """How many of the leads have their fate, or wait for a later try."""
        return sum(self.fates.values()) + sum(self.postponed.values())


Progress = Callable[[Mapping[str, OutletReport]], None]


async def run_round(
    desk: Desk,
    outlets: Sequence[Outlet],
    *,
    urls: Mapping[str, Sequence[str]] | None = None,
    kept: Iterable[Page] = (),
    on_progress: Progress | None = None,
) -> tuple[OutletReport, ...]:
    """Crawls the outlets once and reports on each, in their order.

    `urls` are story pages to fetch by outlet id; an outlet that has some is not polled. Those among
    them that are `kept` are not asked for again. When cancelled, the crawls are stopped in order
    and what they had not reached stays in flight.
    """
    crawls = _Crawls(desk, urls or {}, kept)
    tasks = [asyncio.ensure_future(crawls.crawl(outlet)) for outlet in outlets]
    watcher = asyncio.ensure_future(crawls.watch(on_progress)) if on_progress else None
    try:
        return tuple(await asyncio.gather(*tasks))
    except asyncio.CancelledError:
        await crawls.stop()
        raise
    finally:
        if watcher:
            watcher.cancel()
        if on_progress:
            on_progress(crawls.reports())


class _Crawls:
    """The crawls of one round, with the reports that their stats give at any moment."""

    def __init__(self, desk: Desk, urls: Mapping[str, Sequence[str]], kept: Iterable[Page]) -> None:
        self._desk = desk
        self._urls = urls
        self._kept = {page.url: page for page in kept}
        self._runner = AsyncCrawlerRunner(self._scrapy_settings())
        self._crawlers: dict[str, tuple[Crawler, float]] = {}
        self._places = asyncio.Semaphore(CRAWLS_AT_ONCE)

    def _scrapy_settings(self) -> SharedSettings:
        settings = scrapy_settings(self._desk.settings)
        if self._kept:
            settings.set_in_component_priority_dict("DOWNLOADER_MIDDLEWARES", KeptPages, 0)
        return settings

    async def crawl(self, outlet: Outlet) -> OutletReport:
        async with self._places:
            crawler = self._runner.create_crawler(spider_for(outlet))
            started = time.monotonic()
            self._crawlers[outlet.id] = (crawler, started)
            await self._runner.crawl(
                crawler,
                desk=self._desk,
                urls=tuple(self._urls.get(outlet.id, ())),
                kept=self._kept,
            )
            return _report(outlet.id, crawler, time.monotonic() - started)

    async def watch(self, on_progress: Progress) -> None:
        while True:
            await asyncio.sleep(0.2)
            on_progress(self.reports())

    def reports(self) -> dict[str, OutletReport]:
        now = time.monotonic()
        return {
            outlet: _report(outlet, crawler, now - started)
            for outlet, (crawler, started) in self._crawlers.items()
            if crawler.crawling or crawler._stats is not None
        }

    async def stop(self) -> None:
        await self._runner.stop()
        await self._runner.join()


def _report(outlet: str, crawler: Crawler, seconds: float) -> OutletReport:
    stats = crawler.stats.get_stats()
    reasons = _below(stats, FATE_KEY)
    fates: dict[str, int] = {}
    for key, count in reasons.items():
        fate = key.partition("/")[0]
        fates[fate] = fates.get(fate, 0) + count
    return OutletReport(
        outlet=outlet,
        leads=stats.get(LEADS_KEY, 0),
        pages=stats.get(PAGES_KEY, 0),
        fates=fates,
        reasons={key: count for key, count in reasons.items() if "/" in key},
        postponed=_below(stats, POSTPONED_KEY),
        sources=_below(stats, SOURCES_KEY),
        left_out=_below(stats, LEFT_OUT_KEY),
        failed_sources=_below(stats, FAILED_KEY),
        seconds=seconds,
        error=stats.get(TROUBLE_KEY),
    )


def _below(stats: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {
        key.removeprefix(prefix): count for key, count in stats.items() if key.startswith(prefix)
    }
