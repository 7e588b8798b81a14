"""A recorded story's relatives: its family of copies, what it quotes, and its event."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime

from storywatch.copies import adopt, join_event, join_family
from storywatch.copies.families import Kinship, Member
from storywatch.copies.kinship import Kind
from storywatch.journal.copies import CopyStore
from storywatch.journal.database import Database
from storywatch.journal.documents import from_text
from storywatch.journal.events import EventShelf
from storywatch.journal.instants import from_ms
from storywatch.journal.shelf import Writing, amend, current
from storywatch.story import Story

MOST = 500  # of each kind of relative


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatives:
    """The family with the story itself in it, earliest first; the stories of other families that
    it has a good part of; and its event, with the first story of each family in it."""

    family: tuple[Member, ...] = ()
    quotes: tuple[Member, ...] = ()
    event: int | None = None
    event_stories: tuple[Member, ...] = ()


def join(database: Database, story: Story, *, now: datetime) -> Kinship | None:
    """Gives a story its family and its event; None when its text is too short for either."""
    with database.transaction():
        kinship = join_family(_as_recorded(database, story), CopyStore(database, now))
        if kinship:
            # A story that is found late belongs to the events of its own days.
            shelf = EventShelf(database, kinship.sketch.known_at)
            join_event(story, kinship.sketch.family, shelf)
            _adopt(database, kinship, now)
    return kinship


def _adopt(database: Database, kinship: Kinship, now: datetime) -> None:
    """Names the story as the original of its copies that were recorded before it."""
    copies = [edge.child for edge in kinship.adopted if edge.kind in (Kind.REPOST, Kind.EXCERPT)]
    for sketch in CopyStore(database, now).sketches(copies).values():
        row = current(database, "stories.id = ?", (sketch.twin.story_id,))
        recorded = from_text(row["document"]) if row else None
        adopted = recorded and adopt(recorded, kinship.sketch.twin)
        if row and adopted and adopted != recorded:
            amend(Writing(database=database, lead_id=0, now=now), row["seq"], adopted)


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
        "SELECT member.*, NULL AS kind, NULL AS containment, NULL AS of FROM event_families "
        "JOIN sketches AS member ON number = event_families.family WHERE event = ?",
        event,
    )


def _members(database: Database, chosen: str, of: int | None) -> tuple[Member, ...]:
    rows = database.rows(f"{chosen} ORDER BY member.known_at, member.story LIMIT ?", (of, MOST))
    return tuple(_member(row) for row in rows)


def _as_recorded(database: Database, story: Story) -> Story:
    """Returns the story under the id it was first recorded by, whatever its address is now."""
    row = database.row(
        "SELECT stories.id FROM addresses JOIN stories ON stories.seq = addresses.story "
        "WHERE addresses.url = ? AND addresses.outlet = ?",
        (story.url, story.outlet),
    )
    return replace(story, id=row["id"]) if row else story


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
