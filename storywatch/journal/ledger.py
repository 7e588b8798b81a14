"""The ledger: what became of every lead, per outlet and hour, and the proof that it adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from storywatch.journal.audit import imbalances_of
from storywatch.journal.database import Database
from storywatch.journal.instants import from_ms, hour_of, to_ms
from storywatch.journal.tallies import DISCOVERED
from storywatch.story import Fate

IN_FLIGHT = "in_flight"
BY_REASON = (Fate.REJECTED.value, Fate.REFUSED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """The leads that one outlet announced in one hour, and what became of them so far."""

    outlet: str
    hour: datetime | None
    discovered: int = 0
    new: int = 0
    revision: int = 0
    duplicate: int = 0
    off_topic: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
    dead_letter: int = 0
    in_flight: int = 0

    @property
    def by_fate(self) -> dict[str, int]:
        """How many leads have each fate, whatever the reason."""
        return {
            "new": self.new,
            "revision": self.revision,
            "duplicate": self.duplicate,
            "off_topic": self.off_topic,
            "rejected": sum(self.rejected.values()),
            "refused": sum(self.refused.values()),
            "dead_letter": self.dead_letter,
        }

    @property
    def accounted_for(self) -> int:
        """The leads whose whereabouts are known."""
        return sum(self.by_fate.values()) + self.in_flight

    @property
    def balances(self) -> bool:
        """Whether every lead is accounted for, and none twice."""
        return self.discovered == self.accounted_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All rows at one moment; `imbalances` names in sentences whatever does not add up."""

    rows: tuple[LedgerRow, ...]
    imbalances: tuple[str, ...]

    @property
    def balances(self) -> bool:
        """Whether nothing was lost and nothing counted twice."""
        return not self.imbalances

    def by_outlet(self) -> tuple[LedgerRow, ...]:
        """Returns one row an outlet, over all hours."""
        return by_outlet(self.rows)


Counts = dict[tuple[str, int, str, str], int]
Scope = tuple[str | None, int | None]


def by_outlet(rows: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
    """Returns one row an outlet, over all hours."""
    counts: Counts = defaultdict(int)
    for row in rows:
        for key, count in _cells(row):
            counts[row.outlet, 0, *key] += count
    return _rows(counts, hourly=False)


def ledger_rows(
    database: Database, *, outlet: str | None, since: datetime | None
) -> tuple[LedgerRow, ...]:
    """Returns the rows of one outlet or all, of leads discovered since that hour began."""
    return _rows(_counts(database, _scope(outlet, since)))


def ledger(database: Database, *, outlet: str | None, since: datetime | None) -> Ledger:
    """Returns the ledger of one outlet or all, of leads discovered since that hour began."""
    scope = _scope(outlet, since)
    with database.snapshot():
        rows = _rows(_counts(database, scope))
        found = imbalances_of(database, scope)
    return Ledger(rows=rows, imbalances=(*_unbalanced(rows), *found))


def _scope(outlet: str | None, since: datetime | None) -> Scope:
    return outlet, hour_of(to_ms(since)) if since else None


def _counts(database: Database, scope: Scope) -> Counts:
    tallied = database.rows(
        f"SELECT outlet, hour, fate, reason, count FROM tallies WHERE {_within(scope, 'hour')}",
        scope,
    )
    in_flight = database.rows(
        "SELECT outlet, discovered_at - discovered_at % 3600000, ?3, '', count(*) FROM leads "
        f"WHERE fate IS NULL AND {_within(scope, 'discovered_at')} GROUP BY 1, 2",
        (*scope, IN_FLIGHT),
    )
    return {(row[0], row[1], row[2], row[3]): row[4] for row in (*tallied, *in_flight) if row[4]}


def _within(scope: Scope, time: str) -> str:
    """The condition of a scope. What is not asked for is left out, or no index would be used."""
    outlet = "?1 IS NULL" if scope[0] is None else "outlet = ?1"
    since = "?2 IS NULL" if scope[1] is None else f"{time} >= ?2"
    return f"{outlet} AND {since}"


def _rows(counts: Counts, *, hourly: bool = True) -> tuple[LedgerRow, ...]:
    cells: dict[tuple[str, int], dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for (outlet, hour, fate, reason), count in sorted(counts.items()):
        cells[outlet, hour][fate][reason] = count
    return tuple(
        LedgerRow(
            outlet=outlet,
            hour=from_ms(hour) if hourly else None,
            discovered=sum(fates[DISCOVERED].values()),
            new=sum(fates[Fate.NEW.value].values()),
            revision=sum(fates[Fate.REVISION.value].values()),
            duplicate=sum(fates[Fate.DUPLICATE.value].values()),
            off_topic=sum(fates[Fate.OFF_TOPIC.value].values()),
            rejected=fates[Fate.REJECTED.value],
            refused=fates[Fate.REFUSED.value],
            dead_letter=sum(fates[Fate.DEAD_LETTER.value].values()),
            in_flight=sum(fates[IN_FLIGHT].values()),
        )
        for (outlet, hour), fates in cells.items()
    )


def _cells(row: LedgerRow) -> Iterator[tuple[tuple[str, str], int]]:
    for name in (DISCOVERED, *(fate.value for fate in Fate), IN_FLIGHT):
        count = getattr(row, name)
        if name in BY_REASON:
            yield from (((name, reason), number) for reason, number in count.items())
        else:
            yield (name, ""), count


def _unbalanced(rows: tuple[LedgerRow, ...]) -> Iterator[str]:
    for row in rows:
        if not row.balances:
            yield (
                f"outlet {row.outlet}, hour {row.hour:%Y-%m-%d %H:%M}: {row.discovered} leads "
                f"discovered, {row.accounted_for} accounted for"
            )
