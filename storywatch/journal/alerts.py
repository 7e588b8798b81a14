"""Alerts on disk: each story, topic and recipient once, for ever, and what a mail needs of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from storywatch.alert import (
    TOLD_ELSEWHERE,
    Alert,
    Clocks,
    Coverage,
    Evidence,
    History,
    Recorded,
    Told,
)
from storywatch.journal.database import Database
from storywatch.journal.documents import from_text
from storywatch.journal.instants import from_ms, from_ms_or_none, to_ms, to_ms_or_none
from storywatch.journal.relatives import relatives
from storywatch.journal.subscriptions import WAITING, Subscriptions
from storywatch.journal.tallies import watched_since
from storywatch.journal.way import revision, revisions_since
from storywatch.story import Passage, Story

BATCH = 200  # events taken at once: a transaction stays short beside a crawl's
ALERT_COLUMNS = "alerts.*, stories.id AS story_id FROM alerts JOIN stories ON seq = alerts.story"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An entry of the alert outbox: a topic's first match of a story, or a later edit of it."""

    seq: int
    topic: str
    is_match: bool
    created_at: datetime
    recorded: Recorded


class AlertShelf:
    """What waits to be told, what was told, and the events that come in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.subscriptions = Subscriptions(database)

    def together(self) -> AbstractContextManager[None]:
        """Makes one transaction of all calls inside."""
        return self._database.transaction()

    # What comes in

    def has_events(self) -> bool:
        """Whether the outbox holds anything."""
        return self._database.row("SELECT 1 FROM alert_outbox LIMIT 1") is not None

    def events(self, topics: Collection[str], limit: int = BATCH) -> tuple[Event, ...]:
        """Returns the oldest entries of these topics; take them in and `drop` them together."""
        rows = self._database.rows(
            "SELECT * FROM alert_outbox WHERE topic IN (SELECT value FROM json_each(?)) "
            "ORDER BY seq LIMIT ?",
            (json.dumps(list(topics)), limit),
        )
        return tuple(
            Event(
                seq=row["seq"],
                topic=row["topic"],
                is_match=row["kind"] == "match",
                created_at=from_ms(row["created_at"]),
                recorded=revision(self._database, row["story"], row["revision"]),
            )
            for row in rows
        )

    def revision_before(self, recorded: Recorded) -> Story:
        """Returns the revision that an edit replaced."""
        return revision(self._database, recorded.seq, recorded.story.revision - 1).story

    def drop(self, events: Iterable[Event]) -> None:
        """Takes events out of the outbox."""
        self._database.run_many(
            "DELETE FROM alert_outbox WHERE seq = ?", [(event.seq,) for event in events]
        )

    def add(self, alert: Alert, *, silenced: str | None = None) -> bool:
        """Writes an alert that is not there yet; returns whether it was not."""
        clocks = alert.clocks
        cursor = self._database.run(
            "INSERT INTO alerts (story, topic, recipient, edition, revision, kin, published_at, "
            "first_seen_at, fetched_at, recorded_at, matched_at, silenced) "
            "SELECT seq, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM stories WHERE id = ? "
            "ON CONFLICT DO NOTHING",
            (
                alert.topic,
                alert.recipient,
                alert.edition,
                alert.revision,
                alert.kin,
                to_ms_or_none(clocks.published_at),
                *map(to_ms, (clocks.first_seen_at, clocks.fetched_at, clocks.recorded_at)),
                to_ms(clocks.matched_at),
                silenced,
                alert.story,
            ),
        )
        return cursor.rowcount == 1

    def has_work(self, topic: str, recipient: str, recorded: Recorded) -> bool:
        """Whether the same text under another address of the outlet is the recipient's already."""
        # The plus has it found by its text: no index of an outlet's stories is as narrow.
        row = self._database.row(
            "SELECT 1 FROM stories JOIN alerts ON alerts.story = stories.seq "
            "WHERE body_digest = ? AND +outlet = ? AND seq <> ? AND topic = ? AND recipient = ? "
            "AND edition = 0 AND body_digest <> ''",
            (recorded.work, recorded.story.outlet, recorded.seq, topic, recipient),
        )
        return row is not None

    def has_match(self, topic: str, recipient: str, story: str) -> bool:
        """Whether the story's match is the recipient's, told or waiting, also by another topic."""
        row = self._database.row(
            f"SELECT 1, {ALERT_COLUMNS} WHERE stories.id = ? AND topic = ? AND recipient = ? "
            "AND edition = 0 AND (silenced IS NULL OR silenced = ?)",
            (story, topic, recipient, TOLD_ELSEWHERE),
        )
        return row is not None

    def last_told(self, recipient: str, recorded: Recorded) -> Story | None:
        """Returns the story as its recipient was last told of it, by whatever topic, or else the
        same text under another address of the outlet."""
        row = self._database.row(
            "SELECT document FROM stories JOIN alerts ON alerts.story = stories.seq "
            "JOIN revisions ON revisions.story = stories.seq "
            "AND revisions.revision = alerts.revision "
            "WHERE delivery IS NOT NULL AND recipient = ?1 AND (stories.seq = ?2 "
            "OR (body_digest = ?3 AND +outlet = ?4 AND body_digest <> '')) "
            "ORDER BY stories.seq = ?2 DESC, alerts.revision DESC LIMIT 1",
            (recipient, recorded.seq, recorded.work, recorded.story.outlet),
        )
        return from_text(row["document"]) if row else None

    def kin(self, recorded: Recorded) -> str:
        """Returns the name that all copies of a story share: the id of the first one recorded."""
        row = self._database.row(
            "SELECT kin FROM alerts WHERE story = ? ORDER BY id LIMIT 1", (recorded.seq,)
        )
        if row is None:
            row = self._database.row(
                "SELECT coalesce((SELECT kin FROM alerts WHERE alerts.story = stories.seq "
                "ORDER BY alerts.id LIMIT 1), id) AS kin FROM stories "
                "WHERE seq < ?1 AND (body_digest = ?2 AND ?2 <> '' "
                "OR id IN (SELECT value FROM json_each(?3)) "
                "OR seq IN (SELECT story FROM addresses WHERE url = ?4)) ORDER BY seq LIMIT 1",
                (recorded.seq, recorded.work, self._family(recorded), _original(recorded.story)),
            )
        return str(row["kin"]) if row else recorded.story.id

    # What is decided

    def waiting(self) -> tuple[Alert, ...]:
        """Returns all alerts that wait to be told, oldest first."""
        rows = self._database.rows(
            f"SELECT {ALERT_COLUMNS} WHERE {WAITING} ORDER BY matched_at, alerts.id"
        )
        return tuple(_alert(row) for row in rows)

    def history(self, waiting: Sequence[Alert]) -> History:
        """Returns what was told already, as far as it bears on what waits."""
        return History(
            told_at=self._told_at(waiting),
            mailed_at=self.subscriptions.mailed_at(),
            beaten_at=self.subscriptions.beaten_at(),
        )

    def told_before(self, alert: Alert, at: datetime) -> Told | None:
        """Returns the first copy of the alert's story that its recipient was told of before."""
        row = self._database.row(
            "SELECT due_at, document FROM alerts JOIN deliveries ON deliveries.id = delivery "
            "JOIN revisions ON revisions.story = alerts.story "
            "AND revisions.revision = alerts.revision WHERE kin = ? AND topic = ? "
            "AND alerts.recipient = ? AND due_at < ? ORDER BY due_at, alerts.id LIMIT 1",
            (alert.kin, alert.topic, alert.recipient, to_ms(at)),
        )
        if row is None:
            return None
        story = from_text(row["document"])
        return Told(title=story.title, outlet=story.outlet, at=from_ms(row["due_at"]))

    def silence(self, alerts: Iterable[Alert], why: str) -> None:
        """Notes why alerts that wait are not told."""
        self._database.run_many(
            "UPDATE alerts SET silenced = ? WHERE story = (SELECT seq FROM stories WHERE id = ?) "
            f"AND topic = ? AND recipient = ? AND edition = ? AND {WAITING}",
            [(why, *alert.key) for alert in alerts],
        )

    # What a mail needs

    def evidence(self, alert: Alert) -> Evidence:
        """Returns what is recorded of an alert's story, as of the revision that it tells of."""
        row = self._database.row(
            f"SELECT {ALERT_COLUMNS} WHERE stories.id = ? LIMIT 1", (alert.story,)
        )
        assert row is not None
        recorded = revision(self._database, row["story"], alert.revision)
        before = (
            revision(self._database, row["story"], alert.edition - 1) if alert.edition else None
        )
        match = self._database.row(
            "SELECT passages, revision FROM matches WHERE story = ? AND topic = ?",
            (row["story"], alert.topic),
        )
        is_cited = match is not None and match["revision"] == alert.revision
        return Evidence(
            story=recorded.story,
            passages=_passages(match["passages"]) if match is not None and is_cited else (),
            before=before.story if before else None,
            watched_since=self.watched_since(recorded.story.outlet),
            attempts=recorded.attempts,
        )

    def watched_since(self, outlet: str) -> datetime | None:
        """Returns when an outlet's first lead was discovered."""
        return watched_since(self._database, outlet)

    def coverage(self, outlets: Collection[str], since: datetime, until: datetime) -> Coverage:
        """Returns what was looked at of these outlets in that time."""
        scope = (json.dumps(list(outlets)), to_ms(since), to_ms(until))
        counts = self._database.rows(
            "SELECT count(*) AS leads, count(DISTINCT outlet) AS outlets FROM leads "
            "WHERE outlet IN (SELECT value FROM json_each(?)) "
            "AND discovered_at > ? AND discovered_at <= ?",
            scope,
        )[0]
        read = self._database.rows(
            "SELECT count(*) AS stories FROM leads WHERE fate IN ('new', 'revision', 'off_topic', "
            "'duplicate') AND outlet IN (SELECT value FROM json_each(?)) "
            "AND settled_at > ? AND settled_at <= ?",
            scope,
        )[0]
        return Coverage(
            outlet_count=len(outlets),
            story_count=read["stories"],
            lead_count=counts["leads"],
            dark=self._dark(scope[0]),
        )

    def revisions(self, since: datetime) -> Iterator[Recorded]:
        """Yields all revisions recorded since, in the order of their recording."""
        return revisions_since(self._database, since)

    def _family(self, recorded: Recorded) -> str:
        members = relatives(self._database, recorded.story.id).family
        return json.dumps([member.story_id for member in members])

    def _told_at(self, waiting: Sequence[Alert]) -> Mapping[tuple[str, str, str], datetime]:
        rows = self._database.rows(
            "SELECT alerts.recipient, topic, kin, min(due_at) AS at "
            "FROM (SELECT DISTINCT value FROM json_each(?)) JOIN alerts ON kin = value "
            "JOIN deliveries ON deliveries.id = delivery GROUP BY 1, 2, 3",
            (json.dumps([alert.kin for alert in waiting]),),
        )
        return {(row["recipient"], row["topic"], row["kin"]): from_ms(row["at"]) for row in rows}

    def _dark(self, outlets: str) -> tuple[str, ...]:
        rows = self._database.rows(
            "SELECT outlet, url, last_error, failure_count FROM sources WHERE failure_count > 0 "
            "AND outlet IN (SELECT value FROM json_each(?)) ORDER BY outlet, url",
            (outlets,),
        )
        return tuple(
            f"{row['outlet']}: {row['url']} ({row['last_error'] or 'cannot be read'})"
            for row in rows
        )


def _alert(row: sqlite3.Row) -> Alert:
    return Alert(
        story=row["story_id"],
        topic=row["topic"],
        recipient=row["recipient"],
        edition=row["edition"],
        revision=row["revision"],
        kin=row["kin"],
        clocks=clocks_in(row),
    )


def clocks_in(row: sqlite3.Row) -> Clocks:
    """Returns the clocks of an alert's row."""
    return Clocks(
        published_at=from_ms_or_none(row["published_at"]),
        first_seen_at=from_ms(row["first_seen_at"]),
        fetched_at=from_ms(row["fetched_at"]),
        recorded_at=from_ms(row["recorded_at"]),
        matched_at=from_ms(row["matched_at"]),
    )


def _passages(text: str) -> tuple[Passage, ...]:
    return tuple(Passage(**passage) for passage in json.loads(text))


def _original(story: Story) -> str | None:
    return story.original.url if story.original else None
