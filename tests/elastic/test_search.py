from __future__ import annotations

import base64
import json
from collections import Counter
from datetime import UTC, timedelta
from typing import Any

import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch

from storywatch.errors import WrongUse
from storywatch.index.audit import Audited, audit
from storywatch.index.searching import Found, Page, search
from storywatch.index.settings import IndexSettings
from storywatch.journal import Journal
from storywatch.outlet import Outlet
from storywatch.query import analyse, match, parse
from storywatch.story import Story
from storywatch.topic import Topic
from tests.elastic.desk import NOON, fill, record, ship, story, with_client

QUERIES = (
    "tea",
    "*",
    "title:tea OR outlet:outlet1",
    '"tea story"',
    "rain -strike",
    '"rain port"~3',
    "min* language:de",
    "published:[2025-12-02T12:00:30Z TO *]",
)


@pytest.fixture
def indexed(journal: Journal, settings: IndexSettings, elastic: Elasticsearch) -> Journal:
    fill(journal, 90)
    fill(journal, 9, edit=1)
    record(journal, story(95, published_at=None, published_precision=None, language=None))
    ship(journal, settings)
    elastic.indices.refresh(index="stories")
    return journal


def found(settings: IndexSettings, text: str, **page: Any) -> Found:
    async def work(client: AsyncElasticsearch) -> Found:
        return await search(client, parse(text), Page(**page))

    return with_client(settings, work)


def day_of(one: Story) -> str:
    return f"{(one.published_at or one.first_seen_at).astimezone(UTC):%Y-%m-%d}"


@pytest.mark.parametrize("text", QUERIES)
def test_search_and_facets_are_the_journal_s_own_figures(
    indexed: Journal, settings: IndexSettings, text: str
) -> None:
    query = parse(text)
    met = [one for one in indexed.stories() if match(query, analyse(one)) is not None]

    answer = found(settings, text, limit=1000)

    assert answer.total == len(met) == indexed.search(query).total
    assert {hit.story.id: hit.story for hit in answer.hits} == {one.id: one for one in met}
    assert {hit.story.id: hit.matches for hit in answer.hits} == {
        one.id: indexed.matches(one.id) for one in met
    }
    topics = [one.topic for story in met for one in indexed.matches(story.id)]
    assert answer.facets == {
        "outlet": Counter(one.outlet for one in met),
        "topic": Counter(topics),
        "language": Counter(one.language for one in met if one.language),
        "day": Counter(map(day_of, met)),
    }


def test_latest_first_is_the_same_order_as_in_the_journal(
    indexed: Journal, settings: IndexSettings
) -> None:
    mine = indexed.search(parse("tea"), limit=1000, sort="date").hits
    theirs = found(settings, "tea", limit=1000, sort="date").hits

    assert [hit.story.id for hit in theirs] == [hit.story.id for hit in mine]


def test_a_word_in_the_headline_counts_for_more(
    journal: Journal, settings: IndexSettings, elastic: Elasticsearch
) -> None:
    record(journal, story(1, title="Nothing", body="The harbour and a kestrel, among others."))
    record(journal, story(2, title="A kestrel", body="Nothing else of them."))
    ship(journal, settings)
    elastic.indices.refresh(index="stories")

    hits = found(settings, "kestrel").hits

    assert [hit.story.title for hit in hits] == ["A kestrel", "Nothing"]
    assert hits[0].score > hits[1].score > 0


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_pages_by_cursor_are_of_one_moment(
    indexed: Journal, settings: IndexSettings, elastic: Elasticsearch, sort: str
) -> None:
    whole = [hit.story.id for hit in found(settings, "*", limit=1000, sort=sort).hits]
    page = found(settings, "*", limit=20, sort=sort)
    seen = [hit.story.id for hit in page.hits]
    fill(indexed, 10, first=200)
    ship(indexed, settings)
    elastic.indices.refresh(index="stories")

    while page.cursor:
        page = found(settings, "*", limit=20, sort=sort, cursor=page.cursor)
        assert page.total == len(whole)
        seen += [hit.story.id for hit in page.hits]

    assert seen == whole


def test_a_cursor_that_is_none_or_too_old_is_told_of(
    indexed: Journal, settings: IndexSettings, elastic: Elasticsearch
) -> None:
    cursor = found(settings, "*", limit=5).cursor
    assert cursor
    with pytest.raises(WrongUse, match="of another search"):
        found(settings, "*", sort="date", cursor=cursor)
    elastic.close_point_in_time(id=json.loads(base64.urlsafe_b64decode(cursor))[0])

    with pytest.raises(WrongUse, match="too old"):
        found(settings, "*", limit=5, cursor=cursor)
    with pytest.raises(WrongUse, match="no cursor"):
        found(settings, "*", cursor="nonsense")
    with pytest.raises(WrongUse, match="--cursor"):
        found(settings, "*", offset=20_000)


def outlet(name: str) -> Outlet:
    feed = {"kind": "feed", "url": f"https://{name}.example/feed"}
    home = f"https://{name}.example/"
    return Outlet.model_validate({"id": name, "homepage": home, "source": [feed]})


def test_the_audit_names_where_topics_and_recorded_matches_differ(
    indexed: Journal, settings: IndexSettings, elastic: Elasticsearch
) -> None:
    topics = [
        Topic(id="topic1", query="edit0"),
        Topic(id="topic3", query="edit0 OR edit1", outlets=("outlet0",), languages=("de",)),
    ]
    asked = [(topic, parse(topic.query)) for topic in topics]
    outlets = {name: outlet(name) for name in ("outlet0", "outlet1", "outlet2")}

    async def work(client: AsyncElasticsearch) -> list[Audited]:
        since = NOON - timedelta(days=1)
        return [one async for one in audit(client, asked, outlets, since=since)]

    first, second = with_client(settings, work)

    stories = list(indexed.stories())
    edit0 = {one.id for one in stories if "edit0" in one.body}
    names = ("topic1", "topic3")
    ever = {name: {one.id for one in indexed.stories(topic=name)} for name in names}
    assert first.found_count == len(edit0)
    assert set(first.unrecorded) == edit0 - ever["topic1"]
    assert set(first.unfound) == ever["topic1"] - edit0
    scope = {one.id for one in stories if one.outlet == "outlet0" and one.language in {"de", None}}
    assert second.found_count == len(scope)
    assert set(second.unrecorded) == scope - ever["topic3"]
    assert set(second.unfound) == ever["topic3"] - scope
