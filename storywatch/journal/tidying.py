"""What keeps a journal quick and small over months, in steps that keep nobody waiting."""

from __future__ import annotations

from collections.abc import Iterator

from storywatch.journal.database import Database

PAGES_A_STEP = 200  # of the full-text index, written in one short transaction
MOST_STEPS = 5_000
NOTHING_DONE = 2  # rows that a merge changes when there was nothing to merge (FTS5, section 6.8)
MERGE = "INSERT INTO stories_fts (stories_fts, rank) VALUES ('merge', ?)"


def tidying(database: Database) -> Iterator[None]:
    """Merges the full-text index into one piece, renews what the query planner knows, and empties
    the write-ahead log; yields after each step."""
    pages = -PAGES_A_STEP  # a negative number begins anew, with all pieces of the index
    for _ in range(MOST_STEPS):
        before = database.value("SELECT total_changes()")
        database.run(MERGE, (pages,))
        if database.value("SELECT total_changes()") - before < NOTHING_DONE:
            break
        pages = PAGES_A_STEP
        yield
    database.run("PRAGMA optimize")
    yield
    database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
