"""What a topic's author should look at again: clauses without effect, or with too much of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from storywatch.outlet import Outlet
from storywatch.query.analysed import analyse
from storywatch.query.implying import implies
from storywatch.query.standing import StandingQueries
from storywatch.query.syntax import (
    And,
    Everything,
    Not,
    Or,
    Phrase,
    Query,
    Term,
    Tree,
    leaves,
    negated,
    normal,
    words_of,
)
from storywatch.story import Story
from storywatch.topic import Topic

BROAD = 0.25  # of all stories: a topic that catches more tells a desk little
FEWEST = 40  # stories from which a share means something
MOST_PAIRS = 400  # clauses side by side up to which each is compared with each


class Fault(StrEnum):
    """What is wrong with a clause."""

    WARNING = "warning"  # the parser took it otherwise than it may be meant
    NEVER = "never"  # no story can meet it
    SWALLOWED = "swallowed"  # another clause makes it needless
    BROAD = "broad"  # it meets far too many of the stored stories
    UNMET = "unmet"  # it has met none of them yet, which may be right


@dataclass(frozen=True, slots=True, kw_only=True)
class Lint:
    """One clause to look at again; where stored stories tell, `count` of `total` meet it."""

    topic: str
    fault: Fault
    clause: str
    sentence: str
    count: int | None = None
    total: int | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether it is to be mended; what has met no story yet may be right all the same."""
        return self.fault is not Fault.UNMET


def lint(topic: str, query: Query, outlets: Mapping[str, Outlet]) -> tuple[Lint, ...]:
    """Returns what a query alone can tell; `outlets` are those declared, if they are known."""
    tree = normal(query.tree)
    found = [
        *((Fault.WARNING, query.text, warning) for warning in query.warnings),
        *_never(tree, query.stemming),
        *(_unknown_outlets(tree, outlets) if outlets else ()),
        *_swallowed(tree, query.stemming),
    ]
    return tuple(
        Lint(topic=topic, fault=fault, clause=clause, sentence=sentence)
        for fault, clause, sentence in dict.fromkeys(found)
    )


def lint_on_stories(
    topics: Mapping[str, tuple[Topic, Query]],
    stories: Iterable[Story],
    outlets: Mapping[str, Outlet],
) -> tuple[Lint, ...]:
    """Returns what stored stories show: each alternative's share of them, by topic."""
    tally = _Tally(topics, outlets)
    for story in stories:
        tally.add(story)
    return tuple(tally.lints())


def alternatives(query: Query) -> tuple[Tree, ...]:
    """Returns the parts of which any one makes a story match; mostly that is the whole query."""
    tree = normal(query.tree)
    return tree.parts if isinstance(tree, Or) else (tree,)


_Found = tuple[Fault, str, str]
_NOTHING = Not(Everything())


def _never(tree: Tree, stemming: str | None) -> Iterator[_Found]:
    """Yields the smallest parts that no story can meet."""
    match tree:
        case Not() if tree == _NOTHING:
            yield Fault.NEVER, str(tree), "it excludes every story"
        case And(parts) | Or(parts):
            for part in parts:
                yield from _never(part, stemming)
            if isinstance(tree, And) and len(parts) <= MOST_PAIRS and _NOTHING not in parts:
                yield from _contradictions(parts, stemming)
        case _:
            return


def _contradictions(parts: tuple[Tree, ...], stemming: str | None) -> Iterator[_Found]:
    for place, part in enumerate(parts):
        for other in parts[place + 1 :]:
            if _excluding(part, other, stemming) or _excluding(other, part, stemming):
                yield Fault.NEVER, _both(part, other), "no story can meet both"


def _excluding(part: Tree, other: Tree, stemming: str | None) -> bool:
    return implies(part, normal(negated(other)), stemming)


def _unknown_outlets(tree: Tree, outlets: Mapping[str, Outlet]) -> Iterator[_Found]:
    for leaf in leaves(tree):
        is_id = isinstance(leaf, Term | Phrase) and leaf.field == "outlet"
        if is_id and " ".join(words_of(leaf)) not in outlets:
            known = ", ".join(sorted(outlets)[:20])
            yield Fault.NEVER, str(leaf), f"no such outlet is declared; declared are: {known}"


def _swallowed(tree: Tree, stemming: str | None) -> Iterator[_Found]:
    """Yields the clauses without which the tree would hold for the same stories."""
    if not isinstance(tree, And | Or):
        return
    find = _swallower if len(tree.parts) <= MOST_PAIRS else _twin
    for place, part in enumerate(tree.parts):
        swallower = find(place, tree, stemming)
        if swallower is not None:
            yield Fault.SWALLOWED, str(part), _without(part, swallower, tree)
    for part in tree.parts:
        yield from _swallowed(part, stemming)


def _twin(place: int, tree: And | Or, _stemming: str | None) -> Tree | None:
    """An earlier part that is the same: all that is looked for in very long lists."""
    part = tree.parts[place]
    return part if tree.parts.index(part) < place else None


def _swallower(place: int, tree: And | Or, stemming: str | None) -> Tree | None:
    """Another part that makes this one needless: in OR a wider one, in AND a narrower one."""
    part = tree.parts[place]
    for at, other in enumerate(tree.parts):
        wide, narrow = (part, other) if isinstance(tree, And) else (other, part)
        if at == place or not implies(narrow, wide, stemming):
            continue
        # Of two that mean the same the first stays.
        if at < place or not implies(wide, narrow, stemming):
            return other
    return None


def _without(part: Tree, swallower: Tree, tree: And | Or) -> str:
    if part == swallower:
        return "it stands there twice"
    if isinstance(tree, Or):
        return f"whatever it finds, {_grouped(swallower)} finds as well"
    return f"{_grouped(swallower)} asks for more already"


def _both(one: Tree, other: Tree) -> str:
    return f"{_grouped(one)} AND {_grouped(other)}"


def _grouped(tree: Tree) -> str:
    return f"({tree})" if isinstance(tree, And | Or) else str(tree)


@dataclass(slots=True, eq=False)
class _Alternative:
    """One alternative of a topic, and how many stories met it."""

    topic: Topic
    tree: Tree
    stemming: str | None
    count: int = 0


class _Tally:
    """Counts over stories what each alternative of each topic meets; one story at a time."""

    def __init__(
        self, topics: Mapping[str, tuple[Topic, Query]], outlets: Mapping[str, Outlet]
    ) -> None:
        self._outlets = outlets
        self._total = 0
        self._all = [
            _Alternative(topic, tree, query.stemming)
            for topic, query in topics.values()
            for tree in alternatives(query)
        ]
        self._queries = StandingQueries((one, one.tree, one.stemming) for one in self._all)

    def add(self, story: Story) -> None:
        """Counts a story."""
        self._total += 1
        outlet = self._outlets.get(story.outlet)
        for standing in self._queries.met(self._queries.reading(analyse(story))):
            if standing.asker.topic.covers(outlet, story.language):
                standing.asker.count += 1

    def lints(self) -> Iterator[Lint]:
        """Yields the alternatives that met too many stories, and those that met none."""
        if self._total < FEWEST:
            return
        for one in self._all:
            if one.count > BROAD * self._total and not isinstance(one.tree, Everything):
                yield self._lint(one, Fault.BROAD, "it meets far too many of the stored stories")
            elif not one.count:
                yield self._lint(one, Fault.UNMET, "it has met none of the stored stories yet")

    def _lint(self, one: _Alternative, fault: Fault, sentence: str) -> Lint:
        return Lint(
            topic=one.topic.id,
            fault=fault,
            clause=str(one.tree),
            sentence=sentence,
            count=one.count,
            total=self._total,
        )
