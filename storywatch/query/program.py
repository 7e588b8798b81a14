"""Trees as programs: what is a literal is asked of a story by a look into a set of those it holds.

Other leaves are numbered, so that what many queries share is asked of a story only once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from sys import intern
from typing import TypeAlias

from storywatch.query.analysed import AnalysedStory
from storywatch.query.literals import leaf_of, literal, needed
from storywatch.query.match import holds, passages
from storywatch.query.syntax import And, Leaf, Not, Or, Tree, normal
from storywatch.story import Passage

CITED = 3  # occurrences of a clause that a topic's match cites; an explanation cites all


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which all must hold, or any."""

    is_any: bool
    parts: tuple[Program, ...]


# A literal is itself: most leaves are. Another leaf is its number, and a negated leaf the number's
# complement, so that it is below zero.
Program: TypeAlias = str | int | Group


@dataclass(frozen=True, slots=True)
class Numbered:
    """A leaf that is no literal, or stands negated: it needs literals, or is just one of them."""

    leaf: Leaf
    stemming: str | None
    literal: str | None
    needed: tuple[str, ...]


class Leaves:
    """The leaves of all queries that are not just literals, each once, by number."""

    def __init__(self) -> None:
        self._all: list[Numbered] = []
        self._numbers: dict[tuple[Leaf, str | None], int] = {}

    def __getitem__(self, number: int) -> Numbered:
        return self._all[max(number, ~number)]

    def fork(self) -> Leaves:
        """Returns a copy that can grow by itself."""
        other = Leaves()
        other._all = list(self._all)
        other._numbers = dict(self._numbers)
        return other

    def program(self, tree: Tree, stemming: str | None = None) -> Program:
        """Returns the tree with the numbers of its leaves, adding those that are new."""
        return self._program(normal(tree), stemming)

    def tree(self, program: Program) -> Tree:
        """Returns the tree that a program was made from, in `normal` form."""
        if isinstance(program, str):
            return leaf_of(program)
        if isinstance(program, int):
            leaf = self[program].leaf
            return Not(leaf) if program < 0 else leaf
        return (Or if program.is_any else And)(tuple(map(self.tree, program.parts)))

    def literals(self, program: Program) -> Iterator[str]:
        """Yields the literals that a program asks for, repeated ones repeatedly."""
        if isinstance(program, Group):
            for part in program.parts:
                yield from self.literals(part)
        elif isinstance(program, str):
            yield program
        else:
            leaf = self[program]
            yield from (leaf.literal,) if leaf.literal else leaf.needed

    def _program(self, tree: Tree, stemming: str | None) -> Program:
        match tree:
            case And(parts) | Or(parts):
                programs = tuple([self._program(part, stemming) for part in parts])
                return Group(isinstance(tree, Or), programs)
            case Not(part):
                return ~self._number(part, stemming)  # type: ignore[arg-type]
            case leaf:
                itself = literal(leaf, stemming)
                return self._number(leaf, stemming) if itself is None else intern(itself)

    def _number(self, leaf: Leaf, stemming: str | None) -> int:
        number = self._numbers.setdefault((leaf, stemming), len(self._all))
        if number == len(self._all):
            asked = tuple(map(intern, needed(leaf, stemming)))
            self._all.append(Numbered(leaf, stemming, literal(leaf, stemming), asked))
        return number


class Reading:
    """One story against many programs: it remembers what each leaf said.

    `held` are the literals that the story holds, as far as any program asks for them.
    """

    def __init__(self, leaves: Leaves, story: AnalysedStory, held: set[str]) -> None:
        self.held = held
        self._leaves = leaves
        self._story = story
        self._truths: dict[int, bool] = {}
        self._cited: dict[str | int, tuple[Passage, ...]] = {}

    def holds(self, program: Program) -> bool:
        """Returns whether the program holds for the story."""
        if type(program) is str:
            return program in self.held
        if type(program) is int:
            truth = self._truths.get(program)
            return self._truth(program) if truth is None else truth
        is_any = program.is_any  # type: ignore[union-attr]
        for part in program.parts:  # type: ignore[union-attr]
            truth = part in self.held if type(part) is str else self.holds(part)
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
        asked = self._leaves[number]
        if asked.literal:
            told = asked.literal in self.held
        else:
            told = self.held.issuperset(asked.needed) and holds(
                asked.leaf, self._story, asked.stemming
            )
        truth = told if number >= 0 else not told
        self._truths[number] = truth
        return truth

    def _passages(self, clause: str | int) -> tuple[Passage, ...]:
        cited = self._cited.get(clause)
        if cited is None:
            cited = self._cited[clause] = tuple(islice(self._found(clause), CITED))
        return cited

    def _found(self, clause: str | int) -> Iterator[Passage]:
        if isinstance(clause, str):
            return passages(leaf_of(clause), self._story)
        if clause < 0:
            return iter(())
        asked = self._leaves[clause]
        return passages(asked.leaf, self._story, asked.stemming)
