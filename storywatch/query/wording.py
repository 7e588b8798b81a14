"""A query in words: what a story must hold for it, line by line, indented as the parts nest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from storywatch.query.syntax import (
    And,
    Everything,
    Exact,
    Leaf,
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
    normal,
    written,
)

INDENT = "  "


def in_words(query: Query) -> tuple[str, ...]:
    """Returns what the query finds, as lines that read one after the other."""
    found = tuple(_lines(normal(query.tree), 0))
    if query.stemming:
        return (*found, "other forms of the words count too, by their English stems")
    return found


def clause_in_words(leaf: Leaf) -> str:
    """Returns one clause in words."""
    match leaf:
        case Everything():
            return "every story"
        case Present(field):
            return f"any {field} at all"
        case Range():
            return _moments(leaf)
        case _:
            return f"{_sought(leaf)} in {leaf.field or 'title, standfirst or body'}"


def _lines(tree: Tree, depth: int) -> Iterator[str]:
    match tree:
        case And(parts) | Or(parts):
            yield INDENT * depth + ("all of:" if isinstance(tree, And) else "at least one of:")
            for part in parts:
                yield from _lines(part, depth + 1)
        case Not(part):
            yield f"{INDENT * depth}not: {clause_in_words(part)}"  # type: ignore[arg-type]
        case leaf:
            yield INDENT * depth + clause_in_words(leaf)


def _sought(leaf: Words) -> str:
    match leaf:
        case Term(word):
            return f"the word {word}"
        case Phrase(words):
            return f"the words “{written(words)}”, one right after the other,"
        case Near(words, distance):
            among = f"with at most {distance} others among them" if distance else "side by side"
            return f"the words {', '.join(words)}, in any order, {among},"
        case Prefix(start):
            return f"a word that begins with {start}"
        case Wildcard(form):
            more = " and goes on as it likes" if form.endswith("*") else ""
            bare = form.removesuffix("*")
            return f"a word of the form {bare}, each ? one character{more and ',' + more},"
        case Exact(words):
            return f"“{written(words)}” with case and accents as written"


def _moments(leaf: Range) -> str:
    since = f"from {_moment(leaf.start)}" if leaf.start else ""
    until = f"before {_moment(leaf.end)}" if leaf.end else ""
    return f"{leaf.field} {' and '.join(filter(None, (since, until)))}"


def _moment(instant: datetime) -> str:
    day = instant.replace(hour=0, minute=0, second=0)
    return (
        f"{instant:%Y-%m-%d}"
        if instant - day < timedelta(seconds=1)
        else f"{instant:%Y-%m-%d %H:%M:%S} UTC"
    )
