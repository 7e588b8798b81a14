"""A topic's own examples: stories that it must match, and stories that it must not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from storywatch.query.analysed import analyse
from storywatch.query.match import match
from storywatch.query.syntax import Query
from storywatch.story import Story
from storywatch.topic import Example, Topic

_WHENEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleResult:
    """How a topic's query did on one of its examples; `number` counts from 1 in its list."""

    topic: str
    kind: str
    number: int
    passed: bool
    text: str

    def __str__(self) -> str:
        said = "matches" if self.passed == (self.kind == "must_match") else "does not match"
        return f"{self.kind} {self.number} {said}: {self.text}"


def check(topic: Topic, query: Query) -> tuple[ExampleResult, ...]:
    """Returns how the query, which is the topic's, does on each of the topic's examples."""
    return (
        *_results(topic, "must_match", topic.must_match, query),
        *_results(topic, "must_not_match", topic.must_not_match, query),
    )


def example_story(example: Example | str) -> Story:
    """Returns the story that an example tells of; a bare string is its body."""
    told = Example(body=example) if isinstance(example, str) else example
    return Story(
        id="example",
        outlet=told.outlet,
        url=told.url,
        title=told.title,
        standfirst=told.standfirst or None,
        body=told.body,
        language=told.language or None,
        authors=told.authors,
        section=told.section or None,
        first_seen_at=_WHENEVER,
        fetched_at=_WHENEVER,
    )


def _results(
    topic: Topic, kind: str, examples: Iterable[Example | str], query: Query
) -> Iterable[ExampleResult]:
    for number, example in enumerate(examples, start=1):
        story = example_story(example)
        matched = match(query, analyse(story), per_clause=1) is not None
        yield ExampleResult(
            topic=topic.id,
            kind=kind,
            number=number,
            passed=matched == (kind == "must_match"),
            text=(story.title or story.body)[:80],
        )
