"""Looks at every source of some outlets, and says of each whether it is worth polling."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.loop import run
from crawler.probe import Probe
from storywatch.discover.document import Discovery, FetchedDocument
from storywatch.discover.sources import discover
from storywatch.discover.verdict import Verdict, judge
from storywatch.errors import SourceUnreadable
from storywatch.outlet import Outlet, Source
from storywatch.settings import Settings

OUTLETS_AT_ONCE = 8
DEPTH = 3  # an index of indexes of sitemaps is as deep as any outlet needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One source of an outlet, and the verdict on it."""

    outlet: Outlet
    source: Source
    verdict: Verdict


def check_outlets(
    outlets: Sequence[Outlet], settings: Settings, *, now: datetime
) -> tuple[Checked, ...]:
    """Returns the verdict on every source, the outlets looked at side by side."""
    return run(_check_all(outlets, settings, now), settings)


async def _check_all(
    outlets: Sequence[Outlet], settings: Settings, now: datetime
) -> tuple[Checked, ...]:
    places = asyncio.Semaphore(OUTLETS_AT_ONCE)

    async def check(outlet: Outlet) -> list[Checked]:
        async with places:
            return await _check(outlet, Probe(settings, outlet.pace), now)

    return tuple(one for found in await asyncio.gather(*map(check, outlets)) for one in found)


async def _check(outlet: Outlet, probe: Probe, now: datetime) -> list[Checked]:
    answers = await probe.fetch_all([source.url for source in outlet.sources])
    checked = []
    for source in outlet.sources:
        found = _read(source, outlet, answers[source.url], now)
        found = await _followed(found, source, outlet, probe, now)
        checked.append(Checked(outlet=outlet, source=source, verdict=judge(found, now=now)))
    return checked


async def _followed(
    found: Discovery | str, source: Source, outlet: Outlet, probe: Probe, now: datetime
) -> Discovery | str:
    """What an index's newest child lists, and that one's, as far as a crawl would follow."""
    for _ in range(DEPTH):
        if isinstance(found, str) or found.leads or not found.children:
            break
        child = found.children[0]
        answers = await probe.fetch_all([child])
        found = _read(source, outlet, answers[child], now)
        if isinstance(found, str):
            found = f"is an index, but its newest sitemap {child} {found}"
    return found


def _read(
    source: Source, outlet: Outlet, answer: FetchedDocument | str, now: datetime
) -> Discovery | str:
    if isinstance(answer, str):
        return answer
    try:
        return discover(source, outlet, answer, now=now)
    except SourceUnreadable as error:
        return str(error)
