"""Every example in the guide to the query language does what the guide says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storywatch.errors import QueryError
from storywatch.query import analyse, match, parse
from storywatch.query.fields import MOMENTS, SCOPES, TEXTS
from storywatch.story import Story
from tests.cli.running import storywatch

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "query-language.md"
BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FIELD = re.compile(rf"({'|'.join((*TEXTS, *MOMENTS))}): ?(.*)")
KNOWN = {"alliance": 'nato OR "Atlantic alliance"'}
WHENEVER = datetime(2025, 12, 2, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Block:
    kind: str
    option: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return self.lines[0]


def blocks() -> Iterator[Block]:
    for kind, option, text in BLOCK.findall(GUIDE.read_text("utf-8")):
        yield Block(kind=kind, option=option, lines=tuple(text.splitlines()))


def of_kind(kind: str) -> list[Block]:
    return [block for block in blocks() if block.kind == kind]


def story(text: str) -> Story:
    """The story that a line tells of: fields parted by |, or a body alone."""
    told = dict(found.groups() for part in text.split(" | ") if (found := FIELD.fullmatch(part)))
    told = told or {"body": text}
    published = told.get("published")
    return Story(
        id="example",
        outlet=told.get("outlet", ""),
        url=told.get("url", ""),
        title=told.get("title", ""),
        standfirst=told.get("standfirst"),
        body=told.get("body", ""),
        authors=tuple(told["author"].split(", ")) if "author" in told else (),
        section=told.get("section"),
        language=told.get("language"),
        published_at=datetime.fromisoformat(published) if published else None,
        first_seen_at=WHENEVER,
        fetched_at=WHENEVER,
    )


@pytest.mark.parametrize("block", of_kind("query"), ids=str)
def test_an_example_finds_what_the_guide_says(block: Block) -> None:
    query = parse(block.lines[0], known=KNOWN, stemming="en" if block.option else None)

    for line in block.lines[1:]:
        mark, _, text = line.partition(" ")
        assert mark in ("✓", "✗")
        assert (match(query, analyse(story(text))) is not None) == (mark == "✓"), line


@pytest.mark.parametrize("block", of_kind("refused"), ids=str)
def test_what_the_guide_calls_refused_is_refused_with_that_message(block: Block) -> None:
    with pytest.raises(QueryError) as caught:
        parse(block.lines[0])

    assert str(caught.value).startswith(block.lines[1])


@pytest.mark.parametrize("block", of_kind("warned"), ids=str)
def test_what_the_guide_warns_of_draws_that_warning(block: Block) -> None:
    assert parse(block.lines[0]).warnings[0].startswith(block.lines[1])


@pytest.mark.parametrize("block", of_kind("console"), ids=str)
def test_a_command_prints_what_the_guide_shows(block: Block) -> None:
    words = shlex.split(block.lines[0].removeprefix("$ storywatch "))

    assert storywatch(*words).out.splitlines() == list(block.lines[1:])


def test_every_field_and_operator_has_an_example() -> None:
    queries = " ".join(block.lines[0] for block in of_kind("query"))

    for name in (*TEXTS, *MOMENTS, *SCOPES):
        assert name in {"body", "standfirst"} or f"{name}:" in queries
    for sign in ("AND", "OR", "NOT", "+", "-", "(", '"', "~", "*", "?", "[", "}", ">=", "\\"):
        assert sign in queries
    assert {block.kind for block in blocks()} == {"query", "refused", "warned", "console"}
