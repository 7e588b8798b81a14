"""Reading what is recorded: stories, their revisions and their matches."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from storywatch.errors import UnknownStory
from storywatch.journal.database import Database
from storywatch.journal.documents import from_text
from storywatch.journal.instants import from_ms, to_ms_or_none
from storywatch.story import Passage, Story

CURRENT = (
    "stories.seq, revisions.document FROM stories JOIN revisions "
    "ON revisions.story = stories.seq AND revisions.revision = stories.revision"
)
PAGE = 200  # stories read at once: 200 of 5 kB are 1 MB, and no reader holds the journal for long


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedMatch:
    """A topic's first match of a story, and the last revision that still matched."""

    topic: str
    matched_at: datetime
    revision: int
    last_revision: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which stories are asked for: first seen since, of one outlet, ever matched by one topic."""

    since: datetime | None = None
    outlet: str | None = None
    topic: str | None = None


def story(database: Database, story_id: str) -> Story:
    """Returns a story's last revision."""
    row = database.row(f"SELECT {CURRENT} WHERE stories.id = ?", (story_id,))
    if row is None:
        raise UnknownStory(story_id)
    return story_of(row)


def ids_from(database: Database, beginning: str) -> tuple[str, ...]:
    """Returns the ids that begin so, in order."""
    rows = database.rows(
        "SELECT id FROM stories WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id", (beginning,)
    )
    return tuple(row["id"] for row in rows)


def id_at(database: Database, url: str) -> str | None:
    """Returns the id of the first story that is at an address."""
    row = database.row("SELECT id FROM stories WHERE url = ? ORDER BY seq LIMIT 1", (url,))
    return row["id"] if row else None


def match_counts(database: Database, since: datetime) -> dict[str, int]:
    """Returns how many stories that were first seen since then each topic has ever met."""
    rows = database.rows(
        "SELECT topic, count(*) AS amount FROM stories JOIN matches ON matches.story = stories.seq "
        "WHERE stories.first_seen_at >= ? GROUP BY topic",
        (to_ms_or_none(since),),
    )
    return {row["topic"]: row["amount"] for row in rows}


def revisions(database: Database, story_id: str) -> tuple[Story, ...]:
    """Returns all revisions of a story, first one first."""
    rows = database.rows(
        "SELECT document FROM revisions WHERE story = (SELECT seq FROM stories WHERE id = ?) "
        "ORDER BY revision",
        (story_id,),
    )
    if not rows:
        raise UnknownStory(story_id)
    return tuple(story_of(row) for row in rows)


def matches(database: Database, story_id: str) -> tuple[RecordedMatch, ...]:
    """Returns the topics that ever matched a story, by name."""
    rows = database.rows(
        "SELECT matches.* FROM stories LEFT JOIN matches ON matches.story = stories.seq "
        "WHERE stories.id = ? ORDER BY topic",
        (story_id,),
    )
    if not rows:
        raise UnknownStory(story_id)
    return tuple(match_of(row) for row in rows if row["topic"] is not None)


def stories(database: Database, selection: Selection) -> Iterator[Story]:
    """Yields the selected stories in the order of their recording, a page at a time."""
    return (one for _, one in numbered_stories(database, selection))


def numbered_stories(database: Database, selection: Selection) -> Iterator[tuple[int, Story]]:
    """Yields the selected stories with their numbers of recording."""
    after = 0
    while rows := _page(database, selection, after):
        for row in rows:
            yield row["seq"], story_of(row)
        after = rows[-1]["seq"]


def story_of(row: sqlite3.Row) -> Story:
    """Returns the story of a row that has a document."""
    return from_text(row["document"])


def _page(database: Database, selection: Selection, after: int) -> list[sqlite3.Row]:
    return database.rows(
        f"SELECT {CURRENT} WHERE stories.seq > ?1 "
        "AND (?2 IS NULL OR stories.first_seen_at >= ?2) "
        "AND (?3 IS NULL OR stories.outlet = ?3) "
        "AND (?4 IS NULL OR EXISTS "
        "(SELECT 1 FROM matches WHERE matches.story = stories.seq AND topic = ?4)) "
        "ORDER BY stories.seq LIMIT ?5",
        (after, to_ms_or_none(selection.since), selection.outlet, selection.topic, PAGE),
    )


def match_of(row: sqlite3.Row) -> RecordedMatch:
    """Returns the match of a row of `matches`."""
    return RecordedMatch(
        topic=row["topic"],
        matched_at=from_ms(row["matched_at"]),
        revision=row["revision"],
        last_revision=row["last_revision"],
        passages=tuple(Passage(**passage) for passage in json.loads(row["passages"])),
    )
