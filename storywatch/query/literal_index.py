"""Finds, for a story, the topics of which it holds a required literal; cost grows with hits.

Whole words and stems are looked up in dictionaries; beginnings of words take one Aho-Corasick pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

from storywatch.query.analysed import AnalysedStory
from storywatch.query.fields import TEXTS
from storywatch.query.literals import START, STEM

Entry = TypeVar("Entry")
ALWAYS = ""  # the key of entries that are candidates for every story
ANY = frozenset({ALWAYS})


class LiteralIndex(Generic[Entry]):
    """Entries by their keys; a `fork` can be changed without changing what it was made from.

    `also` says of an entry of which words a story must hold one besides a key: an entry is filed
    under a key and then under such a word, so that most entries are never looked at.
    """

    def __init__(
        self,
        entries: Iterable[tuple[Entry, tuple[str, ...]]] = (),
        also: Callable[[Entry], frozenset[str]] | None = None,
    ) -> None:
        self._also = also or _nothing
        gathered: dict[str, dict[str, list[Entry]]] = {}
        for entry, keys in entries:
            for key in keys:
                drawer = gathered.setdefault(key, {})
                for word in self._also(entry):
                    drawer.setdefault(word, []).append(entry)
        self._by_key = {
            key: {word: tuple(filed) for word, filed in drawer.items()}
            for key, drawer in gathered.items()
        }
        self._starts = {key for key in gathered if key.endswith(START)}
        self._stems = sum(key.startswith(STEM) for key in gathered)

    def __getstate__(self) -> dict[str, object]:
        # The automaton cannot be pickled; it is built again when it is first needed.
        return {name: kept for name, kept in self.__dict__.items() if name != "_automaton"}

    def fork(self) -> LiteralIndex[Entry]:
        """Returns a copy that shares nothing that changes."""
        other = LiteralIndex[Entry](also=self._also)
        other._by_key = dict(self._by_key)
        other._starts = set(self._starts)
        other._stems = self._stems
        if "_automaton" in self.__dict__:
            other._automaton = self._automaton
        return other

    def add(self, entry: Entry, keys: tuple[str, ...]) -> None:
        """Files an entry under its keys."""
        for key in keys:
            if key not in self._by_key:
                self._note(key, 1)
            drawer = dict(self._by_key.get(key, {}))
            drawer |= {word: (*drawer.get(word, ()), entry) for word in self._also(entry)}
            self._by_key[key] = drawer

    def remove(self, entry: Entry, keys: tuple[str, ...]) -> None:
        """Takes an entry away from under its keys."""
        for key in keys:
            left = {
                word: tuple(other for other in filed if other is not entry)
                for word, filed in self._by_key[key].items()
            }
            drawer = {word: filed for word, filed in left.items() if filed}
            if drawer:
                self._by_key[key] = drawer
            else:
                del self._by_key[key]
                self._note(key, -1)

    def candidates(self, story: AnalysedStory) -> set[Entry]:
        """Returns the entries that have a key in the story, and those that need none."""
        held = story.vocabulary | ANY
        found: set[Entry] = set()
        for key in self._hits(story):
            drawer = self._by_key[key]
            for word in held.intersection(drawer):
                found.update(drawer[word])
        return found

    def _hits(self, story: AnalysedStory) -> Iterator[str]:
        yield from (story.vocabulary | ANY) & self._by_key.keys()
        if self._stems:
            yield from {STEM + stem for stem in story.stems} & self._by_key.keys()
        if self._starts:
            starts, automaton = self._automaton
            text = "".join(story.text(name).joined for name in TEXTS)
            for number in {found[0] for found in automaton.find_matches_as_indexes(text, True)}:
                yield starts[number]

    def _note(self, key: str, change: int) -> None:
        self._stems += change * key.startswith(STEM)
        if key.endswith(START):
            (self._starts.add if change > 0 else self._starts.discard)(key)
            self.__dict__.pop("_automaton", None)

    @cached_property
    def _automaton(self) -> tuple[list[str], AhoCorasick]:
        starts = sorted(self._starts)
        return starts, AhoCorasick([" " + start.removesuffix(START) for start in starts])


def _nothing(_: object) -> frozenset[str]:
    return ANY
