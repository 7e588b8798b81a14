"""The topics as the index keeps them: each with its query, so that others can match by them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import orjson
from elasticsearch import AsyncElasticsearch

from storywatch.errors import IndexUnusable
from storywatch.index.bulk import Answer, Line, Verdict, parts, send
from storywatch.index.mapping import (
    TOPICS,
    Templates,
    all_indices,
    current_index,
    fingerprint_of,
    next_index,
)
from storywatch.index.scan import scan
from storywatch.outlet import Outlet
from storywatch.query import Query, TopicSet
from storywatch.query.elastic import Clause, compile
from storywatch.story import digest
from storywatch.topic import Topic

MOST_BYTES = 2 * 1024 * 1024
AT_A_TIME = 30  # topics; some ten milliseconds, so that the loop can do other work in between
KEPT_BACK = {"alert"}  # it says whom to tell and where, and may hold a channel's password


@dataclass(slots=True, kw_only=True)
class ToldTopics:
    """How many topics were written and removed; those that it refused are there as they were."""

    written_count: int = 0
    removed_count: int = 0
    refused: dict[str, str] = field(default_factory=dict)


def reading(topic: Topic, query: Query, outlets: Mapping[str, Outlet]) -> Clause:
    """Returns the clause that holds for the stories that the topic's query finds in its scope."""
    clauses: list[Clause] = [compile(query)]
    if topic.outlets or topic.collections:
        ids = sorted(name for name, one in outlets.items() if topic.covers(one, None))
        clauses.append({"terms": {"outlet": ids}})
    if topic.languages:
        of_them = {"terms": {"language": list(topic.languages)}}
        unknown = {"bool": {"must_not": [{"exists": {"field": "language"}}]}}
        clauses.append({"bool": {"should": [of_them, unknown], "minimum_should_match": 1}})
    return {"bool": {"filter": clauses}}


def topic_documents(topics: TopicSet, outlets: Mapping[str, Outlet]) -> Iterator[dict[str, Any]]:
    """Yields a document for each topic in force."""
    for topic, tree in topics.trees():
        query = Query(text=topic.query, tree=tree, stemming=topic.stemming)
        document = {
            "topic": topic.id,
            "title": topic.title or None,
            "declared": topic.model_dump(mode="json", exclude=KEPT_BACK, exclude_defaults=True),
            "query": reading(topic, query, outlets),
        }
        yield {**document, "digest": digest("topic", orjson.dumps(document).decode())}


async def tell_topics(
    client: AsyncElasticsearch, topics: TopicSet, outlets: Mapping[str, Outlet]
) -> ToldTopics:
    """Leaves just these topics in the index, and writes only what differs."""
    if not await _is_ours(client, await current_index(client, TOPICS)):
        raise IndexUnusable(
            f"there is no index {TOPICS!r} of this version; run `storywatch index install`"
        )
    await client.indices.refresh(index=TOPICS)  # what is not searchable yet would not be seen
    there: dict[str, str] = {}
    async for hits in scan(client, {"match_all": {}}, index=TOPICS, fields=["digest"]):
        there.update((hit["_id"], hit["_source"]["digest"]) for hit in hits)
    told = await written(client, TOPICS, topic_documents(topics, outlets), there)
    gone = [name for name in there if name not in topics.in_force]
    if gone:
        await client.delete_by_query(index=TOPICS, query={"ids": {"values": gone}})
        told.removed_count = len(gone)
    return told


async def install_topics(
    client: AsyncElasticsearch,
    topics: TopicSet,
    outlets: Mapping[str, Outlet],
    *,
    anew: bool = False,
) -> ToldTopics:
    """Does so where the index has this version's mapping, unless all is to be made `anew`.

    Else a new index is filled, and takes the place of the other at a stroke.
    """
    if not anew and await _is_ours(client, await current_index(client, TOPICS)):
        return await tell_topics(client, topics, outlets)
    new = await next_index(client, Templates.read().version(TOPICS), TOPICS)
    await client.indices.create(index=new)
    told = await written(client, new, topic_documents(topics, outlets), {})
    await client.indices.refresh(index=new)
    others = [name for name in await all_indices(client, TOPICS) if name != new]
    actions: list[dict[str, Any]] = [{"add": {"index": new, "alias": TOPICS}}]
    actions += ({"remove_index": {"index": name}} for name in others)
    await client.indices.update_aliases(actions=actions)
    return told


async def written(
    client: AsyncElasticsearch,
    index: str,
    documents: Iterator[dict[str, Any]],
    there: Mapping[str, str],
) -> ToldTopics:
    """Writes to an index the documents that are not `there`, of which it has the digests."""
    told = ToldTopics()
    while some := list(islice(documents, AT_A_TIME)):
        changed = {
            one["topic"]: Line.last(one["topic"], one)
            for one in some
            if there.get(one["topic"]) != one["digest"]
        }
        names = iter(changed)
        for part in parts(list(changed.values()), MOST_BYTES):
            answers = await send(client, index, part, through_alias=index == TOPICS)
            for answer, name in zip(answers, names, strict=False):
                _note(told, name, answer)
        await asyncio.sleep(0)
    return told


def _note(told: ToldTopics, topic: str, answer: Answer) -> None:
    if answer.verdict is Verdict.DONE:
        told.written_count += 1
    elif answer.verdict is Verdict.REFUSED:
        told.refused[topic] = answer.reason
    else:
        raise IndexUnusable(f"the index takes no topics now ({answer.reason})")


async def _is_ours(client: AsyncElasticsearch, index: str | None) -> bool:
    ours = Templates.read().fingerprint(TOPICS)
    return index is not None and await fingerprint_of(client, index) == ours
