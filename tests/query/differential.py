"""All readings of random queries side by side, and where any of them differs from the reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from storywatch.query import Query, parse
from storywatch.query.matcher import TopicSet
from storywatch.story import Story
from storywatch.topic import Topic
from tests.query.queries import WORDS, Typed, random_query
from tests.query.readings import Matching, Searching, found_by_topics
from tests.query.reference import Reference

Asked = tuple[Typed, str | None]


def asked(seeds: Iterable[int], words: Sequence[str] = WORDS) -> list[Asked]:
    """A random query for each seed; every fourth one stems."""
    return [(random_query(Random(seed), words=words), None if seed % 4 else "en") for seed in seeds]


def expected(stories: Sequence[Story], queries: Sequence[Asked]) -> list[frozenset[int]]:
    """What the reference finds by each query."""
    reference = Reference(stories)
    return [
        reference.found(typed.asked, stemmed=stemming is not None) for typed, stemming in queries
    ]


def differences(
    stories: Sequence[Story], queries: Sequence[Asked], wanted: Sequence[frozenset[int]]
) -> Iterator[str]:
    """Names each query by which some reading finds other stories than `wanted`."""
    read = [parse(typed.text, stemming=stemming) for typed, stemming in queries]
    matching, searching = Matching(stories), Searching(stories)
    for query, right in zip(read, wanted, strict=True):
        if matching.found(query) != right:
            yield f"one by one: {query.text!r}"
        if searching.found(query) != right:
            yield f"full text: {query.text!r}"
    searching.close()
    topics = topics_of(read)
    together = found_by_topics(TopicSet(topics), stories)
    for topic, right in zip(topics, wanted, strict=True):
        if together.get(topic.id, frozenset()) != right:
            yield f"all topics at once: {topic.query!r}"


def topics_of(queries: Iterable[Query]) -> list[Topic]:
    """A topic for each query, in order."""
    return [
        Topic(id=f"topic_{number}", query=query.text, stemming=query.stemming)  # type: ignore[arg-type]
        for number, query in enumerate(queries)
    ]
