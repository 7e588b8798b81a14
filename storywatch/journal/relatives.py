"""A recorded story's relatives: its family of copies, what it quotes, and its event."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from storywatch.copies.families import Member
from storywatch.copies.kinship import Kind
from storywatch.journal.database import Database
from storywatch.journal.instants import from_ms

MOST = 500  # of each kind of relative


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatives:
    """The family with the story itself in it, earliest first; the stories of other families that
    it has a good part of; and its event, with the first story of each family in it."""

    family: tuple[Member, ...] = ()
    quotes: tuple[Member, ...] = ()
    event: int | None = None
    event_stories: tuple[Member, ...] = ()


def relatives(database: Database, story_id: str) -> Relatives:
    """Returns the relatives of a story; nobody when it is too short or its window has passed."""
    with database.snapshot():
        own = database.row(
            "SELECT number, sketches.family, event FROM sketches "
            "LEFT JOIN event_families USING (family) WHERE story = ?",
            (story_id,),
        )
        if own is None:
            return Relatives()
        return Relatives(
            family=_family(database, own["family"]),
            quotes=_quotes(database, own["number"]),
            event=own["event"],
            event_stories=_event_stories(database, own["event"]),
        )


def _family(database: Database, family: int) -> tuple[Member, ...]:
    return _members(
        database,
        "SELECT member.*, kind, containment, source.story AS of FROM sketches AS member "
        "LEFT JOIN copy_edges ON child = member.number AND in_family "
        "LEFT JOIN sketches AS source ON source.number = parent WHERE member.family = ?",
        family,
    )


def _quotes(database: Database, number: int) -> tuple[Member, ...]:
    return _members(
        database,
        "SELECT member.*, kind, containment, NULL AS of FROM copy_edges "
        "JOIN sketches AS member ON number = parent WHERE child = ? AND NOT in_family",
        number,
    )


def _event_stories(database: Database, event: int | None) -> tuple[Member, ...]:
    return _members(
        database,
        "SELECT member.*, min(member.known_at), NULL AS kind, NULL AS containment, NULL AS of "
        "FROM event_families JOIN sketches AS member ON member.family = event_families.family "
        "WHERE event = ? GROUP BY member.family",
        event,
    )


def _members(database: Database, chosen: str, of: int | None) -> tuple[Member, ...]:
    rows = database.rows(f"{chosen} ORDER BY member.known_at, member.story LIMIT ?", (of, MOST))
    return tuple(_member(row) for row in rows)


def _member(row: sqlite3.Row) -> Member:
    return Member(
        story_id=row["story"],
        outlet=row["outlet"],
        url=row["url"],
        known_at=from_ms(row["known_at"]),
        kind=Kind(row["kind"]) if row["kind"] else None,
        of=row["of"],
        containment=row["containment"],
    )
