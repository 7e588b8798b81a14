"""A story's current state with all that the index is told about it, read in a few statements."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from storywatch.journal.database import Database
from storywatch.journal.instants import from_ms, from_ms_or_none
from storywatch.journal.reading import RecordedMatch, match_of
from storywatch.query.sqlite import COLUMNS

STATES = """
SELECT stories.seq, stories.id, stories.revision, stories.recorded_at, current.document,
       current.recorded_at AS revised_at,
       CASE WHEN stories.revision > 1 THEN first.document END AS first_document,
       indexed_at, family, event, copy_of, copy_kind
FROM json_each(?) JOIN stories ON stories.seq = value
JOIN revisions AS current ON current.story = stories.seq AND current.revision = stories.revision
JOIN revisions AS first ON first.story = stories.seq AND first.revision = 1
LEFT JOIN indexed ON indexed.story = stories.seq
LEFT JOIN kin ON kin.story = stories.id
ORDER BY stories.seq
"""
WORDS = f"""
SELECT {", ".join(COLUMNS)}, stories_fts.rowid
FROM json_each(?) JOIN stories_fts ON stories_fts.rowid = value
"""
MATCHES = """
SELECT matches.* FROM json_each(?) JOIN matches ON matches.story = value ORDER BY topic
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A story's place among its copies and in its event."""

    family: int
    event: int | None
    copy_of: str | None
    copy_kind: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A story's current revision, its matches and kin, and the instants of its first way to us.

    `document` is what `story_to_document` wrote. `words` are those by which the journal's own
    search finds the story, for `analysed_row`. `indexed_at` is when the index was first given it,
    None before.
    """

    seq: int
    id: str
    revision: int
    document: dict[str, Any]
    first_document: dict[str, Any]
    words: tuple[str, ...]
    recorded_at: datetime
    revised_at: datetime
    indexed_at: datetime | None
    kin: Kin | None
    matches: tuple[RecordedMatch, ...]


def shipments(database: Database, stories: str) -> tuple[Shipment, ...]:
    """Returns the states of the stories whose numbers a JSON list has, in order of recording."""
    matches: dict[int, list[RecordedMatch]] = defaultdict(list)
    for row in database.rows(MATCHES, (stories,)):
        matches[row["story"]].append(match_of(row))
    words = {row[-1]: tuple(row[:-1]) for row in database.rows(WORDS, (stories,))}
    return tuple(
        _shipment(row, words[row["seq"]], tuple(matches[row["seq"]]))
        for row in database.rows(STATES, (stories,))
    )


def _shipment(
    row: sqlite3.Row, words: tuple[str, ...], matches: tuple[RecordedMatch, ...]
) -> Shipment:
    document = orjson.loads(row["document"])
    first = row["first_document"]
    return Shipment(
        seq=row["seq"],
        id=row["id"],
        revision=row["revision"],
        document=document,
        first_document=document if first is None else orjson.loads(first),
        words=words,
        recorded_at=from_ms(row["recorded_at"]),
        revised_at=from_ms(row["revised_at"]),
        indexed_at=from_ms_or_none(row["indexed_at"]),
        kin=_kin(row),
        matches=matches,
    )


def _kin(row: sqlite3.Row) -> Kin | None:
    if row["family"] is None:
        return None
    return Kin(
        family=row["family"],
        event=row["event"],
        copy_of=row["copy_of"],
        copy_kind=row["copy_kind"],
    )
