"""Revisions with the clocks of their way: announced, fetched, recorded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from storywatch.alert import Clocks, Recorded
from storywatch.journal.database import Database
from storywatch.journal.documents import from_text
from storywatch.journal.instants import from_ms, from_ms_or_none, to_ms
from storywatch.journal.twins import body_digest
from storywatch.story import Precision, Story

PAGE = 200
REVISION = """
SELECT revisions.story, stories.id, revisions.revision, revisions.recorded_at, document,
       leads.seen_at, leads.attempts,
       (SELECT recorded_at FROM revisions AS before WHERE before.story = revisions.story
        AND before.revision = revisions.revision - 1) AS revised_at
FROM revisions JOIN stories ON seq = revisions.story JOIN leads ON leads.id = revisions.lead
"""


def revision(database: Database, seq: int, number: int) -> Recorded:
    """Returns one revision of a story."""
    rows = database.rows(
        f"{REVISION} WHERE revisions.story = ? AND revisions.revision = ?", (seq, number)
    )
    return _recorded(rows[0])


def revisions_since(database: Database, since: datetime) -> Iterator[Recorded]:
    """Yields all revisions recorded since, in the order of their recording."""
    after = (to_ms(since), 0, 0)
    while rows := database.rows(
        f"{REVISION} WHERE (revisions.recorded_at, revisions.story, revisions.revision) "
        "> (?, ?, ?) ORDER BY revisions.recorded_at, revisions.story, revisions.revision "
        f"LIMIT {PAGE}",
        after,
    ):
        yield from map(_recorded, rows)
        last = rows[-1]
        after = (last["recorded_at"], last["story"], last["revision"])


def clocks_of(
    story: Story, *, seen_at: datetime, recorded_at: datetime, revised_at: datetime | None
) -> Clocks:
    """Returns the clocks of a revision: an edit's way begins when the outlet says it was made."""
    if revised_at is None:
        is_exact = story.published_precision is Precision.MINUTE
        published, seen = (story.published_at if is_exact else None), story.first_seen_at
    else:
        modified = story.modified_at
        published = modified if modified and modified > revised_at else None
        seen = max(seen_at, revised_at)
    return Clocks(
        published_at=published,
        first_seen_at=min(seen, recorded_at),
        fetched_at=min(story.fetched_at, recorded_at),
        recorded_at=recorded_at,
        matched_at=recorded_at,
    )


def _recorded(row: sqlite3.Row) -> Recorded:
    story = from_text(row["document"])
    recorded_at = from_ms(row["recorded_at"])
    return Recorded(
        seq=row["story"],
        story=story,
        recorded_at=recorded_at,
        clocks=clocks_of(
            story,
            seen_at=from_ms(row["seen_at"]),
            recorded_at=recorded_at,
            revised_at=from_ms_or_none(row["revised_at"]),
        ),
        work=body_digest(story),
        attempts=row["attempts"] + 1,
    )
