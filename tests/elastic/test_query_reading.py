"""The fourth reading: a real Elasticsearch finds by a query what every other reading finds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from storywatch.query import Query, parse
from storywatch.query.elastic import analysed_fields, compile
from storywatch.query.syntax import Prefix, Term
from tests.query.differential import asked, expected
from tests.query.stories import STORIES

INDEX = "storywatch-test-readings"
TEMPLATE = (
    Path(__file__).resolve().parents[2]
    / "index_mappings"
    / "component_templates"
    / "storywatch-stories.json"
)
QUERIES = 5_000
AT_ONCE = 250


@pytest.fixture(scope="module")
def index(elastic: Elasticsearch) -> Iterator[str]:
    template = json.loads(TEMPLATE.read_text("utf-8"))["template"]
    properties = {**template["mappings"]["properties"], "published_at": {"type": "date"}}
    elastic.options(ignore_status=404).indices.delete(index=INDEX)
    elastic.indices.create(
        index=INDEX,
        settings={**template["settings"], "number_of_replicas": 0},
        mappings={"dynamic": "strict", "properties": properties},
    )
    for number, story in enumerate(STORIES):
        published = story.published_at.isoformat() if story.published_at else None
        document = {"published_at": published, "analysed": analysed_fields(story)}
        elastic.index(index=INDEX, id=str(number), document=document)
    elastic.indices.refresh(index=INDEX)
    yield INDEX
    elastic.indices.delete(index=INDEX)


def found(elastic: Elasticsearch, index: str, queries: Sequence[Query]) -> list[frozenset[int]]:
    searches: list[dict[str, object]] = []
    for query in queries:
        searches += [{}, {"query": compile(query), "size": len(STORIES), "_source": False}]
    answers = elastic.msearch(index=index, searches=searches)["responses"]
    return [frozenset(int(hit["_id"]) for hit in answer["hits"]["hits"]) for answer in answers]


@pytest.mark.timeout(600)  # five thousand searches on a machine that others use as well
def test_elasticsearch_finds_what_the_reference_finds(elastic: Elasticsearch, index: str) -> None:
    queries = asked(range(20_000, 20_000 + QUERIES))
    wanted = expected(STORIES, queries)

    differences = []
    for first in range(0, QUERIES, AT_ONCE):
        some = [
            parse(typed.text, stemming=stemming)
            for typed, stemming in queries[first : first + AT_ONCE]
        ]
        answers = found(elastic, index, some)
        for query, answer, right in zip(some, answers, wanted[first:], strict=False):
            if answer != right:
                differences.append(f"{query.text!r}: {sorted(answer ^ right)}")

    assert differences == []


def test_a_bug_in_this_reading_is_seen(elastic: Elasticsearch, index: str) -> None:
    whole = parse("nato")
    broken = Query(text="nato", tree=Prefix("nat"))

    assert isinstance(whole.tree, Term)
    assert found(elastic, index, [whole]) != found(elastic, index, [broken, parse("*")])[1:]


def test_its_words_are_the_words_of_the_analysis(elastic: Elasticsearch, index: str) -> None:
    for story in STORIES:
        for forms in analysed_fields(story).values():
            for text in forms.values():
                answer = elastic.indices.analyze(
                    index=index, analyzer="storywatch_words", text=text
                )
                assert [token["token"] for token in answer["tokens"]] == text.split(" ")
