"""A query read by its shape is the query that is read whole: its tree, its warnings, its errors."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storywatch.errors import QueryError
from storywatch.query import Query, parse, shapes
from storywatch.query.shapes import Shapes
from tests.query.queries import random_query, several

KNOWN = {"tea": "tea OR chai", "broken": "tea AND"}
PIECES = [
    *"()\"'\\~+-!/[]{<:*…é\u3000\n",
    *several("tea milk AND OR NOT TO and or not w wom?n cof* o'b a.b C++ AT&T 北约 García-L && ||"),
    *several("title: exact: title:tea title:( title:title:x topic:tea topic:broken ~2 ^2 /x/ >="),
    *('"green tea"', '"tea milk"~3', '"a', "“x y”", "published:2025-12-01T10:30Z", "[2025 TO *]"),
]


def outcome(read: Callable[[], Query]) -> object:
    """The query that is read, or what its author is told."""
    try:
        return read()
    except QueryError as error:
        return str(error)


SHARED = Shapes(KNOWN)


def assert_same(text: str, stemming: str | None = None) -> None:
    whole = outcome(lambda: parse(text, known=KNOWN, stemming=stemming))
    for by_shape in (SHARED, SHARED, Shapes(KNOWN)):  # what is remembered, and what is not yet
        assert outcome(lambda by=by_shape: by.parse(text, stemming)) == whole  # type: ignore[misc]


@pytest.mark.parametrize("first", [0, 1000, 2000])
def test_random_queries_read_by_shape_are_the_same(first: int) -> None:
    for seed in range(first, first + 1000):
        assert_same(random_query(Random(seed)).text, None if seed % 4 else "en")


@settings(max_examples=600)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", " "])), max_size=12))
@example([("tea", " "), ("(", ""), ("milk", ""), (")", "")])
@example([("title:", " "), ("tea", "")])
@example([("tea", " "), ("or", " "), ("milk", "")])
@example([("“x y”", "\n"), ("OR", " "), ("NOT", " "), ("NOT", " "), ("tea", "")])
def test_any_mixture_of_pieces_read_by_shape_is_the_same(pieces: list[tuple[str, str]]) -> None:
    assert_same("".join(piece + blank for piece, blank in pieces))


def test_what_is_too_deep_too_long_or_too_large_is_refused_alike() -> None:
    assert_same("(" * 70 + "tea" + ")" * 70)
    assert_same("tea " * 4_100)
    assert_same("tea " * 6_000)


def test_each_shape_and_each_clause_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(shapes, "parse", lambda text, **_: read.append(text) or parse(text))
    queries = [
        f'({one} OR title:{other}) NOT "{one} {other}"~2'
        for one in ("tea", "milk")
        for other in ("tea", "milk")
    ]
    by_shape = Shapes()
    for text in queries * 3:
        by_shape.parse(text)

    assert sorted(read) == sorted(
        ["(w OR w) NOT w", "tea", "milk", "title:tea", "title:milk"]
        + [f'"{one} {other}"~2' for one in ("tea", "milk") for other in ("tea", "milk")]
        + [text for text in queries * 3 if '"tea tea"' in text or '"milk milk"' in text]
    ), "near words that are the same draw a warning, so they are read whole each time"
