"""The permanent audit: Elasticsearch is asked for each topic, and the recorded matches compared."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from elasticsearch import AsyncElasticsearch

from storywatch.index.scan import scan
from storywatch.index.topics import reading
from storywatch.outlet import Outlet
from storywatch.query import Query
from storywatch.topic import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """One topic: how many stories it finds, and where that differs from what was recorded.

    A story that matched in an earlier revision only is in neither list. A topic that was changed
    since differs, of course, from what it matched before.
    """

    topic: str
    found_count: int
    unrecorded: tuple[str, ...]
    unfound: tuple[str, ...]


async def audit(
    client: AsyncElasticsearch,
    topics: Iterable[tuple[Topic, Query]],
    outlets: Mapping[str, Outlet],
    *,
    since: datetime,
) -> AsyncIterator[Audited]:
    """Yields each topic's audit over the stories first seen since then."""
    window = {"range": {"first_seen_at": {"gte": since.isoformat()}}}
    for topic, query in topics:
        found: set[str] = set()
        matched: set[str] = set()
        still: set[str] = set()
        clauses = [window, reading(topic, query, outlets)]
        async for hits in scan(client, {"bool": {"filter": clauses}}):
            found.update(hit["_id"] for hit in hits)
        clauses = [window, {"term": {"matches.topic": topic.id}}]
        fields = ["revision", "matches.topic", "matches.last_revision"]
        async for hits in scan(client, {"bool": {"filter": clauses}}, fields=fields):
            matched.update(hit["_id"] for hit in hits)
            still.update(hit["_id"] for hit in hits if _matches_now(hit["_source"], topic.id))
        yield Audited(
            topic=topic.id,
            found_count=len(found),
            unrecorded=tuple(sorted(found - matched)),
            unfound=tuple(sorted(still - found)),
        )


def _matches_now(document: Mapping[str, Any], topic: str) -> bool:
    return any(
        match["topic"] == topic and match["last_revision"] == document["revision"]
        for match in document["matches"]
    )
