"""Why a story meets a query, or why not: the clauses, their passages, and how near a miss came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from storywatch.outlet import Outlet
from storywatch.query.analysed import AnalysedStory
from storywatch.query.match import holds, passages
from storywatch.query.nearness import Nearness, nearness
from storywatch.query.syntax import (
    And,
    Leaf,
    Not,
    Or,
    Query,
    Tree,
    any_of,
    leaves,
    normal,
)
from storywatch.story import Passage
from storywatch.topic import Topic


class Finding(StrEnum):
    """What a clause has to do with the verdict."""

    MET = "met"  # the story holds it
    ABSENT = "absent"  # an exclusion that the story does not hold
    MISSING = "missing"  # the story would have to hold it
    VETOED = "vetoed"  # an exclusion that the story does hold
    OUT_OF_SCOPE = "out_of_scope"  # the topic does not look at such stories


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause of the query, what was found of it, and where.

    Of a missing clause `near` says in a sentence what came nearest, and `passages` show it.
    """

    clause: str
    finding: Finding
    passages: tuple[Passage, ...] = ()
    near: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The verdict with every clause that it rests on.

    A miss names the fewest clauses that would have to change, in `blockers`; what the story does
    hold of the query is told as well.
    """

    matched: bool
    clauses: tuple[Clause, ...]

    @property
    def blockers(self) -> tuple[Clause, ...]:
        """The clauses that stand between the story and the query; none of a hit."""
        helpful = (Finding.MET, Finding.ABSENT)
        return tuple(clause for clause in self.clauses if clause.finding not in helpful)


@dataclass(frozen=True, slots=True)
class _Blocker:
    """A leaf, or leaves of which any would do, and what is wrong with it."""

    finding: Finding
    tree: Tree


def explain(query: Query, story: AnalysedStory) -> Explanation:
    """Returns why the story meets the query or not, with all occurrences of each clause."""
    tree = normal(query.tree)
    matched = holds(tree, story, query.stemming)
    blockers = () if matched else _blockers(tree, story, query.stemming)
    present = dict.fromkeys(_present(tree, story, query.stemming))
    absent = dict.fromkeys(_absent(tree, story, query.stemming))
    return Explanation(
        matched=matched,
        clauses=(
            *(_blocking(blocker, story, query.stemming) for blocker in blockers),
            *(_met(leaf, story, query.stemming) for leaf in present),
            *(Clause(clause=str(leaf), finding=Finding.ABSENT) for leaf in absent),
        ),
    )


def explain_topic(
    topic: Topic, query: Query, story: AnalysedStory, outlet: Outlet | None
) -> Explanation:
    """Returns why the story is the topic's or not: first whether it is in scope, then the query."""
    found = explain(query, story)
    outside = tuple(_out_of_scope(topic, story, outlet))
    return Explanation(matched=found.matched and not outside, clauses=(*outside, *found.clauses))


def _blockers(tree: Tree, story: AnalysedStory, stemming: str | None) -> tuple[_Blocker, ...]:
    """The fewest changes with which a `normal` tree that fails would hold."""
    match tree:
        case And(parts):
            failing = (part for part in parts if not holds(part, story, stemming))
            found = (blocker for part in failing for blocker in _blockers(part, story, stemming))
            return tuple(dict.fromkeys(found))
        case Or(parts):
            return _nearest([_blockers(part, story, stemming) for part in parts])
        case Not(part):
            return (_Blocker(Finding.VETOED, part),)
        case leaf:
            return (_Blocker(Finding.MISSING, leaf),)


def _nearest(ways: list[tuple[_Blocker, ...]]) -> tuple[_Blocker, ...]:
    """The shortest way; of equally short ones one that exclusions alone block, else all as one."""
    shortest = min(map(len, ways))
    nearest = [way for way in ways if len(way) == shortest]
    for way in nearest:
        if all(blocker.finding is Finding.VETOED for blocker in way):
            return way
    if shortest > 1:
        return nearest[0]
    alternatives = dict.fromkeys(leaf for way in nearest for leaf in leaves(way[0].tree))
    return (_Blocker(Finding.MISSING, any_of(tuple(alternatives))),)


def _present(tree: Tree, story: AnalysedStory, stemming: str | None) -> Iterator[Leaf]:
    """The leaves that the story holds; where an alternative holds, those of others do not count."""
    match tree:
        case And(parts) | Or(parts):
            counting = [part for part in parts if holds(part, story, stemming)]
            for part in counting if counting and isinstance(tree, Or) else parts:
                yield from _present(part, story, stemming)
        case Not():
            return
        case leaf:
            if holds(leaf, story, stemming):
                yield leaf


def _absent(tree: Tree, story: AnalysedStory, stemming: str | None) -> Iterator[Leaf]:
    """The exclusions that the story does not hold."""
    match tree:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _absent(part, story, stemming)
        case Not(part):
            yield from (leaf for leaf in leaves(part) if not holds(leaf, story, stemming))
        case _:
            return


def _met(leaf: Leaf, story: AnalysedStory, stemming: str | None) -> Clause:
    cited = tuple(passages(leaf, story, stemming))
    return Clause(clause=str(leaf), finding=Finding.MET, passages=cited)


def _blocking(blocker: _Blocker, story: AnalysedStory, stemming: str | None) -> Clause:
    clause, alternatives = str(blocker.tree), leaves(blocker.tree)
    if blocker.finding is Finding.VETOED:
        cited = tuple(passages(alternatives[0], story, stemming))
        return Clause(clause=clause, finding=Finding.VETOED, passages=cited)
    near = _closest([nearness(leaf, story, stemming) for leaf in alternatives])
    return Clause(
        clause=clause, finding=Finding.MISSING, passages=near.passages, near=near.sentence
    )


def _closest(found: list[Nearness]) -> Nearness:
    """Of what came near to several alternatives, the first that has something to show."""
    return next((near for near in found if near.passages), found[0])


def _out_of_scope(topic: Topic, story: AnalysedStory, outlet: Outlet | None) -> Iterator[Clause]:
    language = story.story.language
    if not topic.model_copy(update={"languages": ()}).covers(outlet, language):
        named = ", ".join((*topic.outlets, *topic.collections))
        yield Clause(
            clause=f"outlets and collections: {named}",
            finding=Finding.OUT_OF_SCOPE,
            near=f"the story is from {story.story.outlet or 'no known outlet'}",
        )
    if not topic.reads(language):
        yield Clause(
            clause=f"languages: {', '.join(topic.languages)}",
            finding=Finding.OUT_OF_SCOPE,
            near=f"the story is in {language}",
        )
