"""Fates: what became of a lead, given once, and taken back only for another try."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storywatch.errors import JournalUnusable
from storywatch.journal.database import Database
from storywatch.journal.instants import from_ms, from_ms_or_none, to_ms
from storywatch.journal.leads import LEAD_COLUMNS, edit_of, edit_turn, insert_lead, lead_of
from storywatch.journal.shapes import LeadStatus
from storywatch.journal.tallies import tally
from storywatch.story import Fate

MOST_ATTEMPTS = 5  # with the waits that `polling` sets between them, about two days
END = (
    "UPDATE leads SET fate = ?, reason = ?, detail = ?, settled_at = ?, lease_owner = NULL, "
    "lease_expires_at = NULL, announced_edit = NULL WHERE id = ?"
)
END_AT_ONCE = f"{END} AND fate IS NULL AND announced_edit IS NULL RETURNING outlet, discovered_at"
WITHOUT_STORY = frozenset(Fate) - {Fate.NEW, Fate.REVISION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A fate with its ledger key and a sentence."""

    fate: Fate
    reason: str = ""
    detail: str = ""


def open_lead(database: Database, lead_id: int) -> sqlite3.Row:
    """Returns a lead's row, whether it has a fate yet or not."""
    row = database.row(f"SELECT {LEAD_COLUMNS} WHERE leads.id = ?", (lead_id,))
    if row is None:
        raise JournalUnusable(
            f"{database.path} has no lead {lead_id}: it was replaced while in use; run again"
        )
    return row


def end(database: Database, row: sqlite3.Row, ending: Ending, *, now: datetime) -> None:
    """Gives an open lead its fate; an edit that was announced meanwhile is queued as a new lead."""
    database.run(END, _ended(row["id"], ending, now))
    tally(database, (row["outlet"], row["discovered_at"], ending.fate.value), ending.reason)
    if row["announced_edit"] is not None:
        due_at = edit_turn(database, row["address"], now)
        insert_lead(database, row["address"], edit_of(row), now=now, due_at=due_at)


def settle(database: Database, lead_id: int, ending: Ending, *, now: datetime) -> Fate:
    """Gives a lead a fate that needs no story, or returns the fate it has already."""
    if ending.fate not in WITHOUT_STORY:
        raise ValueError(f"{ending.fate} is given by recording a story")
    with database.transaction():
        ended = database.row(END_AT_ONCE, _ended(lead_id, ending, now))
        if ended:
            tally(
                database,
                (ended["outlet"], ended["discovered_at"], ending.fate.value),
                ending.reason,
            )
            return ending.fate
        row = open_lead(database, lead_id)
        if row["fate"] is None:
            end(database, row, ending, now=now)
    return Fate(row["fate"] or ending.fate)


def _ended(lead_id: int, ending: Ending, now: datetime) -> tuple[object, ...]:
    return ending.fate.value, ending.reason, ending.detail, to_ms(now), lead_id


def postpone(
    database: Database, lead_id: int, *, until: datetime, why: str, now: datetime
) -> Fate | None:
    """Leaves a lead in flight until then; at its last attempt it becomes a dead letter."""
    with database.transaction():
        row = open_lead(database, lead_id)
        if row["fate"] is not None:
            return Fate(row["fate"])
        attempts = row["attempts"] + 1
        database.run(
            "UPDATE leads SET attempts = ?, not_before = ?, detail = ?, lease_owner = NULL, "
            "lease_expires_at = NULL WHERE id = ?",
            (attempts, to_ms(until), why, lead_id),
        )
        if attempts < MOST_ATTEMPTS:
            return None
        end(database, row, Ending(fate=Fate.DEAD_LETTER, detail=why), now=now)
    return Fate.DEAD_LETTER


def dead_letters(database: Database, outlet: str | None) -> tuple[LeadStatus, ...]:
    """Returns the leads that were given up, oldest first."""
    rows = database.rows(
        f"SELECT {LEAD_COLUMNS} WHERE leads.fate = 'dead_letter' "
        "AND (?1 IS NULL OR leads.outlet = ?1) ORDER BY leads.id",
        (outlet,),
    )
    return tuple(_status(row) for row in rows)


def replay(database: Database, ids: Iterable[int], *, now: datetime) -> tuple[int, ...]:
    """Puts dead letters in flight again with all their attempts, and returns which; others, and one
    whose address is in flight already, are left as they are."""
    with database.transaction():
        return tuple(
            lead_id for lead_id in ids if revive(database, lead_id, Fate.DEAD_LETTER, now=now)
        )


def lead_for(database: Database, url: str, outlet: str | None) -> LeadStatus | None:
    """Returns the latest lead of an address, at one outlet or at any."""
    row = database.row(
        f"SELECT {LEAD_COLUMNS} WHERE addresses.url = ?1 AND (?2 IS NULL OR addresses.outlet = ?2) "
        "ORDER BY leads.id DESC LIMIT 1",
        (url, outlet),
    )
    return _status(row) if row else None


def revive(database: Database, lead_id: int, fate: Fate, *, now: datetime) -> bool:
    """Takes that fate back, so that the lead is in flight with all its attempts; False if it has
    another one or its address is in flight already."""
    row = open_lead(database, lead_id)
    if row["fate"] != fate.value:
        return False
    if database.row("SELECT 1 FROM leads WHERE address = ? AND fate IS NULL", (row["address"],)):
        return False
    database.run(
        "UPDATE leads SET fate = NULL, reason = '', settled_at = NULL, attempts = 0, "
        "not_before = ? WHERE id = ?",
        (to_ms(now), lead_id),
    )
    tally(database, (row["outlet"], row["discovered_at"], fate.value), row["reason"], by=-1)
    return True


def _status(row: sqlite3.Row) -> LeadStatus:
    return LeadStatus(
        id=row["id"],
        lead=lead_of(row),
        fate=Fate(row["fate"]) if row["fate"] else None,
        reason=row["reason"],
        detail=row["detail"],
        attempts=row["attempts"],
        discovered_at=from_ms(row["discovered_at"]),
        not_before=from_ms(row["not_before"]),
        settled_at=from_ms_or_none(row["settled_at"]),
    )
