"""Trees with numbered leaves: what many topics share is then asked of a story only once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from sys import intern
from typing import TypeAlias

from storywatch.query.analysed import AnalysedStory, begins
from storywatch.query.fields import SEARCHED
from storywatch.query.match import holds, passages
from storywatch.query.syntax import And, Leaf, Not, Or, Phrase, Prefix, Term, Tree, normal
from storywatch.story import Passage

CITED = 3  # occurrences of a clause that a topic's match cites; an explanation cites all


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which all must hold, or any."""

    is_any: bool
    parts: tuple[Program, ...]


# A bare word is itself: most leaves are, and whether a story holds it is one look into a set.
# Another leaf is its number, a negated leaf the number's complement, so that it is below zero.
Program: TypeAlias = str | int | Group


class Leaves:
    """The leaves of all topics but for bare words, each once, by number."""

    def __init__(self) -> None:
        self.all: list[tuple[Leaf, str | None]] = []
        self._numbers: dict[tuple[Leaf, str | None], int] = {}

    def fork(self) -> Leaves:
        """Returns a copy that can grow by itself."""
        other = Leaves()
        other.all = list(self.all)
        other._numbers = dict(self._numbers)
        return other

    def program(self, tree: Tree, stemming: str | None = None) -> Program:
        """Returns the tree with the numbers of its leaves, adding those that are new."""
        return self._program(normal(tree), stemming)

    def tree(self, program: Program) -> Tree:
        """Returns the tree that a program was made from."""
        if isinstance(program, str):
            return Term(program)
        if isinstance(program, int):
            leaf = self.all[max(program, ~program)][0]
            return Not(leaf) if program < 0 else leaf
        return (Or if program.is_any else And)(tuple(map(self.tree, program.parts)))

    def _program(self, tree: Tree, stemming: str | None) -> Program:
        match tree:
            case And(parts) | Or(parts):
                programs = tuple([self._program(part, stemming) for part in parts])
                return Group(isinstance(tree, Or), programs)
            case Not(part):
                return ~self._number(part, stemming)  # type: ignore[arg-type]
            case Term(word, None) if stemming is None:
                return intern(word)
            case leaf:
                return self._number(leaf, stemming)

    def _number(self, leaf: Leaf, stemming: str | None) -> int:
        number = self._numbers.setdefault((leaf, stemming), len(self.all))
        if number == len(self.all):
            self.all.append((leaf, stemming))
        return number


class Reading:
    """One story against many programs: it remembers what each leaf said."""

    def __init__(self, leaves: Leaves, story: AnalysedStory) -> None:
        self._leaves = leaves.all
        self._story = story
        self._words = story.searched
        self._truths: dict[int, bool] = {}
        self._cited: dict[str | int, tuple[Passage, ...]] = {}

    def holds(self, program: Program) -> bool:
        """Returns whether the program holds for the story."""
        if type(program) is str:
            return program in self._words
        if type(program) is int:
            truth = self._truths.get(program)
            return self._truth(program) if truth is None else truth
        is_any = program.is_any  # type: ignore[union-attr]
        for part in program.parts:  # type: ignore[union-attr]
            truth = part in self._words if type(part) is str else self.holds(part)
            if truth is is_any:
                return is_any
        return not is_any

    def cite(self, program: Program) -> tuple[Passage, ...]:
        """Returns the first passages of every clause by which a program holds that does hold."""
        clauses: dict[str | int, None] = {}
        self._gather(program, clauses)
        return tuple(chain.from_iterable(map(self._passages, clauses)))

    def _gather(self, program: Program, clauses: dict[str | int, None]) -> None:
        """Adds the clauses by which the program holds, in order."""
        if not isinstance(program, Group):
            clauses[program] = None
            return
        for part in program.parts:
            if not program.is_any or self.holds(part):
                self._gather(part, clauses)

    def _truth(self, number: int) -> bool:
        told = self._leaf_truth(*self._leaves[max(number, ~number)])
        truth = told if number >= 0 else not told
        self._truths[number] = truth
        return truth

    def _leaf_truth(self, leaf: Leaf, stemming: str | None) -> bool:
        # Most are phrases and beginnings without a field, and most of those are not in the story.
        if stemming is None and isinstance(leaf, Phrase) and leaf.field is None:
            return self._words.issuperset(leaf.words) and self._has_phrase(leaf)
        if isinstance(leaf, Prefix) and leaf.field is None:
            return begins(self._story.alphabet, leaf.start)
        return holds(leaf, self._story, stemming)

    def _has_phrase(self, phrase: Phrase) -> bool:
        wanted = f" {' '.join(phrase.words)} "
        return any(wanted in text for text in self._joined)

    @cached_property
    def _joined(self) -> list[str]:
        return [self._story.text(name).joined for name in SEARCHED]

    def _passages(self, clause: str | int) -> tuple[Passage, ...]:
        cited = self._cited.get(clause)
        if cited is None:
            cited = self._cited[clause] = tuple(islice(self._found(clause), CITED))
        return cited

    def _found(self, clause: str | int) -> Iterator[Passage]:
        if isinstance(clause, str):
            return passages(Term(clause), self._story)
        if clause < 0:
            return iter(())
        leaf, stemming = self._leaves[clause]
        return passages(leaf, self._story, stemming)
