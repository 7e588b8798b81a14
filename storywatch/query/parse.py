"""Reads a query's text: luqum finds the structure, and here it becomes the tree of `syntax`.

luqum binds words that merely stand side by side looser than OR, but not before a + or -;
`by_binding` puts that right: adjacency always binds loosest, then OR, then AND, then NOT.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from luqum import tree as luqum_tree  # type: ignore[import-untyped]
from luqum.exceptions import ParseError  # type: ignore[import-untyped]
from luqum.thread import parse as luqum_parse  # type: ignore[import-untyped]

from storywatch.errors import QueryError
from storywatch.query.advice import CLOSE_QUOTE
from storywatch.query.build import DEEPEST, LARGEST, Builder, Scope
from storywatch.query.moments import OFFSET_COLON
from storywatch.query.syntax import Query

LONGEST = 20_000  # characters of a query
CURLY_QUOTES = str.maketrans("“”„‟＂«»", '"' * 7)
# luqum takes a colon inside a time, but none inside the offset from UTC that follows it.
_OFFSET = re.compile(r"(?:(?<=T\d\d:\d\d[+-]\d\d)|(?<=T\d\d:\d\d:\d\d[+-]\d\d)):(?=\d\d)", re.ASCII)
_PLACE = re.compile(r" at position (\d+)!?$")
_WORD = re.compile(r"[^\W_]+|.", re.DOTALL)
_APART = re.compile(r"(?:\d+|[nps])(?!\w)", re.IGNORECASE)  # what says elsewhere how near words are
_NUMBER = re.compile(r"[~^][0-9.]*\.[0-9.]*")


def parse(
    text: str,
    *,
    known: Mapping[str, str] = MappingProxyType({}),
    stemming: str | None = None,
) -> Query:
    """Returns the query that `text` writes; `topic:NAME` stands for `known[NAME]`.

    Raises `QueryError`, with the column and what to write instead, for what cannot be read.
    """
    builder = Builder(text=text, known=known, read=_structure)
    tree = builder.tree(_structure(text), Scope())
    return Query(
        text=text,
        tree=tree,
        warnings=tuple(dict.fromkeys(builder.warnings)),
        stemming=stemming,
        builds_on=tuple(builder.built),
    )


def _structure(text: str) -> luqum_tree.Item:
    """Returns what luqum makes of the text; its complaints become a `QueryError`."""
    if len(text) > LONGEST:
        what = f"The query has {len(text):,} characters, more than {LONGEST:,}"
        raise QueryError(what, query=text, column=LONGEST, instead=LARGEST)
    if not text.strip():
        raise QueryError(
            "The query is empty", query=text, column=1, instead="Write * for everything"
        )
    straight = _OFFSET.sub(OFFSET_COLON, text.translate(CURLY_QUOTES))
    try:
        return luqum_parse(straight)
    except ParseError as error:
        raise _syntax_error(straight, str(error)) from error
    except (ValueError, ArithmeticError) as error:
        number = _NUMBER.search(straight)
        raise QueryError(
            "A number after ~ or ^ cannot be read",
            query=text,
            column=number.start() + 1 if number else 1,
            instead='Write a whole number after a phrase, such as "apple pie"~5',
        ) from error
    except RecursionError as error:
        raise QueryError(
            "The query is nested too deeply", query=text, column=1, instead=DEEPEST
        ) from error


def _syntax_error(text: str, complaint: str) -> QueryError:
    place = _PLACE.search(complaint)
    if place is None:
        return QueryError(
            "The query ends too early", query=text, column=len(text) + 1, instead=_missing(text)
        )
    column = int(place[1]) + 1
    found = _WORD.match(text, column - 1)[0]  # type: ignore[index]
    instead = _in_range(text[: column - 1]) or _instead_of(found, text[column:])
    return QueryError(f"{found!r} cannot stand here", query=text, column=column, instead=instead)


def _in_range(before: str) -> str | None:
    opened = max(before.rfind("["), before.rfind("{"))
    is_open = opened > max(before.rfind("]"), before.rfind("}"))
    return "Write TO between the ends of a range: published:[2025-12-01 TO *]" if is_open else None


def _missing(text: str) -> str:
    if range_left_open := _in_range(text):
        return range_left_open
    if text.count("(") > text.count(")"):
        return "Close the parenthesis"
    return "Write what is to be found after the last operator or field"


def _instead_of(found: str, after: str) -> str:
    advice = {
        '"': CLOSE_QUOTE,
        "'": 'Put a phrase in double quotes, such as "apple pie"',
        ")": "Remove it, or open a parenthesis before it",
        "~": 'Put words in double quotes, such as "apple pie"~5',
        ":": "Write a field's name before it, or put the words in double quotes",
        "\\": "Remove it, or write the character that it escapes",
    }
    if found == "/" and _APART.match(after):
        return advice["~"]
    if found.isalpha():
        return f"Write a word on both sides of {found}, or put it in quotes"
    return advice.get(found, f"Remove it, or write \\{found} or double quotes to look for it")
