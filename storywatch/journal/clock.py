"""After a clock that was ahead has been put right: nothing waits for a moment that is years off."""

from __future__ import annotations

from datetime import datetime, timedelta

from storywatch.journal.database import Database
from storywatch.journal.instants import to_ms

SKEW = timedelta(hours=1)  # by which processes on several machines may be ahead of each other
LONGEST_WAIT = timedelta(days=4)  # the longest is a young story's next look, three days and a half

# Columns with what happened, and those with what is waited for, of the rows that hold others back.
HAPPENED = (
    ("sources", "polled_at", "true"),
    ("sources", "read_at", "true"),
    ("robots", "fetched_at", "true"),
    ("alerts", "first_seen_at", "delivery IS NULL AND silenced IS NULL"),
    ("alerts", "fetched_at", "delivery IS NULL AND silenced IS NULL"),
    ("alerts", "recorded_at", "delivery IS NULL AND silenced IS NULL"),
    ("alerts", "matched_at", "delivery IS NULL AND silenced IS NULL"),
    ("alert_outbox", "created_at", "true"),
    ("subscriptions", "mailed_at", "true"),
    ("subscriptions", "beaten_at", "true"),
)
AWAITED = (
    ("sources", "next_poll_at", "true"),
    ("leads", "not_before", "fate IS NULL"),
    ("leads", "lease_expires_at", "fate IS NULL"),
    ("rechecks", "next_at", "true"),
    ("second_looks", "next_at", "true"),
    ("deliveries", "not_before", "state IN ('waiting', 'handing_over')"),
    ("deliveries", "lease_expires_at", "state IN ('waiting', 'handing_over')"),
    ("index_outbox", "lease_expires_at", "true"),
)


def put_right(database: Database, now: datetime, skew: timedelta = SKEW) -> int:
    """Moves what lies too far ahead to `now`, so that it is due; returns how many instants did."""
    happened_by, awaited_by = to_ms(now + skew), to_ms(now + LONGEST_WAIT)
    with database.transaction():
        # What was polled in the future is to be polled at once, however soon it would be due.
        moved = database.run(
            "UPDATE sources SET next_poll_at = ?1 WHERE polled_at > ?2 AND next_poll_at > ?1",
            (to_ms(now), happened_by),
        ).rowcount
        for columns, until in ((HAPPENED, happened_by), (AWAITED, awaited_by)):
            for table, column, which in columns:
                moved += database.run(
                    f"UPDATE {table} SET {column} = ? WHERE {column} > ? AND {which}",
                    (to_ms(now), until),
                ).rowcount
    return moved
