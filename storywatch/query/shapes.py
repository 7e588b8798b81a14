"""Reads very many queries sooner: luqum reads each shape of a query once, and each clause once.

`(tea OR title:milk) NOT "green tea"` has the shape `(w OR w) NOT w`. To the grammar a word, a
phrase and a field with one of them are alike, so queries of one shape have one structure; and a
clause gives what it gives when it stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from storywatch.errors import QueryError
from storywatch.query.advice import of_word
from storywatch.query.parse import CURLY_QUOTES, LONGEST, parse
from storywatch.query.syntax import And, Leaf, Not, Or, Query, Tree

_ANY = "w"  # stands for a clause in a shape
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_CLAUSE = re.compile(
    r"""(?:(?<=[\s(])|^)(
        (?:[a-z]+:)?                                                # a field
        (?: [^\s:^~(){}[\]/"'+\-\\<>&|!][^\s:^~(){}[\]/"\\<>&|!]*+   # a word, or an operator
          | "[^"\\]*+"(?:~[0-9]+)?                                  # a phrase, or near words
        )
    )(?=[\s)]|$)""",
    re.VERBOSE,
)
_BETWEEN = re.compile(r"[\s()]*")


class Shapes:
    """Queries read by their shapes; it remembers every shape and clause, so let it go after use."""

    def __init__(self, known: Mapping[str, str] = MappingProxyType({})) -> None:
        self._known = known
        self._shapes: dict[str, Query | None] = {}
        self._clauses: dict[str, Leaf | None] = {"TO": None}  # no word in a range

    def parse(self, text: str, stemming: str | None = None) -> Query:
        """Returns, and raises, what `parse` does."""
        return self._by_shape(text, stemming) or parse(text, known=self._known, stemming=stemming)

    def _by_shape(self, text: str, stemming: str | None) -> Query | None:
        """Returns the query if it is made of clauses, operators and parentheses alone."""
        pieces = _CLAUSE.split(text.translate(CURLY_QUOTES))
        if len(text) > LONGEST or not _BETWEEN.fullmatch("".join(pieces[::2])):
            return None
        clauses = []
        for place in range(1, len(pieces), 2):
            if pieces[place] not in _OPERATORS:
                clause = self._clause(pieces[place])
                if clause is None:
                    return None
                clauses.append(clause)
                pieces[place] = _ANY
        shape = self._shape("".join(pieces))
        if shape is None:
            return None
        tree = _filled(shape.tree, iter(clauses))
        return Query(text=text, tree=tree, warnings=shape.warnings, stemming=stemming)

    def _clause(self, text: str) -> Leaf | None:
        """Returns the leaf that a clause gives; None if it is refused, or warned of."""
        if text not in self._clauses:
            query = _read(text)
            leaf = query.tree if query and not query.warnings else None
            is_plain = not isinstance(leaf, And | Or | Not) and not of_word(text, is_first=False)
            self._clauses[text] = leaf if is_plain else None  # type: ignore[assignment]
        return self._clauses[text]

    def _shape(self, text: str) -> Query | None:
        if text not in self._shapes:
            self._shapes[text] = _read(text)
        return self._shapes[text]


def _read(text: str) -> Query | None:
    """Returns the query; None for one that is refused, which is read whole to say where."""
    try:
        return parse(text)
    except QueryError:
        return None


def _filled(tree: Tree, clauses: Iterator[Leaf]) -> Tree:
    """Returns the tree with its leaves, from left to right, replaced by the clauses."""
    match tree:
        case And(parts):
            return And(tuple([_filled(part, clauses) for part in parts]))
        case Or(parts):
            return Or(tuple([_filled(part, clauses) for part in parts]))
        case Not(part):
            return Not(_filled(part, clauses))
    return next(clauses)
