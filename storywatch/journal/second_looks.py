"""Pages that were announced but held no story yet: when they are looked at again."""

from __future__ import annotations

from datetime import datetime

from storywatch.journal.database import Database
from storywatch.journal.fates import lead_for, open_lead, revive
from storywatch.journal.instants import from_ms, to_ms
from storywatch.journal.leads import LeadQueue
from storywatch.journal.shapes import QueuedLead
from storywatch.polling import second_look_at
from storywatch.story import Fate

DUE = """
SELECT second_looks.address, addresses.url, addresses.story FROM second_looks
JOIN addresses ON addresses.id = second_looks.address
WHERE second_looks.outlet = ? AND next_at <= ? ORDER BY next_at LIMIT ?
"""


class SecondLooks:
    """Which addresses are looked at again though their page was no story, and when."""

    def __init__(self, database: Database, queue: LeadQueue) -> None:
        self._database = database
        self._queue = queue

    def plan(self, lead_id: int, *, now: datetime) -> datetime | None:
        """Sets when a lead's page is looked at again; None when it was announced too long ago."""
        row = open_lead(self._database, lead_id)
        at = second_look_at(from_ms(row["seen_at"]), now)
        if at is not None:
            self._database.run(
                "INSERT OR REPLACE INTO second_looks (address, outlet, next_at) VALUES (?, ?, ?)",
                (row["address"], row["outlet"], to_ms(at)),
            )
        return at

    def take(self, outlet: str, *, now: datetime, limit: int) -> tuple[QueuedLead, ...]:
        """Takes the rejections back of the outlet's pages that are due, and leases their leads."""
        with self._database.transaction():
            rows = self._database.rows(DUE, (outlet, to_ms(now), limit))
            self._database.run_many(
                "DELETE FROM second_looks WHERE address = ?", [(row["address"],) for row in rows]
            )
            wanted = [row["url"] for row in rows if row["story"] is None]
            known = [lead_for(self._database, url, outlet) for url in wanted]
            leads = [one.lead for one in known if one and self._take_back(one.id, now)]
            return self._queue.discover(leads, now=now, revisit=True).queued

    def _take_back(self, lead_id: int, now: datetime) -> bool:
        """A lead counts once in the ledger, however often its page is looked at."""
        return revive(self._database, lead_id, Fate.REJECTED, now=now)

    def due_outlets(self, now: datetime) -> frozenset[str]:
        """Returns the outlets that have a page which is due."""
        rows = self._database.rows(
            "SELECT DISTINCT outlet FROM second_looks WHERE next_at <= ?", (to_ms(now),)
        )
        return frozenset(row["outlet"] for row in rows)
