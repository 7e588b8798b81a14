"""Other outlets' stories with the same body words."""

from __future__ import annotations

from functools import lru_cache

from storywatch.copies.twins import Twin
from storywatch.journal.database import Database
from storywatch.journal.reading import CURRENT, story_of
from storywatch.story import Story, digest

LEAST_WORDS = 40  # a shorter text is a standing line rather than a copied story
MOST_TWINS = 50  # the earliest; a wire story that more outlets carry is as well known by these


def body_digest(story: Story) -> str:
    """Returns a digest of the body's words, the same at all outlets; empty below 40 words."""
    return _digest_of(story.body)


@lru_cache(maxsize=32)  # a story's is asked for when it has been read, and when it is recorded
def _digest_of(body: str) -> str:
    words = body.casefold().split()
    return digest("body", *words) if len(words) >= LEAST_WORDS else ""


def twins(database: Database, of: str, *, outlet: str) -> tuple[Twin, ...]:
    """Returns the other outlets' stories of that body digest, first seen first."""
    if not of:
        return ()
    rows = database.rows(
        f"SELECT {CURRENT} WHERE stories.body_digest = ? AND stories.outlet <> ? "
        "ORDER BY stories.first_seen_at, stories.seq LIMIT ?",
        (of, outlet, MOST_TWINS),
    )
    return tuple(Twin.of(story_of(row)) for row in rows)
