"""The poll state of sources: one row a source, written together with the leads it gave."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from storywatch.journal.database import Database
from storywatch.journal.instants import from_ms, from_ms_or_none, to_ms, to_ms_or_none
from storywatch.journal.shapes import Poll, SourceState

# A failed poll or a 304 says nothing about the document, so its validators stay as they were.
KEEP_POLL = """
INSERT INTO sources (outlet, url, etag, last_modified, digest, polled_at, read_at, next_poll_at,
                     failure_count, last_error, last_count)
VALUES (:outlet, :url, :etag, :last_modified, :digest, :polled_at, :read_at, :next_poll_at,
        :failed, :error, :count)
ON CONFLICT (outlet, url) DO UPDATE SET
    etag = iif(:is_document, excluded.etag, coalesce(excluded.etag, etag)),
    last_modified = iif(:is_document, excluded.last_modified,
                        coalesce(excluded.last_modified, last_modified)),
    digest = iif(:is_document, excluded.digest, digest),
    polled_at = excluded.polled_at,
    read_at = coalesce(excluded.read_at, read_at),
    next_poll_at = excluded.next_poll_at,
    failure_count = iif(:failed, failure_count + 1, 0),
    last_error = excluded.last_error,
    last_count = coalesce(excluded.last_count, last_count)
RETURNING id
"""


def source(database: Database, outlet: str, url: str) -> SourceState:
    """Returns what is known of a source; one never polled is due and has no validators."""
    row = database.row("SELECT * FROM sources WHERE outlet = ? AND url = ?", (outlet, url))
    return _state(row) if row else SourceState(outlet=outlet, url=url)


def sources(database: Database, outlet: str | None = None) -> tuple[SourceState, ...]:
    """Returns all sources ever polled, by outlet and address."""
    scope, of = ("", ()) if outlet is None else ("WHERE outlet = ?", (outlet,))
    rows = database.rows(f"SELECT * FROM sources {scope} ORDER BY outlet, url", of)
    return tuple(_state(row) for row in rows)


def planned_polls(database: Database) -> dict[tuple[str, str], datetime]:
    """Returns when each source is polled next, by outlet and address."""
    rows = database.rows(
        "SELECT outlet, url, next_poll_at FROM sources WHERE next_poll_at NOT NULL"
    )
    return {(outlet, url): from_ms(at) for outlet, url, at in rows}


def keep_poll(database: Database, poll: Poll, lead_count: int) -> int:
    """Writes a source's new state, in the transaction of its leads, and returns its row's id."""
    failed = poll.error is not None or poll.status >= 400
    is_document = not failed and poll.status != 304
    values = {
        "outlet": poll.outlet,
        "url": poll.url,
        "etag": None if failed else poll.etag,
        "last_modified": None if failed else poll.last_modified,
        "digest": poll.digest,
        "polled_at": to_ms(poll.polled_at),
        "read_at": None if failed else to_ms(poll.polled_at),
        "next_poll_at": to_ms_or_none(poll.next_poll_at),
        "failed": int(failed),
        "error": poll.error or (f"answers {poll.status}" if failed else None),
        "count": lead_count if is_document else None,
        "is_document": int(is_document),
    }
    return database.value(KEEP_POLL, values)


def plan_poll(database: Database, source: tuple[str, str], at: datetime) -> None:
    """Sets when a source is polled next."""
    with database.transaction():
        database.run(
            "UPDATE sources SET next_poll_at = ? WHERE outlet = ? AND url = ?", (to_ms(at), *source)
        )


def matched_count(database: Database, source: tuple[str, str], since: datetime) -> int:
    """Returns how many of a source's leads became new stories, which match, since then."""
    return database.value(
        "SELECT count(*) FROM leads WHERE outlet = ? AND source_url = ? AND fate = 'new' "
        "AND settled_at >= ?",
        (*source, to_ms(since)),
    )


def _state(row: sqlite3.Row) -> SourceState:
    return SourceState(
        outlet=row["outlet"],
        url=row["url"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        digest=row["digest"],
        polled_at=from_ms_or_none(row["polled_at"]),
        read_at=from_ms_or_none(row["read_at"]),
        next_poll_at=from_ms_or_none(row["next_poll_at"]),
        failure_count=row["failure_count"],
        last_error=row["last_error"],
        last_count=row["last_count"],
    )
