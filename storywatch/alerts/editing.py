"""Which edits are worth telling: another headline, a term that enters or leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from storywatch.changes import Piece, words_changed
from storywatch.query import analyse
from storywatch.query.analysis import words
from storywatch.query.excerpts import excerpts
from storywatch.query.match import holds, passages
from storywatch.query.syntax import Leaf, Tree, leaves
from storywatch.story import Passage, Story
from storywatch.topic import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that an edit changed; `pieces` show it in its context."""

    what: Literal["headline", "entered", "left"]
    clause: str = ""
    pieces: tuple[Piece, ...] = ()


def changes(before: Story, after: Story, topic: Topic, tree: Tree) -> tuple[Change, ...]:
    """Returns what the topic asked to be told of an edit: nothing of white space, case or marks."""
    wanted = topic.alert.on_edit
    found: list[Change] = []
    if "title" in wanted and words(before.title) != words(after.title):
        found.append(
            Change(what="headline", pieces=tuple(words_changed(before.title, after.title)))
        )
    if "terms" in wanted:
        found += _terms(before, after, tree, topic.stemming)
    return tuple(found)


def _terms(before: Story, after: Story, tree: Tree, stemming: str | None) -> Iterator[Change]:
    was, now = _held(before, tree, stemming), _held(after, tree, stemming)
    for clause in [one for one in now if one not in was]:
        yield Change(what="entered", clause=clause, pieces=_shown(after, now[clause], "added"))
    for clause in [one for one in was if one not in now]:
        yield Change(what="left", clause=clause, pieces=_shown(before, was[clause], "removed"))


def _held(story: Story, tree: Tree, stemming: str | None) -> Mapping[str, Sequence[Passage]]:
    read = analyse(story)
    held: dict[Leaf, None] = dict.fromkeys(
        leaf for leaf in leaves(tree) if holds(leaf, read, stemming)
    )
    return {str(leaf): tuple(passages(leaf, read, stemming)) for leaf in held}


def _shown(
    story: Story, cited: Sequence[Passage], kind: Literal["added", "removed"]
) -> tuple[Piece, ...]:
    for excerpt in excerpts(story, cited, most=1):
        return tuple(
            Piece(kind=kind if number % 2 else "same", text=piece)
            for number, piece in enumerate(excerpt.pieces)
            if piece
        )
    return ()
