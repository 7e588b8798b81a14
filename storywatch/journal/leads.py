"""Leads in flight: which announcements are new, when they are due, and who has leased them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from storywatch.journal.database import Database
from storywatch.journal.documents import to_text
from storywatch.journal.instants import from_ms, to_ms
from storywatch.journal.owner import is_dead
from storywatch.journal.shapes import Discovery, QueuedLead
from storywatch.journal.tallies import DISCOVERED, tally
from storywatch.polling import edit_at
from storywatch.story import Fate, Lead

LEASE = timedelta(minutes=10)  # longer than any fetch with its reading; a living round renews it
REMEMBERED = timedelta(days=2)  # so long does a page bear a grudge for edits that were none
WORDS = ("source_url", "title", "standfirst", "published_text", "modified_text", "guid")

LEAD_COLUMNS = (
    "leads.*, addresses.url, addresses.story "
    "FROM leads JOIN addresses ON addresses.id = leads.address"
)
KNOWN = """
SELECT addresses.id, addresses.story, sightings.claim, leads.id AS in_flight
FROM addresses
LEFT JOIN sightings ON sightings.address = addresses.id AND sightings.source = ?
LEFT JOIN leads ON leads.address = addresses.id AND leads.fate IS NULL
WHERE addresses.url = ? AND addresses.outlet = ?
"""
CHANGING = (Fate.NEW.value, Fate.REVISION.value)
VISITS = """
SELECT fate, settled_at, title, published_text, modified_text FROM leads
WHERE address = ? AND settled_at > ? ORDER BY id DESC LIMIT 20
"""
SET_WORDS = f"UPDATE leads SET {', '.join(f'{name} = ?' for name in WORDS)} WHERE id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadQueue:
    """The leads in flight as one owner sees them."""

    database: Database
    owner: str

    def discover(
        self,
        leads: Sequence[Lead],
        *,
        now: datetime,
        source: int | None = None,
        revisit: bool = False,
    ) -> Discovery:
        """Queues and leases what is new among the leads; an address counts once in a list."""
        firsts: dict[tuple[str, str], Lead] = {}
        for lead in leads:
            firsts.setdefault((lead.outlet, lead.url), lead)
        with self.database.transaction():
            taken = [
                self._take_up(lead, now=now, source=source, revisit=revisit)
                for lead in firsts.values()
            ]
            queued = tuple(one for one in taken if one is not None)
            self._lease([one.id for one in queued], now)
        return Discovery(queued=queued, known_count=len(leads) - len(queued))

    def claim(self, outlet: str, *, now: datetime, limit: int) -> tuple[QueuedLead, ...]:
        """Leases the outlet's leads that wait for a visit, longest waiting first."""
        with self.database.transaction():
            rows = self.database.rows(
                f"SELECT {LEAD_COLUMNS} WHERE leads.fate IS NULL AND leads.outlet = ? "
                "AND not_before <= ? AND (lease_owner IS NULL OR lease_expires_at <= ? "
                "OR lease_owner IN (SELECT value FROM json_each(?))) "
                "ORDER BY not_before, leads.id LIMIT ?",
                (outlet, to_ms(now), to_ms(now), json.dumps(self._mine_or_dead()), limit),
            )
            self._lease([row["id"] for row in rows], now)
        return tuple(_queued(row) for row in rows)

    def waiting_outlets(self, *, now: datetime) -> frozenset[str]:
        """Returns the outlets that have a lead which is due, and free or this owner's."""
        rows = self.database.rows(
            "SELECT DISTINCT outlet FROM leads WHERE fate IS NULL AND not_before <= ? "
            "AND (lease_owner IS NULL OR lease_expires_at <= ? "
            "OR lease_owner IN (SELECT value FROM json_each(?)))",
            (to_ms(now), to_ms(now), json.dumps(self._mine_or_dead())),
        )
        return frozenset(row["outlet"] for row in rows)

    def renew(self, *, now: datetime) -> int:
        """Lets all leases of this owner run anew, and returns how many there are."""
        with self.database.transaction():
            return self.database.run(
                "UPDATE leads SET lease_expires_at = ? WHERE fate IS NULL AND lease_owner = ?",
                (to_ms(now + LEASE), self.owner),
            ).rowcount

    def release(self, outlet: str | None) -> int:
        """Gives this owner's leases back, of one outlet or of all, and returns their number."""
        with self.database.transaction():
            return self.database.run(
                "UPDATE leads SET lease_owner = NULL, lease_expires_at = NULL "
                "WHERE fate IS NULL AND lease_owner = ?1 AND (?2 IS NULL OR outlet = ?2)",
                (self.owner, outlet),
            ).rowcount

    def put_off(self, outlet: str, *, until: datetime) -> int:
        """Lets the outlet's leads that nobody visits wait until then, and returns how many do."""
        with self.database.transaction():
            return self.database.run(
                "UPDATE leads SET not_before = ?1 WHERE fate IS NULL AND outlet = ?2 "
                "AND not_before < ?1 AND lease_owner IS NULL",
                (to_ms(until), outlet),
            ).rowcount

    def _take_up(
        self, lead: Lead, *, now: datetime, source: int | None, revisit: bool
    ) -> QueuedLead | None:
        known = self.database.row(KNOWN, (source, lead.url, lead.outlet))
        address = known["id"] if known else self._new_address(lead)
        claim = known["claim"] if known else None
        if source is not None and claim != lead.claim:
            self._sight(address, source, lead)
        is_edit = claim is not None and claim != lead.claim
        if known and known["in_flight"] is not None:
            return self._meet_again(known["in_flight"], lead, now=now, how=(is_edit, revisit))
        if known and not is_edit and not revisit:
            return None
        due_at = edit_turn(self.database, address, now) if is_edit and not revisit else now
        lead_id = insert_lead(self.database, address, lead, now=now, due_at=due_at)
        if due_at > now:
            return None
        is_of_story = bool(known and known["story"] is not None)
        return QueuedLead(id=lead_id, lead=lead, attempt=1, is_of_story=is_of_story)

    def _meet_again(
        self, lead_id: int, lead: Lead, *, now: datetime, how: tuple[bool, bool]
    ) -> QueuedLead | None:
        is_edit, revisit = how
        if is_edit and self._is_put_off(lead_id, now):
            words = tuple(getattr(lead, name) for name in WORDS)
            self.database.run(SET_WORDS, (*words, lead_id))
        elif is_edit:
            # The page may have been fetched before this edit, so it is visited again afterwards.
            self.database.run(
                "UPDATE leads SET announced_edit = ? WHERE id = ?", (edit_text(lead), lead_id)
            )
        return self._take_over(lead_id, now) if revisit else None

    def _is_put_off(self, lead_id: int, now: datetime) -> bool:
        """Whether a lead still waits for its first visit, which will see this edit too."""
        return bool(
            self.database.value(
                "SELECT attempts = 0 AND lease_owner IS NULL AND not_before > ? FROM leads "
                "WHERE id = ?",
                (to_ms(now), lead_id),
            )
        )

    def _take_over(self, lead_id: int, now: datetime) -> QueuedLead | None:
        row = self.database.row(
            f"SELECT {LEAD_COLUMNS} WHERE leads.id = ? AND (lease_owner IS NULL "
            "OR lease_expires_at <= ? OR lease_owner IN (SELECT value FROM json_each(?)))",
            (lead_id, to_ms(now), json.dumps(self._mine_or_dead())),
        )
        return None if row is None else _queued(row)

    def _new_address(self, lead: Lead) -> int:
        return self.database.insert(
            "INSERT INTO addresses (url, outlet) VALUES (?, ?)", (lead.url, lead.outlet)
        )

    def _sight(self, address: int, source: int, lead: Lead) -> None:
        self.database.run(
            "INSERT OR REPLACE INTO sightings (address, source, claim) VALUES (?, ?, ?)",
            (address, source, lead.claim),
        )

    def _lease(self, ids: Sequence[int], now: datetime) -> None:
        if not ids:
            return
        expires_at = to_ms(now + LEASE)
        self.database.run(
            "UPDATE leads SET lease_owner = ?, lease_expires_at = ? "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (self.owner, expires_at, json.dumps(ids)),
        )

    def _mine_or_dead(self) -> list[str]:
        return [self.owner, *self._dead_owners()]

    def _dead_owners(self) -> list[str]:
        rows = self.database.rows(
            "SELECT DISTINCT lease_owner FROM leads WHERE fate IS NULL AND lease_owner IS NOT NULL"
        )
        owners = [row["lease_owner"] for row in rows]
        return [owner for owner in owners if owner != self.owner and is_dead(owner)]


def edit_turn(database: Database, address: int, now: datetime) -> datetime:
    """Returns when a page is due whose source announces an edit: later after edits that were none.

    What was looked at for another reason than an announcement does not count.
    """
    visits = database.rows(VISITS, (address, to_ms(now - REMEMBERED)))
    futile = 0
    for later, earlier in pairwise(visits):
        if later["fate"] in CHANGING:
            break
        futile += tuple(later)[2:] != tuple(earlier)[2:]
    return max(now, edit_at(futile, from_ms(visits[0]["settled_at"]))) if visits else now


def insert_lead(
    database: Database, address: int, lead: Lead, *, now: datetime, due_at: datetime | None = None
) -> int:
    """Puts a lead in flight, unleased, counts it as discovered and returns its id."""
    discovered_at = to_ms(now)
    tally(database, (lead.outlet, discovered_at, DISCOVERED))
    return database.insert(
        "INSERT INTO leads (address, outlet, seen_at, source_url, title, standfirst, "
        "published_text, modified_text, guid, discovered_at, not_before) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            address,
            lead.outlet,
            to_ms(lead.seen_at),
            *(getattr(lead, name) for name in WORDS),
            discovered_at,
            to_ms(due_at or now),
        ),
    )


def edit_text(lead: Lead) -> str:
    """Returns an announced edit as the lead in flight keeps it."""
    words: dict[str, Any] = {name: getattr(lead, name) for name in WORDS}
    return to_text({**words, "seen_at": to_ms(lead.seen_at)})


def edit_of(row: sqlite3.Row) -> Lead:
    """Returns the lead that `edit_text` kept in a lead's row."""
    words = json.loads(row["announced_edit"])
    seen_at = from_ms(words.pop("seen_at"))
    return Lead(outlet=row["outlet"], url=row["url"], seen_at=seen_at, **words)


def lead_of(row: sqlite3.Row) -> Lead:
    """Returns the lead of a row that has its address too."""
    words = {name: row[name] for name in WORDS}
    return Lead(outlet=row["outlet"], url=row["url"], seen_at=from_ms(row["seen_at"]), **words)


def _queued(row: sqlite3.Row) -> QueuedLead:
    return QueuedLead(
        id=row["id"],
        lead=lead_of(row),
        attempt=row["attempts"] + 1,
        is_of_story=row["story"] is not None,
    )
