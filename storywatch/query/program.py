"""Trees with numbered leaves: what many topics share is then asked of a story only once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from storywatch.query.analysed import AnalysedStory
from storywatch.query.match import holds, passages
from storywatch.query.syntax import And, Leaf, Not, Or, Term, Tree, normal
from storywatch.story import Passage

CITED = 3  # occurrences of a clause that a topic's match cites; an explanation cites all


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which all must hold, or any."""

    is_any: bool
    parts: tuple[Program, ...]


# A leaf is its number, and a negated leaf the number's complement, so that it is below zero.
Program: TypeAlias = int | Group


class Leaves:
    """The leaves of all topics, each once, by number."""

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

    def _program(self, tree: Tree, stemming: str | None) -> Program:
        match tree:
            case And(parts) | Or(parts):
                programs = tuple(self._program(part, stemming) for part in parts)
                return Group(isinstance(tree, Or), programs)
            case Not(part):
                return ~self._number(part, stemming)  # type: ignore[arg-type]
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
        self._truths: dict[int, bool] = {}
        self._cited: dict[int, tuple[Passage, ...]] = {}

    def holds(self, program: Program) -> bool:
        """Returns whether the program holds for the story."""
        if type(program) is int:
            truth = self._truths.get(program)
            return self._truth(program) if truth is None else truth
        is_any = program.is_any  # type: ignore[union-attr]
        for part in program.parts:  # type: ignore[union-attr]
            if self.holds(part) is is_any:
                return is_any
        return not is_any

    def cite(self, program: Program) -> tuple[Passage, ...]:
        """Returns the first passages of every clause by which a program holds that does hold."""
        if isinstance(program, int):
            return self._passages(program)
        cited: list[Passage] = []
        for part in program.parts:
            if not program.is_any or self.holds(part):
                cited += self.cite(part)
        return tuple(dict.fromkeys(cited)) if len(cited) > 1 else tuple(cited)

    def _truth(self, number: int) -> bool:
        if number < 0:
            truth = not self.holds(~number)
        else:
            leaf, stemming = self._leaves[number]
            if type(leaf) is Term and leaf.field is None and stemming is None:
                truth = leaf.word in self._story.searched
            else:
                truth = holds(leaf, self._story, stemming)
        self._truths[number] = truth
        return truth

    def _passages(self, number: int) -> tuple[Passage, ...]:
        if number < 0:
            return ()
        cited = self._cited.get(number)
        if cited is None:
            leaf, stemming = self._leaves[number]
            cited = tuple(islice(passages(leaf, self._story, stemming), CITED))
            self._cited[number] = cited
        return cited
