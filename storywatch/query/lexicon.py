"""The literals that queries ask for: how many ask for each, and which of them a story holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from ahocorasick_rs import AhoCorasick

from storywatch.query.analysed import AnalysedStory
from storywatch.query.literals import FIELD, PAIR, START, STEM


class Lexicon:
    """Literals in use; a `fork` can be changed without changing what it was made from.

    Words, pairs and stems are looked up; beginnings of words take one Aho-Corasick pass.
    """

    def __init__(self, literals: Iterable[str] = ()) -> None:
        self._uses = Counter(literals)
        self._kinds = Counter(map(_kind, self._uses))

    def __getstate__(self) -> dict[str, object]:
        # The automaton cannot be pickled; it is built again when it is first needed.
        return {name: kept for name, kept in self.__dict__.items() if name != "_automaton"}

    def fork(self) -> Lexicon:
        """Returns a copy that shares nothing that changes."""
        other = Lexicon()
        other.__dict__.update(self.__dict__)
        other._uses = self._uses.copy()
        other._kinds = self._kinds.copy()
        return other

    def add(self, literals: Iterable[str]) -> None:
        """Notes that a query asks for these."""
        for literal in literals:
            if not self._uses[literal]:
                self._note(literal, 1)
            self._uses[literal] += 1

    def remove(self, literals: Iterable[str]) -> None:
        """Notes that a query no longer asks for these."""
        for literal in literals:
            self._uses[literal] -= 1
            if not self._uses[literal]:
                del self._uses[literal]
                self._note(literal, -1)

    def weight(self, literal: str) -> float:
        """How common a literal may be: many queries ask for common ones; short ones are common."""
        return self._uses[literal] + 1 / (1 + len(literal))

    def held(self, story: AnalysedStory) -> set[str]:
        """Returns the literals in use that a story holds."""
        held = set(self._known & story.searched)
        if self._kinds[PAIR]:
            held |= self._known & story.pairs
        if self._kinds[FIELD]:
            held |= self._known & story.elsewhere
        if self._kinds[STEM]:
            held.update(self._known.intersection(map(STEM.__add__, story.stems)))
        if self._kinds[START]:
            starts, automaton = self._automaton
            text = f" {' '.join(story.searched)} {' '.join(story.elsewhere)}"
            found = automaton.find_matches_as_indexes(text, overlapping=True)
            held.update([starts[number] for number, _, _ in found])
        return held

    def _note(self, literal: str, change: int) -> None:
        kind = _kind(literal)
        self._kinds[kind] += change
        self.__dict__.pop("_known", None)
        if kind == START:
            self.__dict__.pop("_automaton", None)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._uses)

    @cached_property
    def _automaton(self) -> tuple[list[str], AhoCorasick]:
        starts = sorted(literal for literal in self._uses if _kind(literal) == START)
        return starts, AhoCorasick([" " + start.removesuffix(START) for start in starts])


def _kind(literal: str) -> str:
    if literal.endswith(START):
        return START
    if literal.startswith(STEM):
        return STEM
    if literal.startswith(FIELD):
        return FIELD
    return PAIR if PAIR in literal else ""
