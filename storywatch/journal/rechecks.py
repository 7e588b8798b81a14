"""Young stories whose pages are looked at again, for edits that no source announces."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storywatch.journal.database import Database
from storywatch.journal.fates import lead_for
from storywatch.journal.instants import from_ms, to_ms
from storywatch.journal.leads import LeadQueue
from storywatch.journal.shapes import QueuedLead
from storywatch.polling import recheck_at

# A page that waits for a visit anyway needs no other: when it was visited, its story's turn is set.
DUE = (
    "next_at <= ? AND NOT EXISTS (SELECT 1 FROM leads "
    "WHERE leads.address = rechecks.address AND fate IS NULL)"
)
PLAN = """
INSERT INTO rechecks (story, address, outlet, born_at, next_at, etag, last_modified)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (story) DO UPDATE SET address = excluded.address, born_at = excluded.born_at,
    next_at = excluded.next_at, etag = excluded.etag, last_modified = excluded.last_modified
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What makes the next request for a page conditional (RFC 9110 section 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """A page to look at again, as a lead that is leased to this journal's owner."""

    queued: QueuedLead
    validators: Validators


class RecheckShelf:
    """Which stories are looked at again, and when."""

    def __init__(self, database: Database, queue: LeadQueue) -> None:
        self._database = database
        self._queue = queue

    def plan(
        self, lead_id: int, validators: Validators, *, born_at: datetime, now: datetime
    ) -> datetime | None:
        """Sets when the story that a lead led to is looked at again; None when it is too old."""
        row = self._database.row(
            "SELECT leads.address, leads.outlet, addresses.story FROM leads "
            "JOIN addresses ON addresses.id = leads.address WHERE leads.id = ?",
            (lead_id,),
        )
        at = recheck_at(born_at, now)
        if row is None or row["story"] is None:
            return None
        with self._database.transaction():
            if at is None:
                self._forget(row["story"])
            else:
                place = (row["story"], row["address"], row["outlet"])
                known = (validators.etag, validators.last_modified)
                self._database.run(PLAN, (*place, to_ms(born_at), to_ms(at), *known))
        return at

    def take(self, outlet: str, *, now: datetime, limit: int) -> tuple[Recheck, ...]:
        """Queues and leases the outlet's pages that are due, and sets their stories' next turns."""
        with self._database.transaction():
            rows = self._database.rows(
                "SELECT rechecks.*, addresses.url FROM rechecks "
                f"JOIN addresses ON addresses.id = address WHERE rechecks.outlet = ? AND {DUE} "
                "ORDER BY next_at LIMIT ?",
                (outlet, to_ms(now), limit),
            )
            return tuple(recheck for row in rows for recheck in self._taken(row, now))

    def due_outlets(self, now: datetime) -> frozenset[str]:
        """Returns the outlets that have a page which is due."""
        rows = self._database.rows(
            f"SELECT DISTINCT outlet FROM rechecks WHERE {DUE}", (to_ms(now),)
        )
        return frozenset(row["outlet"] for row in rows)

    def _taken(self, row: sqlite3.Row, now: datetime) -> tuple[Recheck, ...]:
        at = recheck_at(from_ms(row["born_at"]), now)
        if at is None:
            self._forget(row["story"])
        else:
            self._database.run(
                "UPDATE rechecks SET next_at = ? WHERE story = ?", (to_ms(at), row["story"])
            )
        known = lead_for(self._database, row["url"], row["outlet"])
        if known is None:
            return ()
        validators = Validators(etag=row["etag"], last_modified=row["last_modified"])
        found = self._queue.discover([known.lead], now=now, revisit=True)
        return tuple(Recheck(queued=one, validators=validators) for one in found.queued)

    def _forget(self, story: int) -> None:
        self._database.run("DELETE FROM rechecks WHERE story = ?", (story,))
