"""Search in Elasticsearch: the query language, pages by cursor, and counts by facet."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from elasticsearch import AsyncElasticsearch, BadRequestError, NotFoundError

from storywatch.errors import IndexUnusable, WrongUse
from storywatch.index.mapping import STORIES
from storywatch.journal import RecordedMatch, story_from_document
from storywatch.query import Query
from storywatch.query.elastic import compile
from storywatch.query.fields import SEARCHED
from storywatch.query.syntax import Words, leaves
from storywatch.story import Passage, Story

Sort = Literal["relevance", "date"]
KEEP_ALIVE = "5m"
DEEPEST = 10_000  # what a server allows by default; a cursor has no such bound
MOST_IN_A_FACET = 50
HEADLINE_WEIGHT = {"title": 5.0, "standfirst": 2.0}  # a word counts for more where there are few
LATEST_FIRST = [{"dated_at": "desc"}, {"id": "desc"}]
FACETS = {
    "outlet": {"terms": {"field": "outlet", "size": MOST_IN_A_FACET}},
    "topic": {"terms": {"field": "matches.topic", "size": MOST_IN_A_FACET}},
    "language": {"terms": {"field": "language", "size": MOST_IN_A_FACET}},
    "day": {
        "date_histogram": {
            "field": "dated_at",
            "calendar_interval": "day",
            "format": "yyyy-MM-dd",
            "min_doc_count": 1,
        }
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexHit:
    """A story that was found, with the topics that ever matched it; a higher score is better."""

    story: Story
    matches: tuple[RecordedMatch, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How many stories a query finds, one page of them, and their counts by outlet, topic,
    language and day (UTC). `cursor` leads to the next page, as of the moment of the first."""

    total: int
    hits: tuple[IndexHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which part of what is found is asked for, in which order; a cursor goes before an offset."""

    limit: int = 20
    offset: int = 0
    sort: Sort = "relevance"
    cursor: str | None = None


async def search(client: AsyncElasticsearch, query: Query, page: Page) -> Found:
    """Returns exactly the stories that the query finds, best or latest first, a page at a time.

    Pages belong together for five minutes each: what is written meanwhile is in none of them.
    """
    if not page.cursor and page.offset + page.limit > DEEPEST:
        raise WrongUse(f"Elasticsearch turns {DEEPEST} stories' pages; use --cursor to go deeper")
    pit, after = _opened(page.cursor) if page.cursor else (await _open(client), None)
    by_score = page.sort == "relevance"
    try:
        answer = await client.search(
            pit={"id": pit, "keep_alive": KEEP_ALIVE},
            query=scored(query) if by_score else compile(query),
            sort=[{"_score": "desc"}, *LATEST_FIRST] if by_score else LATEST_FIRST,
            search_after=after,
            from_=0 if after else page.offset,
            size=page.limit,
            track_total_hits=True,
            aggs=FACETS,
        )
    except NotFoundError as error:
        raise WrongUse("this cursor is too old; search again from the first page") from error
    except BadRequestError as error:
        if not page.cursor:
            raise
        raise WrongUse(
            "this cursor is of another search or not whole; take it from the page before, and "
            "search with the same words and order"
        ) from error
    if answer["timed_out"] or answer["_shards"]["failed"]:
        raise IndexUnusable("a part of the index did not answer; try again")
    hits = answer["hits"]["hits"]
    is_last = len(hits) < page.limit
    if is_last:
        await client.options(ignore_status=404).close_point_in_time(id=answer["pit_id"])
    return Found(
        total=answer["hits"]["total"]["value"],
        hits=tuple(_hit(hit) for hit in hits),
        facets={name: _counts(answer["aggregations"][name]) for name in FACETS},
        cursor=None if is_last else _closed(answer["pit_id"], hits[-1]["sort"]),
    )


def scored(query: Query) -> dict[str, Any]:
    """Returns the query's clause with a score: every word that is asked for counts."""
    words = [leaf for leaf in leaves(query.tree) if isinstance(leaf, Words)]
    return {
        "bool": {
            "filter": [compile(query)],
            "should": [_weighed(query, leaf) for leaf in words],
            "minimum_should_match": 0,
        }
    }


def _weighed(query: Query, leaf: Words) -> dict[str, Any]:
    names = (leaf.field,) if leaf.field else SEARCHED
    clauses = [
        {
            "bool": {
                "must": [compile(replace(query, tree=replace(leaf, field=name)))],
                "boost": HEADLINE_WEIGHT.get(name, 1.0),
            }
        }
        for name in names
    ]
    return {"dis_max": {"queries": clauses}}


async def _open(client: AsyncElasticsearch) -> str:
    opened = await client.open_point_in_time(index=STORIES, keep_alive=KEEP_ALIVE)
    return str(opened["id"])


def _closed(pit: str, after: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps([pit, after]).encode()).decode()


def _opened(cursor: str) -> tuple[str, list[Any]]:
    try:
        pit, after = json.loads(base64.urlsafe_b64decode(cursor))
    except ValueError as error:
        raise WrongUse("this is no cursor; take it from the page before, whole") from error
    return pit, after


def _counts(facet: Mapping[str, Any]) -> dict[str, int]:
    return {
        str(bucket.get("key_as_string", bucket["key"])): bucket["doc_count"]
        for bucket in facet["buckets"]
    }


def _hit(hit: Mapping[str, Any]) -> IndexHit:
    document = hit["_source"]
    matches = tuple(_match(match) for match in document["matches"])
    return IndexHit(
        story=story_from_document(document), matches=matches, score=hit["_score"] or 0.0
    )


def _match(match: Mapping[str, Any]) -> RecordedMatch:
    return RecordedMatch(
        topic=match["topic"],
        matched_at=datetime.fromisoformat(match["matched_at"]),
        revision=match["revision"],
        last_revision=match["last_revision"],
        passages=tuple(Passage(**passage) for passage in match["passages"]),
    )
