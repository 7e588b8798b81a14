"""The fourth reading: a real Elasticsearch finds by a query what every other reading finds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from storywatch.query import Query, parse
from storywatch.query.elastic import analysed_fields, compile
from storywatch.query.sparse import GAP
from storywatch.query.syntax import Prefix, Term
from tests.query.differential import asked, expected
from tests.query.stories import STORIES as MADE_UP
from tests.query.stories import story

# The stem of one is another's word, whose own stem is yet another.
STEMS = ("Environmental rules", "The environment, an environment", "Environ, environs")
STORIES = (*MADE_UP, *(story(len(MADE_UP) + place, title=one) for place, one in enumerate(STEMS)))
INDEX = "storywatch-test-readings"
COMPONENTS = Path(__file__).resolve().parents[2] / "index_mappings" / "component_templates"
TEMPLATE = json.loads((COMPONENTS / "storywatch-stories.json").read_text("utf-8"))["template"]
PROPERTIES: dict[str, Any] = TEMPLATE["mappings"]["properties"]
QUERIES = 5_000
AT_ONCE = 250


@pytest.fixture(scope="module")
def index(elastic: Elasticsearch) -> Iterator[str]:
    properties = {**PROPERTIES, "published_at": {"type": "date"}}
    elastic.options(ignore_status=404).indices.delete(index=INDEX)
    elastic.indices.create(
        index=INDEX,
        settings={**TEMPLATE["settings"], "number_of_replicas": 0},
        mappings={"dynamic": "strict", "properties": properties},
    )
    for number, one in enumerate(STORIES):
        published = one.published_at.isoformat() if one.published_at else None
        document = {"published_at": published, "analysed": analysed_fields(one)}
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


@pytest.mark.parametrize(("typed", "stories"), [("environmental", {0}), ("environment", {1, 2})])
def test_a_stem_is_not_taken_for_the_word_that_looks_like_it(
    elastic: Elasticsearch, index: str, typed: str, stories: set[int]
) -> None:
    single, phrase = (parse(text, stemming="en") for text in (typed, f'title:"{typed}"~3'))

    wanted = frozenset(len(MADE_UP) + place for place in stories)
    assert found(elastic, index, [single, phrase]) == [wanted, wanted]


def test_a_bug_in_this_reading_is_seen(elastic: Elasticsearch, index: str) -> None:
    whole = parse("nato")
    broken = Query(text="nato", tree=Prefix("nat"))

    assert isinstance(whole.tree, Term)
    assert found(elastic, index, [whole]) != found(elastic, index, [broken, parse("*")])[1:]


def test_its_words_are_the_words_of_the_analysis(elastic: Elasticsearch, index: str) -> None:
    for one in STORIES:
        for name, forms in analysed_fields(one).items():
            for form, text in forms.items():
                path = f"analysed.{name}.{form}"
                answer = elastic.indices.analyze(index=index, text=text, analyzer=analyzer(path))
                read = {token["position"]: token["token"] for token in answer["tokens"]}
                words = enumerate(text.split(" "))
                assert read == {place: word for place, word in words if word != GAP}, path


def analyzer(path: str) -> str:
    """The analyzer that the mapping names for a field's words."""
    field: dict[str, Any] = {"properties": PROPERTIES}
    for name in path.split("."):
        field = field["properties"][name]
    return str(field["analyzer"])


@pytest.mark.parametrize("typed", ["Zelensky", "ZELENSKY", "García-López", "the trump card"])
def test_people_s_words_in_kibana_s_search_bar_find_the_folded_ones(
    elastic: Elasticsearch, index: str, typed: str
) -> None:
    asked = {"multi_match": {"query": typed, "type": "phrase", "lenient": True}}
    wanted = parse(f'"{typed.lower()}"')

    answer = elastic.search(index=index, query=asked, size=len(STORIES), source=False)

    numbers = frozenset(int(hit["_id"]) for hit in answer["hits"]["hits"])
    assert [numbers] == found(elastic, index, [wanted])
    assert numbers
