"""Queries that stand, of which each story is asked which it meets: cost grows with the hits.

A query is filed under the literals of its rarest required part, and there under those of the next
rarest. Only queries of which a story holds both are looked at, and asked for what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Generic, TypeVar

from storywatch.query.analysed import AnalysedStory
from storywatch.query.lexicon import Lexicon
from storywatch.query.program import Group, Leaves, Program, Reading
from storywatch.query.syntax import Tree

Asker = TypeVar("Asker")
ALWAYS = ""  # the literal that every story holds
UNFILED = (ALWAYS,)
NOTHING: frozenset[str] = frozenset()
MOST_PLACES = 256  # at which one query is filed; beyond it only its rarest part is


@dataclass(frozen=True, slots=True, eq=False)
class Standing(Generic[Asker]):
    """A query that stands: for whom, where it is filed, and what that leaves to be asked."""

    asker: Asker
    program: Program
    keys: tuple[str, ...]
    also: tuple[str, ...]
    rest: tuple[Program, ...]


class StandingQueries(Generic[Asker]):
    """Queries, each for an asker; a `fork` can be changed without changing what it is made from."""

    def __init__(self, asked: Iterable[tuple[Asker, Tree, str | None]] = ()) -> None:
        self._leaves = Leaves()
        read = [(asker, self._leaves.program(tree, stems)) for asker, tree, stems in asked]
        self._lexicon = Lexicon(
            chain.from_iterable(self._leaves.literals(program) for _, program in read)
        )
        self._all = {asker: self._filed(asker, program) for asker, program in read}
        gathered: dict[str, dict[str, list[Standing[Asker]]]] = {}
        for one in self._all.values():
            for key in one.keys:
                drawer = gathered.setdefault(key, {})
                for word in one.also:
                    drawer.setdefault(word, []).append(one)
        self._drawers: dict[str, dict[str, tuple[Standing[Asker], ...]]] = {
            key: {word: tuple(filed) for word, filed in drawer.items()}
            for key, drawer in gathered.items()
        }
        # What each drawer holds, apart: most drawers that a story asks for stay shut.
        self._labels = {key: frozenset(drawer) for key, drawer in gathered.items()}

    def fork(self) -> StandingQueries[Asker]:
        """Returns a copy that shares nothing that changes."""
        other = StandingQueries[Asker]()
        other._leaves = self._leaves.fork()
        other._lexicon = self._lexicon.fork()
        other._all = dict(self._all)
        other._drawers = dict(self._drawers)
        other._labels = dict(self._labels)
        return other

    def add(self, asker: Asker, tree: Tree, stemming: str | None) -> None:
        """Adds a query for an asker that has none yet."""
        program = self._leaves.program(tree, stemming)
        self._lexicon.add(self._leaves.literals(program))
        one = self._all[asker] = self._filed(asker, program)
        for key in one.keys:
            drawer = self._drawers.get(key, {})
            more = {word: (*drawer.get(word, ()), one) for word in one.also}
            self._put(key, {**drawer, **more})

    def remove(self, asker: Asker) -> None:
        """Takes an asker's query away."""
        one = self._all.pop(asker)
        self._lexicon.remove(self._leaves.literals(one.program))
        for key in one.keys:
            left = {
                word: tuple(other for other in filed if other is not one)
                for word, filed in self._drawers[key].items()
            }
            self._put(key, {word: filed for word, filed in left.items() if filed})

    @property
    def required(self) -> frozenset[str]:
        """Literals of which a story holds one wherever it meets a query; all hold `ALWAYS`."""
        return frozenset(self._drawers)

    def tree(self, asker: Asker) -> Tree:
        """Returns the tree of an asker's query in `normal` form."""
        return self._leaves.tree(self._all[asker].program)

    def reading(self, story: AnalysedStory) -> Reading:
        """Returns a story as these queries ask for it."""
        held = self._lexicon.held(story)
        held.add(ALWAYS)
        return Reading(self._leaves, story, held)

    def met(self, reading: Reading) -> Iterator[Standing[Asker]]:
        """Yields the queries that the story meets, each once, in no order."""
        holds = reading.holds
        for one in self._candidates(reading.held):
            for part in one.rest:
                if not holds(part):
                    break
            else:
                yield one

    def _candidates(self, held: set[str]) -> set[Standing[Asker]]:
        found: set[Standing[Asker]] = set()
        labels = map(self._labels.get, held, repeat(NOTHING))
        for key, is_shut in zip(held, map(held.isdisjoint, labels), strict=True):
            if not is_shut:
                drawer = self._drawers[key]
                for word in self._labels[key] & held:
                    found.update(drawer[word])
        return found

    def _put(self, key: str, drawer: dict[str, tuple[Standing[Asker], ...]]) -> None:
        self._drawers[key] = drawer
        self._labels[key] = frozenset(drawer)
        if not drawer:
            del self._drawers[key], self._labels[key]

    def _filed(self, asker: Asker, program: Program) -> Standing[Asker]:
        is_all = isinstance(program, Group) and not program.is_any
        parts = program.parts if is_all else (program,)  # type: ignore[union-attr]
        choices = [(part, self._required(part)) for part in parts]
        rarest = sorted(
            ((self._weight(chosen), at, chosen) for at, (_, chosen) in enumerate(choices) if chosen)
        )[:2]
        if len(rarest) == 2 and len(rarest[0][2]) * len(rarest[1][2]) > MOST_PLACES:
            rarest = rarest[:1]
        done = {at for _, at, _ in rarest if _is_said(parts[at])}
        filed = [chosen for _, _, chosen in rarest] + [UNFILED] * 2
        rest = tuple([part for at, part in enumerate(parts) if at not in done])
        return Standing(asker, program, filed[0], filed[1], rest)

    def _required(self, program: Program) -> tuple[str, ...] | None:
        """Returns literals of which a story must hold one, the rarest; None if it need not."""
        if isinstance(program, str):
            return (program,)
        if isinstance(program, int):
            needed = self._leaves[program].needed if program >= 0 else ()
            return (min(needed, key=self._lexicon.weight),) if needed else None
        choices = [self._required(part) for part in program.parts]
        given = [choice for choice in choices if choice]
        if not program.is_any:
            return min(given, key=self._weight, default=None)
        return tuple(dict.fromkeys(chain(*given))) if len(given) == len(choices) else None

    def _weight(self, literals: tuple[str, ...]) -> float:
        return sum(map(self._lexicon.weight, literals))


def _is_said(part: Program) -> bool:
    """Whether a part holds wherever a story holds one of the literals that it requires."""
    if isinstance(part, Group):
        return part.is_any and all(isinstance(one, str) for one in part.parts)
    return isinstance(part, str)
