"""A story as the readings see it: each field's words, where they stand, and phrases among them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property, lru_cache
from itertools import chain, pairwise

from storywatch.query import fields
from storywatch.query.analysis import exact_words, spans, stem, words
from storywatch.query.literals import in_field
from storywatch.query.syntax import Prefix, Wildcard
from storywatch.story import Story

AT_FIRST = 100  # words of a field whose places are looked for, when the first is asked for
BREAK = "\ue000"  # between two authors: a private character, so no word of any text


class Text:
    """The words of one field in one form: folded, exact or stemmed.

    `joined` holds them between blanks, which makes looking for a phrase one search in a string.
    """

    __slots__ = ("__dict__", "words")

    def __init__(self, found: list[str]) -> None:
        self.words = found

    @cached_property
    def joined(self) -> str:
        """All words, each between two blanks."""
        return f" {' '.join(self.words)} " if self.words else ""

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different words."""
        return frozenset(self.words)

    @cached_property
    def alphabet(self) -> list[str]:
        """The different words in order, so that those with one beginning stand together."""
        return sorted(self.vocabulary)

    def has_phrase(self, phrase: tuple[str, ...]) -> bool:
        """Returns whether the phrase occurs."""
        return f" {' '.join(phrase)} " in self.joined

    def phrases(self, phrase: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """Yields the first and last word of every occurrence of the phrase."""
        wanted = list(phrase)
        for first in self._places(phrase[0]):
            if len(wanted) == 1 or self.words[first : first + len(wanted)] == wanted:
                yield first, first + len(wanted) - 1

    def _places(self, word: str) -> Iterator[int]:
        place = -1
        with suppress(ValueError):
            while True:
                place = self.words.index(word, place + 1)
                yield place

    def words_like(self, leaf: Prefix | Wildcard) -> Iterator[tuple[int, int]]:
        """Yields every word that has the leaf's form."""
        alike = set(filter(form(leaf), self._starting(leaf.start)))
        yield from ((place, place) for place, word in enumerate(self.words) if word in alike)

    def has_start(self, start: str) -> bool:
        """Returns whether a word begins so."""
        return begins(self.alphabet, start)

    def _starting(self, start: str) -> Iterator[str]:
        for place in range(bisect_left(self.alphabet, start), len(self.alphabet)):
            if not self.alphabet[place].startswith(start):
                return
            yield self.alphabet[place]

    def neighbours(self, near: frozenset[str], distance: int) -> Iterator[tuple[int, int]]:
        """Yields the shortest stretches that hold all of the words with few enough others."""
        last: dict[str, int] = {}
        widest = len(near) + distance
        for place, word in enumerate(self.words):
            if word not in near:
                continue
            last[word] = place
            first = min(last.values())
            if len(last) == len(near) and place - first < widest:
                yield first, place


class AnalysedStory:
    """A story whose fields are analysed once, when they are first asked for."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._texts: dict[tuple[str, str], Text] = {}
        self._places: dict[str, list[tuple[int, int]]] = {}

    def text(self, field: str, form: str = "folded") -> Text:
        """Returns a field's words in one of the forms folded, exact and stemmed."""
        found = self._texts.get((field, form))
        if found is None:
            found = self._texts[field, form] = self._read(field, form)
        return found

    @cached_property
    def searched(self) -> frozenset[str]:
        """The different folded words of the fields that bare words look in."""
        return frozenset().union(*(self.text(name).words for name in fields.SEARCHED))

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Every two words that follow each other there, with a blank between."""
        texts = (self.text(name).words for name in fields.SEARCHED)
        return frozenset(chain(*(map(" ".join, pairwise(text)) for text in texts)))

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """The different folded words of the other fields, as literals."""
        return frozenset(
            in_field(name, word)
            for name in fields.TEXTS
            if name not in fields.SEARCHED
            for word in self.text(name).vocabulary
        )

    @cached_property
    def stems(self) -> frozenset[str]:
        """The different stems of the fields that bare words look in."""
        return frozenset().union(*(self.text(name, "stemmed").words for name in fields.SEARCHED))

    def span(self, field: str, first: int, last: int) -> tuple[int, int]:
        """Returns where the words from `first` to `last` stand in the field's text."""
        places = self._places.get(field, [])
        if last >= len(places):  # most that are asked for stand near the beginning
            places = self._places[field] = self._located(field, 2 * last + AT_FIRST)
        return places[first][0], places[last][1]

    def _read(self, field: str, form: str) -> Text:
        if form == "stemmed":
            return Text([stem(word) for word in self.text(field).words])
        values = fields.values(self.story, field)
        found = list(map(_words_of_body if field == "body" else words, values))
        if form == "exact":
            found = list(map(exact_words, values, found))
        return Text(_chained(found))

    def _located(self, field: str, most: int) -> list[tuple[int, int]]:
        """Returns where the first `most` words of a field stand."""
        located: list[tuple[int, int]] = []
        before = 0
        for value in fields.values(self.story, field):
            if located:
                located += [(before, before)] * fields.GAP
            located += [(before + start, before + end) for start, end in spans(value, most)]
            before += len(value) + 1
            if len(located) >= most:
                break
        return located[:most]


def analyse(story: Story) -> AnalysedStory:
    """Returns the story ready for matching; make it once a story."""
    return AnalysedStory(story)


@lru_cache(maxsize=32)  # they are asked for when a story is matched, and when it is recorded
def _words_of_body(body: str) -> list[str]:
    return words(body)


def begins(alphabet: list[str], start: str) -> bool:
    """Returns whether a word of an ordered list begins so."""
    place = bisect_left(alphabet, start)
    return place < len(alphabet) and alphabet[place].startswith(start)


def form(leaf: Prefix | Wildcard) -> Callable[[str], bool]:
    """Returns whether a word has the form that the leaf asks for."""
    if isinstance(leaf, Prefix):
        start = leaf.start
        return lambda word: word.startswith(start)
    bare = leaf.form.removesuffix("*")
    fixed = [(place, char) for place, char in enumerate(bare) if char != "?"]
    is_open = bare != leaf.form

    def fits(word: str) -> bool:
        long_enough = len(word) >= len(bare) if is_open else len(word) == len(bare)
        return long_enough and all(word[place] == char for place, char in fixed)

    return fits


def _chained(texts: list[list[str]]) -> list[str]:
    chained: list[str] = []
    for text in texts:
        if chained:
            chained += [BREAK] * fields.GAP
        chained += text
    return chained
