"""The query as a condition of SQLite's full-text search: FTS5 finds the words, SQL the rest.

The words are analysed here and not by FTS5: its `ascii` tokenizer only splits at blanks, because
`_stored` writes every ASCII character that it would fold or split as a private one.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from storywatch.query import fields
from storywatch.query.analysed import analyse
from storywatch.query.analysis import stem
from storywatch.query.sparse import Analysed, sparse
from storywatch.query.syntax import (
    And,
    Exact,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Present,
    Query,
    Range,
    Term,
    Tree,
    Wildcard,
    Words,
)
from storywatch.story import Story

_FORMS = {"exact": "exact_", "stemmed": "stem_"}
COLUMNS = (*fields.TEXTS, *(mark + name for mark in _FORMS.values() for name in fields.SEARCHED))
_COLUMN_FORMS = (
    *((name, "folded") for name in fields.TEXTS),
    *((name, form) for form in _FORMS for name in fields.SEARCHED),
)
FTS_SCHEMA = (
    f"CREATE VIRTUAL TABLE stories_fts USING fts5({', '.join(COLUMNS)}, tokenize = 'ascii')"
)
_PRIVATE = str.maketrans(
    {char: chr(0xE000 + ord(char)) for char in string.ascii_uppercase + "'.,_"}
)
_PLAIN = {private: chr(char) for char, private in _PRIVATE.items()}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MATCH = "stories.seq IN (SELECT rowid FROM stories_fts WHERE stories_fts MATCH ?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlFilter:
    """A condition on rows of `stories`, to stand after WHERE, with its parameters."""

    where: str
    parameters: tuple[str | int, ...] = ()


def fts_row(story: Story) -> tuple[str, ...]:
    """Returns what the full-text table holds of a story, in the order of `COLUMNS`."""
    analysed = analyse(story)
    folded = [analysed.text(name).joined for name in fields.TEXTS]
    others = [analysed.text(name, form).joined for form in _FORMS for name in fields.SEARCHED]
    return tuple(map(_stored, (*folded, *others)))


def _stored(text: str) -> str:
    for private, char in _PLAIN.items():  # several times as quick as a pattern
        text = text.replace(char, private)
    return text


def analysed_row(row: Sequence[str]) -> Analysed:
    """Returns the words that `fts_row` wrote, by field and form: a story's `analysed_fields`."""
    found: dict[str, dict[str, str]] = {}
    for (name, form), text in zip(_COLUMN_FORMS, row, strict=True):
        if text:
            found.setdefault(name, {})[form] = text.strip()
    return {
        name: {form: _plain(text) for form, text in forms.items()}
        for name, forms in sparse(found).items()
    }


def _plain(text: str) -> str:
    """Returns text as it was before `_PRIVATE`: few of its letters were, so each is looked for."""
    if text.isascii():
        return text
    for private, char in _PLAIN.items():
        text = text.replace(private, char)
    return text


def compile(query: Query) -> SqlFilter:
    """Returns the condition that holds for exactly the stories that `match` finds."""
    return _filter(query.tree, query.stemming)


def _filter(tree: Tree, stemming: str | None) -> SqlFilter:
    sought = _sought(tree, stemming)
    if sought is not None:
        return SqlFilter(where=_MATCH, parameters=(sought,))
    match tree:
        case And(parts):
            return _joined(
                "AND", [_filter(part, stemming) for part in _merged(parts, And, stemming)]
            )
        case Or(parts):
            return _joined("OR", [_filter(part, stemming) for part in _merged(parts, Or, stemming)])
        case Not(part):
            inner = _filter(part, stemming)
            return SqlFilter(where=f"NOT ({inner.where})", parameters=inner.parameters)
        case Range() | Present():
            return _range(tree) if isinstance(tree, Range) else _present(tree)
        case Wildcard():
            return _wildcard(tree)
        case _:
            return SqlFilter(where="1")


def _sought(tree: Tree, stemming: str | None) -> str | None:
    """Returns the FTS5 expression of a tree, or None if FTS5 alone cannot decide it."""
    match tree:
        case And(parts) | Or(parts):
            sought = [_sought(part, stemming) for part in parts]
            if None in sought:
                return None
            operator = " AND " if isinstance(tree, And) else " OR "
            return operator.join(f"({part})" for part in sought)
        case Term() | Phrase() | Near() | Prefix() | Exact():
            return _leaf(tree, stemming)
        case _:
            return None


def _merged(
    parts: tuple[Tree, ...], kind: Callable[[tuple[Tree, ...]], Tree], stemming: str | None
) -> Iterable[Tree]:
    """Yields the parts, with those that FTS5 can decide gathered into one."""
    whole = tuple(part for part in parts if _sought(part, stemming) is not None)
    if whole:
        yield kind(whole) if len(whole) > 1 else whole[0]
    yield from (part for part in parts if part not in whole)


def _joined(operator: str, filters: list[SqlFilter]) -> SqlFilter:
    """Joins in halves: SQLite allows a chain of conditions only a thousand links."""
    if len(filters) == 1:
        return filters[0]
    left = _joined(operator, filters[: len(filters) // 2])
    right = _joined(operator, filters[len(filters) // 2 :])
    return SqlFilter(
        where=f"({left.where} {operator} {right.where})",
        parameters=left.parameters + right.parameters,
    )


def _leaf(leaf: Words, stemming: str | None) -> str:
    names = (leaf.field,) if leaf.field else fields.SEARCHED
    stemmed = stemming is not None and set(names) <= set(fields.SEARCHED)
    match leaf:
        case Exact(words):
            return _in([f"exact_{name}" for name in names], _phrase(words))
        case Prefix(start):
            return _in(names, f"{_phrase((start,))} *")
        case Near(words, distance):
            wanted = tuple(dict.fromkeys(map(stem, words))) if stemmed else words
            apart = distance + max(len(wanted) - 2, 0)
            expression = f"NEAR({' '.join(_phrase((word,)) for word in wanted)}, {apart})"
        case Term(word):
            expression = _phrase((stem(word) if stemmed else word,))
        case Phrase(words):
            expression = _phrase(tuple(map(stem, words)) if stemmed else words)
        case Wildcard():
            raise AssertionError(leaf)
    return _in([f"stem_{name}" for name in names] if stemmed else names, expression)


def _phrase(words: Iterable[str]) -> str:
    return f'"{" ".join(words).translate(_PRIVATE)}"'


def _in(names: Iterable[str], expression: str) -> str:
    return f"{{{' '.join(names)}}} : {expression}"


def _wildcard(leaf: Wildcard) -> SqlFilter:
    """Finds candidates by how the word begins, and then looks at the words themselves."""
    names = (leaf.field,) if leaf.field else fields.SEARCHED
    bare = leaf.form.removesuffix("*")
    pattern = f"* {bare.translate(_PRIVATE).replace('?', '[^ ]')}{'' if bare == leaf.form else '*'}"
    seen = " OR ".join(f"{name} GLOB ?" for name in names)
    return SqlFilter(
        where=f"{_MATCH[:-1]} AND ({seen}))",
        parameters=(
            _in(names, f"{_phrase((leaf.start,))} *"),
            *[pattern if bare != leaf.form else f"{pattern} *"] * len(names),
        ),
    )


def _present(leaf: Present) -> SqlFilter:
    if leaf.field in fields.MOMENTS:
        return SqlFilter(where=f"stories.{leaf.field}_at IS NOT NULL")
    where = f"stories.seq IN (SELECT rowid FROM stories_fts WHERE {leaf.field} <> '')"
    return SqlFilter(where=where)


def _range(leaf: Range) -> SqlFilter:
    column = f"stories.{leaf.field}_at"
    bounds = [(">=", leaf.start), ("<", leaf.end)]
    given = [(sign, bound) for sign, bound in bounds if bound is not None]
    tests = [f"{column} IS NOT NULL", *(f"{column} {sign} ?" for sign, _ in given)]
    milliseconds = timedelta(milliseconds=1)
    return SqlFilter(
        where=f"({' AND '.join(tests)})",
        parameters=tuple((bound - _EPOCH) // milliseconds for _, bound in given),
    )
