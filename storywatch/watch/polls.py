"""When each source is polled next while a watch runs: the polling policy, kept in the journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from storywatch.discover.document import Discovery
from storywatch.discover.rough_time import rough_instant
from storywatch.journal import Journal
from storywatch.journal.notes import EVERYBODY
from storywatch.outlet import Outlet
from storywatch.polling import Hints, Rhythm, Tariff, Timetable
from storywatch.polling.tariff import Limits
from storywatch.story import Lead

KEPT_AS = "rhythms"  # of an outlet's sources, in the journal's memory
TARIFF = "tariff"  # of all sources together


class Polls:
    """The polling policy over the sources of a watch."""

    def __init__(self, journal: Journal, limits: Limits, now: datetime) -> None:
        self._journal = journal
        self._urls: dict[str, set[str]] = {}  # of each outlet's sources
        kept = journal.memory(EVERYBODY, TARIFF)
        self._timetable = Timetable(limits, now, tariff=Tariff.from_json(kept) if kept else None)

    def cover(self, outlets: Iterable[Outlet], now: datetime) -> None:
        """Takes in the outlets' sources, with what the journal remembers of them; drops others."""
        declared: set[str] = set()
        kept: dict[str, Rhythm] = {}
        for outlet in outlets:
            remembered = self._journal.memory(outlet.id, KEPT_AS) or {}
            self._urls[outlet.id] = {source.url for source in outlet.sources}
            for source in outlet.sources:
                name = _name(outlet.id, source.url)
                declared.add(name)
                if source.url in remembered:
                    kept[name] = Rhythm.from_json(remembered[source.url])
        self._timetable.add(declared, now, kept=kept)
        for gone in set(self._timetable.rhythms) - declared:
            self._timetable.drop(gone)

    def polled(
        self, outlet: str, url: str, found: Discovery, new: Iterable[Lead], at: datetime
    ) -> datetime:
        """Takes in what a poll found, and returns when the source is polled next."""
        name = _name(outlet, url)
        if name not in self._timetable.rhythms:
            self._urls.setdefault(outlet, set()).add(url)
            self._timetable.add([name], at)
        since = self._timetable.rhythms[name].polled_at
        published = [min(rough_instant(lead.published_text) or at, at) for lead in new]
        matched = self._journal.matched_count(outlet, url, since=since)
        self._timetable.polled(
            name, at, published, matched=matched, window=len(found.leads) or None
        )
        self._keep(outlet)
        return self._timetable.next_poll(name, hints_of(found))

    def _keep(self, outlet: str) -> None:
        known = self._timetable.rhythms
        rhythms = {url: known[_name(outlet, url)].as_json() for url in self._urls[outlet]}
        with self._journal.together():
            self._journal.remember(outlet, KEPT_AS, rhythms)
            self._journal.remember(EVERYBODY, TARIFF, self._timetable.tariff.as_json())


def hints_of(found: Discovery) -> Hints:
    """Returns a feed's own words on polling as the policy takes them."""
    asked = max(found.hints.values(), default=0)
    return Hints(pause=timedelta(seconds=asked))


def _name(outlet: str, url: str) -> str:
    return f"{outlet} {url}"
