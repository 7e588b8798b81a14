"""The words that a story must hold for a query to have a chance: what topics are indexed by.

A key is a folded word, a stem after `STEM`, or a beginning before `START`; no word holds a mark.
Topics share most of their words: each is kept once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from sys import intern

from storywatch.query.analysis import stem, words
from storywatch.query.fields import SEARCHED
from storywatch.query.syntax import (
    And,
    Everything,
    Exact,
    Leaf,
    Not,
    Or,
    Prefix,
    Present,
    Query,
    Range,
    Tree,
    Wildcard,
    words_of,
)

STEM = "~"
START = "*"
Weight = Callable[[str], float]


def required(query: Query, weight: Weight) -> tuple[str, ...] | None:
    """Returns keys of which a story must hold at least one, the lightest; None if it need not."""
    chosen = _required(query.tree, query.stemming, weight)
    return None if chosen is None else tuple(map(intern, chosen))


def required_besides(query: Query, chosen: tuple[str, ...], weight: Weight) -> frozenset[str]:
    """Returns words of which a story must hold one as well; none if that cannot be said."""
    parts = query.tree.parts if isinstance(query.tree, And) else ()
    choices = [_required(part, query.stemming, weight) for part in parts]
    other = [choice for choice in choices if choice and choice != chosen and _are_words(choice)]
    lightest = min(other, key=lambda choice: sum(map(weight, choice)), default=())
    return frozenset(map(intern, lightest))


def _are_words(choice: tuple[str, ...]) -> bool:
    return not any(key.startswith(STEM) or key.endswith(START) for key in choice)


def keys(tree: Tree, stemming: str | None) -> Iterable[str]:
    """Yields every key that `required` could choose for a tree."""
    match tree:
        case And(parts) | Or(parts):
            for part in parts:
                yield from keys(part, stemming)
        case Not() | Everything() | Present() | Range():
            return
        case leaf:
            yield from _keys(leaf, stemming)


def _required(tree: Tree, stemming: str | None, weight: Weight) -> tuple[str, ...] | None:
    match tree:
        case And(parts):
            choices = [_required(part, stemming, weight) for part in parts]
            given = [choice for choice in choices if choice is not None]
            return min(given, key=lambda choice: sum(map(weight, choice)), default=None)
        case Or(parts):
            choices = [_required(part, stemming, weight) for part in parts]
            if None in choices:
                return None
            return tuple(dict.fromkeys(key for choice in choices for key in choice or ()))
        case Not() | Everything() | Present() | Range():
            return None
        case leaf:
            return (min(_keys(leaf, stemming), key=weight),)


def _keys(leaf: Leaf, stemming: str | None) -> list[str]:
    match leaf:
        case Prefix(start):
            return [start + START]
        case Wildcard():
            return [leaf.start + START]
        case Exact(found):
            return words(" ".join(found))
    if stemming and (leaf.field or SEARCHED[0]) in SEARCHED:  # type: ignore[union-attr]
        return [STEM + stem(word) for word in words_of(leaf)]
    return list(words_of(leaf))
