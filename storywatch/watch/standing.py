"""How each outlet stands: when it was read, what waits, and whether it is dark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storywatch.journal import Journal
from storywatch.layout import Alarm, alarms
from storywatch.outlet import Outlet
from storywatch.watch.darkness import LOOKED_BACK, Darkness, darkness


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one outlet stands; `changes` are those in the reading of its pages."""

    outlet: str
    last_read_at: datetime | None
    next_poll_at: datetime | None
    in_flight: int
    dead_letters: int
    dark: Darkness | None
    changes: tuple[Alarm, ...]


def standing_of(journal: Journal, outlet: Outlet, now: datetime) -> Standing:
    """Returns how an outlet stands by its declared sources and the last four weeks of its ledger.

    Sitemaps that an index names and sources that are declared no more keep the state in which they
    were read last, whatever has happened since to the ones that lead there.
    """
    declared = {source.url for source in outlet.sources}
    sources = [state for state in journal.sources(outlet.id) if state.url in declared]
    hours = journal.ledger_rows(outlet=outlet.id, since=now - LOOKED_BACK)
    changes = alarms(journal.samples.of(outlet.id))
    return Standing(
        outlet=outlet.id,
        last_read_at=max((state.read_at for state in sources if state.read_at), default=None),
        next_poll_at=min(
            (state.next_poll_at for state in sources if state.next_poll_at), default=None
        ),
        in_flight=sum(row.in_flight for row in hours),
        dead_letters=sum(row.dead_letter for row in hours),
        dark=darkness(outlet.id, sources, hours, changes, now),
        changes=changes,
    )
