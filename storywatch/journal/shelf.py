"""The rows of a story: its current state, its revisions, addresses, matches and outbox entries."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from storywatch.journal.database import Database
from storywatch.journal.documents import story_to_document, to_text
from storywatch.journal.instants import to_ms, to_ms_or_none
from storywatch.journal.searching import feed
from storywatch.journal.twins import body_digest
from storywatch.story import Match, Story

COLUMNS = (
    "id",
    "outlet",
    "url",
    "section",
    "language",
    "authors",
    "published_at",
    "first_seen_at",
    "revision",
    "content_digest",
    "body_digest",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Which lead brought a story's text, and when it is written down."""

    database: Database
    lead_id: int
    now: datetime


def insert(writing: Writing, story: Story) -> int:
    """Writes a story that was not there, and returns its seq."""
    names = ", ".join((*COLUMNS, "recorded_at"))
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    seq = writing.database.insert(
        f"INSERT INTO stories ({names}) VALUES ({marks})", (*_columns(story), to_ms(writing.now))
    )
    _add_revision(writing, seq, story)
    return seq


def revise(writing: Writing, seq: int, story: Story) -> None:
    """Writes a story's next revision."""
    _update(writing.database, seq, story)
    _add_revision(writing, seq, story)


def amend(writing: Writing, seq: int, story: Story) -> None:
    """Writes what changed beside the text into the revision that is there."""
    _update(writing.database, seq, story)
    writing.database.run(
        "UPDATE revisions SET document = ? WHERE story = ? AND revision = ?",
        (to_text(story_to_document(story)), seq, story.revision),
    )
    _announce(writing, seq, story)


def fold_addresses(database: Database, seq: int, outlet: str, urls: Iterable[str]) -> None:
    """Lets addresses lead to a story; one that leads to another story already is left there."""
    database.run_many(
        "INSERT INTO addresses (url, outlet, story) VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
        "SET story = excluded.story WHERE story IS NULL",
        [(url, outlet, seq) for url in urls],
    )


def take_addresses(database: Database, seq: int, outlet: str, urls: Iterable[str]) -> None:
    """Lets addresses lead to the story that was read at them, whoever has claimed them before."""
    database.run_many(
        "UPDATE addresses SET story = ? WHERE url = ? AND outlet = ?",
        [(seq, url, outlet) for url in urls],
    )


def add_matches(writing: Writing, seq: int, revision: int, matches: Sequence[Match]) -> None:
    """Keeps each topic's first match of the story and has it alerted; notes that it matches now."""
    known = topics_of(writing.database, seq)
    now = to_ms(writing.now)
    for match in matches:
        passages = json.dumps([asdict(passage) for passage in match.passages], ensure_ascii=False)
        writing.database.run(
            "INSERT INTO matches (story, topic, matched_at, revision, last_revision, passages) "
            "VALUES (?1, ?2, ?3, ?4, ?4, ?5) "
            "ON CONFLICT DO UPDATE SET last_revision = excluded.last_revision",
            (seq, match.topic, now, revision, passages),
        )
    fresh = {match.topic for match in matches} - known
    _alert(writing, seq, [(topic, revision, "match") for topic in sorted(fresh)])


def alert_revision(writing: Writing, seq: int, revision: int) -> None:
    """Has a revision alerted to every topic that matched the story before it."""
    topics = sorted(topics_of(writing.database, seq))
    _alert(writing, seq, [(topic, revision, "revision") for topic in topics])


def topics_of(database: Database, seq: int) -> set[str]:
    """Returns the topics that ever matched a story."""
    rows = database.rows("SELECT topic FROM matches WHERE story = ?", (seq,))
    return {row["topic"] for row in rows}


def current(database: Database, where: str, parameters: Sequence[object]) -> sqlite3.Row | None:
    """Returns the first story that a condition on `stories` finds, with its document."""
    return database.row(
        "SELECT stories.seq, stories.content_digest, revisions.document FROM stories "
        "JOIN revisions ON revisions.story = stories.seq AND revisions.revision = stories.revision "
        f"WHERE {where} ORDER BY stories.seq LIMIT 1",
        parameters,
    )


def _add_revision(writing: Writing, seq: int, story: Story) -> None:
    writing.database.run(
        "INSERT INTO revisions (story, revision, lead, recorded_at, document) "
        "VALUES (?, ?, ?, ?, ?)",
        (
            seq,
            story.revision,
            writing.lead_id,
            to_ms(writing.now),
            to_text(story_to_document(story)),
        ),
    )
    _announce(writing, seq, story)


def _announce(writing: Writing, seq: int, story: Story) -> None:
    feed(writing.database, seq, story)
    writing.database.run(
        "INSERT INTO index_outbox (story, revision, created_at) VALUES (?, ?, ?)",
        (seq, story.revision, to_ms(writing.now)),
    )


def _alert(writing: Writing, seq: int, due: Iterable[tuple[str, int, str]]) -> None:
    writing.database.run_many(
        "INSERT INTO alert_outbox (story, topic, revision, kind, created_at) "
        "VALUES (?, ?, ?, ?, ?)",
        [(seq, *one, to_ms(writing.now)) for one in due],
    )


def _update(database: Database, seq: int, story: Story) -> None:
    database.run(
        f"UPDATE stories SET {', '.join(f'{name} = ?' for name in COLUMNS)} WHERE seq = ?",
        (*_columns(story), seq),
    )


def _columns(story: Story) -> tuple[object, ...]:
    return (
        story.id,
        story.outlet,
        story.url,
        story.section,
        story.language,
        json.dumps(story.authors, ensure_ascii=False),
        to_ms_or_none(story.published_at),
        to_ms(story.first_seen_at),
        story.revision,
        story.content_digest,
        body_digest(story),
    )
