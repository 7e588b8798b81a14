"""A query finds the same stories by every reading, and a bug in any of them does not go unseen."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import matching
from storywatch.journal import Journal
from storywatch.query import analysed, analysis, lexicon, parse, sqlite, standing
from storywatch.story import Draft
from tests.journal.samples import NOON, queue
from tests.query.differential import Asked, asked, differences, expected
from tests.query.queries import WORDS, Typed, random_query
from tests.query.stories import STORIES, story


@pytest.mark.parametrize("first", [0, 500, 1000, 1500])
def test_no_reading_differs_from_the_reference(first: int) -> None:
    queries = asked(range(first, first + 500))

    assert list(differences(STORIES, queries, expected(STORIES, queries))) == []


@settings(max_examples=15, deadline=None)
@given(
    queries=st.lists(
        st.tuples(
            st.randoms(use_true_random=False).map(random_query), st.sampled_from([None, "en"])
        ),
        min_size=1,
        max_size=8,
    ),
    texts=st.lists(
        st.tuples(
            st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
            st.lists(st.sampled_from([*WORDS, "-", "’", ".", "..."]), max_size=25).map(" ".join),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_no_reading_differs_on_any_mixture_of_words(
    queries: list[Asked], texts: list[tuple[str, str]]
) -> None:
    stories = [story(at, title=title, body=body) for at, (title, body) in enumerate(texts)]

    assert list(differences(stories, queries, expected(stories, queries))) == []


NEAR = ["apple", "pie", "lopez", "smith", "jones", "st", "louis", "kyiv", "nato", "x", "one", "two"]


def test_no_reading_differs_in_how_near_words_are() -> None:
    pairs = [(one, other) for one in NEAR for other in NEAR if one < other]
    queries: list[Asked] = [
        (Typed(f'"{one} {other}"~{others}', ("near", f"{one} {other}", others)), None)
        for one, other in pairs
        for others in range(6)
    ]

    wanted = expected(STORIES, queries)

    assert len(set(wanted)) > 15
    assert list(differences(STORIES, queries, wanted)) == []


def test_the_journal_finds_what_the_reference_finds(tmp_path: Path) -> None:
    queries = asked(range(5000, 5120))

    with Journal.open(tmp_path / "journal.db") as journal:
        for one in STORIES:
            draft = Draft(story=one, page_url=one.url)
            journal.record(queue(journal, one.id), draft, keep=True, now=NOON)
        found = [
            {
                hit.story.id
                for hit in journal.search(parse(typed.text, stemming=stemming), limit=99).hits
            }
            for typed, stemming in queries
        ]

    numbers = expected(STORIES, queries)
    assert found == [{STORIES[number].id for number in one} for one in numbers]


def broken(function: Callable[..., object], change: Callable[..., object]) -> object:
    """The function with a bug: it answers what `change` makes of its answer and its arguments."""
    return lambda *args, **kwargs: change(function(*args, **kwargs), *args)


BUGS: dict[str, tuple[object, str, object]] = {
    "nearness is any distance": (
        analysed.Text,
        "neighbours",
        lambda self, near, _, right=analysed.Text.neighbours: right(self, near, 99),
    ),
    "the full text forgets standfirsts": (
        sqlite,
        "_in",
        lambda names, words, right=sqlite._in: right(
            [name for name in names if "standfirst" not in name] or names, words
        ),
    ),
    "the full text joins alternatives by AND": (
        sqlite,
        "_joined",
        lambda operator, filters, right=sqlite._joined: right("AND", filters),
    ),
    "a range leaves its first instant out": (
        sqlite,
        "_range",
        lambda leaf, right=sqlite._range: replace(
            right(leaf), where=right(leaf).where.replace(">=", "> 86400000 +")
        ),
    ),
    "possessives stay": (
        analysis,
        "_edited",
        lambda text, edits=(), right=analysis._edited: right(text, analysis.JOINING),
    ),
    "exact words are folded": (analysed, "exact_words", lambda text, folded: folded),
    "the full text does not stem what is asked": (sqlite, "stem", lambda word: word),
    "a form's last letters are not looked at": (
        analysed.Text,
        "words_like",
        lambda self, leaf: (
            (at, at) for at, word in enumerate(self.words) if word.startswith(leaf.start)
        ),
    ),
    "a topic is filed under its first alternative only": (
        standing.StandingQueries,
        "_required",
        broken(standing.StandingQueries._required, lambda keys, *_: keys and keys[:1]),
    ),
    "topics that need a beginning are never tried": (
        lexicon.Lexicon,
        "held",
        broken(
            lexicon.Lexicon.held, lambda held, *_: {one for one in held if not one.endswith("*")}
        ),
    ),
    "what a topic is filed under is all that it asks": (
        standing,
        "_is_said",
        broken(standing._is_said, lambda *_: True),
    ),
    "two words in a row are so in any order": (
        analysed.AnalysedStory,
        "pairs",
        property(
            lambda self: {f"{one} {other}" for one in self.searched for other in self.searched}
        ),
    ),
}


@pytest.fixture(scope="module")
def suite() -> tuple[list[Asked], list[frozenset[int]]]:
    queries = asked(range(7000, 7250))
    return queries, expected(STORIES, queries)


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_in_one_reading_is_seen(
    bug: str,
    suite: tuple[list[Asked], list[frozenset[int]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(*BUGS[bug])

    assert next(differences(STORIES, *suite), None)


def test_without_a_bug_nothing_is_seen(suite: tuple[list[Asked], list[frozenset[int]]]) -> None:
    assert next(differences(STORIES, *suite), None) is None


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.timeout(300)
@pytest.mark.parametrize("first", range(0, 20_000, matching.AT_ONCE))
def test_no_reading_differs_on_the_corpus(first: int) -> None:
    if not matching.CORPUS.is_dir() and not os.environ.get("CI"):
        pytest.skip("no measuring pages beside the checkout")
    stories = matching.corpus_stories(matching.CORPUS)

    assert list(matching.differences(stories, range(first, first + matching.AT_ONCE))) == []
