"""The tree of a query: what parsing gives and what every reading takes. `str` writes it as a query.

Leaves hold analysed words and name the field that they look in; none means title, standfirst, body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TypeAlias

import regex

from storywatch.query.word_pattern import IDEOGRAPH, KATAKANA

_BARE = re.compile(r"[^\W_][\w.,']*")
_OPERATORS = frozenset({"and", "or", "not", "to"})


@dataclass(frozen=True, slots=True)
class Term:
    """One word."""

    word: str
    field: str | None = None

    def __str__(self) -> str:
        return _inside(self.field, _quoted(self.word))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words, one right after the other."""

    words: tuple[str, ...]
    field: str | None = None

    def __str__(self) -> str:
        text = written(self.words)
        return _inside(self.field, f'"{text}"' if " " in text else _quoted(text))


@dataclass(frozen=True, slots=True)
class Near:
    """Different words in any order, with at most `distance` other words among them."""

    words: tuple[str, ...]
    distance: int
    field: str | None = None

    def __str__(self) -> str:
        return _inside(self.field, f'"{written(self.words)}"~{self.distance}')


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so."""

    start: str
    field: str | None = None

    def __str__(self) -> str:
        return _inside(self.field, f"{self.start}*")


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Any word of this form: each `?` is one character, and a last `*` any more of them."""

    form: str
    field: str | None = None

    @property
    def start(self) -> str:
        """What comes before the first `?`."""
        return self.form.partition("?")[0]

    def __str__(self) -> str:
        return _inside(self.field, self.form)


@dataclass(frozen=True, slots=True)
class Exact:
    """Words one after the other, with the case and the accents as written."""

    words: tuple[str, ...]
    field: str | None = None

    def __str__(self) -> str:
        bare = f"exact:{_quoted(written(self.words))}"
        return f"{self.field}:({bare})" if self.field else bare


@dataclass(frozen=True, slots=True)
class Present:
    """Anything at all in the field."""

    field: str

    def __str__(self) -> str:
        return f"{self.field}:*"


@dataclass(frozen=True, slots=True)
class Range:
    """An instant from `start` up to, and without, `end`; None is open."""

    field: str
    start: datetime | None = None
    end: datetime | None = None

    def __str__(self) -> str:
        return f"{self.field}:[{_moment(self.start)} TO {_moment(self.end)}}}"


@dataclass(frozen=True, slots=True)
class Everything:
    """Every story."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold."""

    parts: tuple[Tree, ...]

    def __str__(self) -> str:
        return " AND ".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds."""

    parts: tuple[Tree, ...]

    def __str__(self) -> str:
        return " OR ".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Tree

    def __str__(self) -> str:
        return f"NOT {_grouped(self.part)}"


Words: TypeAlias = Term | Phrase | Near | Prefix | Wildcard | Exact
Leaf: TypeAlias = Words | Present | Range | Everything
Tree: TypeAlias = Leaf | And | Or | Not


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query that has been read: its text, its tree, and what its author should look at again."""

    text: str
    tree: Tree
    warnings: tuple[str, ...] = ()
    stemming: str | None = None
    builds_on: tuple[str, ...] = ()

    def __str__(self) -> str:
        return str(self.tree)


def written(words: tuple[str, ...]) -> str:
    """Returns words side by side as people write them: no blank stands between ideographs."""
    text = " ".join(words)
    return text if text.isascii() else _needless_blank().sub("", text)


def all_of(parts: tuple[Tree, ...]) -> Tree:
    """Returns the tree that holds where all parts hold, without needless nesting."""
    flat = _flat(parts, And)
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(parts: tuple[Tree, ...]) -> Tree:
    """Returns the tree that holds where any part holds, without needless nesting."""
    flat = _flat(parts, Or)
    return flat[0] if len(flat) == 1 else Or(flat)


def negated(part: Tree) -> Tree:
    """Returns the tree that holds where `part` does not."""
    return part.part if isinstance(part, Not) else Not(part)


def normal(tree: Tree) -> Tree:
    """Returns the tree that holds for the same stories, with every Not right before a leaf."""
    match tree:
        case And(parts):
            return all_of(tuple(map(normal, parts)))
        case Or(parts):
            return any_of(tuple(map(normal, parts)))
        case Not(And(parts)):
            return any_of(tuple(normal(negated(part)) for part in parts))
        case Not(Or(parts)):
            return all_of(tuple(normal(negated(part)) for part in parts))
        case _:
            return tree


def leaves(tree: Tree) -> list[Leaf]:
    """Returns the leaves of a tree from left to right, repeated ones repeatedly."""
    match tree:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case Not(part):
            return leaves(part)
        case leaf:
            return [leaf]


def words_of(leaf: Leaf) -> tuple[str, ...]:
    """Returns the whole words that a leaf asks for, as it writes them."""
    match leaf:
        case Term(word):
            return (word,)
        case Phrase(words) | Near(words) | Exact(words):
            return words
        case _:
            return ()


def _flat(parts: tuple[Tree, ...], kind: type[And] | type[Or]) -> tuple[Tree, ...]:
    flat: list[Tree] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else (part,)
    return tuple(flat)


def _grouped(part: Tree) -> str:
    return f"({part})" if isinstance(part, And | Or) else str(part)


@cache
def _needless_blank() -> regex.Pattern[str]:
    beside = rf"[{IDEOGRAPH}{KATAKANA}\p{{Nd}}]"
    return regex.compile(
        f"(?<={IDEOGRAPH}) (?={beside})|(?<={beside}) (?={IDEOGRAPH})", regex.VERSION1
    )


def _quoted(text: str) -> str:
    bare = _BARE.fullmatch(text) and text.lower() not in _OPERATORS
    return text if bare else f'"{text}"'


def _inside(field: str | None, text: str) -> str:
    return f"{field}:{text}" if field else text


def _moment(instant: datetime | None) -> str:
    return instant.replace(tzinfo=None).isoformat() + "Z" if instant else "*"
