"""Every document that a clause finds, as of one moment, a page at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from elasticsearch import AsyncElasticsearch

from storywatch.index.mapping import STORIES

AT_ONCE = 5_000
KEEP_ALIVE = "2m"


async def scan(
    client: AsyncElasticsearch,
    query: dict[str, Any],
    *,
    index: str = STORIES,
    fields: list[str] | None = None,
) -> AsyncIterator[list[dict[str, Any]]]:
    """Yields pages of hits with their `_id`, and of their source the fields that are named."""
    opened = await client.open_point_in_time(index=index, keep_alive=KEEP_ALIVE)
    after: list[Any] | None = None
    try:
        while True:
            found = await client.search(
                pit={"id": opened["id"], "keep_alive": KEEP_ALIVE},
                query=query,
                size=AT_ONCE,
                source={"includes": fields} if fields else False,
                sort=["_shard_doc"],
                search_after=after,
                track_total_hits=False,
            )
            hits = found["hits"]["hits"]
            if not hits:
                return
            yield hits
            after = hits[-1]["sort"]
    finally:
        await client.options(ignore_status=404).close_point_in_time(id=opened["id"])
