"""How the index stands, and taking old stories out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from elasticsearch import AsyncElasticsearch

from storywatch.errors import IndexUnusable
from storywatch.index.mapping import (
    STORIES,
    TOPICS,
    Templates,
    current_index,
    fingerprint_of,
    percolates,
)
from storywatch.index.notes import kept_since, note_kept_since, rebuild_under_way
from storywatch.journal import Journal

HOURS_TO_DELETE = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How far the index is behind the journal; `lag` is the age of the oldest untold revision.

    `topic_count` is None without an index of topics; the server `percolates` if that can be asked
    which of them a story meets.
    """

    index: str | None
    has_our_mapping: bool
    indexed_count: int
    recorded_count: int
    waiting_count: int
    waiting_counts: int
    dead_letter_count: int
    lag: timedelta | None
    kept_since: datetime | None
    rebuild: str | None
    topic_count: int | None
    percolates: bool


async def status(journal: Journal, client: AsyncElasticsearch, *, now: datetime) -> Status:
    """Returns how the index stands."""
    index = await current_index(client)
    backlog = journal.index_outbox.backlog()
    rebuild = rebuild_under_way(journal)
    topics = await current_index(client, TOPICS)
    return Status(
        index=index,
        has_our_mapping=bool(index)
        and await fingerprint_of(client, str(index)) == Templates.read().fingerprint(),
        indexed_count=await _count(client, STORIES) if index else 0,
        recorded_count=journal.count(),
        waiting_count=backlog.stories,
        waiting_counts=backlog.counts,
        dead_letter_count=backlog.dead_letters,
        lag=max(timedelta(), now - backlog.oldest_at) if backlog.oldest_at else None,
        kept_since=kept_since(journal),
        rebuild=rebuild.index if rebuild else None,
        topic_count=await _count(client, TOPICS) if topics else None,
        percolates=bool(topics) and await percolates(client, str(topics)),
    )


async def _count(client: AsyncElasticsearch, alias: str) -> int:
    return int((await client.count(index=alias))["count"])


async def prune(journal: Journal, client: AsyncElasticsearch, *, before: datetime) -> int:
    """Takes stories first seen before out of the index, for good, and returns how many.

    The journal keeps them, and remembers that the index does not go back further.
    """
    if await current_index(client) is None:
        raise IndexUnusable("there is no index of stories; run `storywatch index install`")
    since = kept_since(journal)
    note_kept_since(journal, max(before, since) if since else before)
    # What is not searchable yet would be left.
    await client.indices.refresh(index=STORIES)
    patient = client.options(request_timeout=HOURS_TO_DELETE * 3600)
    answer: Any = await patient.delete_by_query(
        index=STORIES,
        query={"range": {"first_seen_at": {"lt": before.isoformat()}}},
        conflicts="proceed",
        refresh=True,
    )
    return int(answer["deleted"])
