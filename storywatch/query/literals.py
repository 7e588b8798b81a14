"""The literals that queries stand on: what a story holds or not, told by a look into a set.

A literal is written as a string: a folded word; two words with a blank between, one right after
the other; the beginning of a word before `START`; a stem after `STEM`. Of a field where bare words
do not look, a word or beginning comes after the field's name: `:author:smith`. No word holds marks.
"""

from __future__ import annotations

from itertools import pairwise

from storywatch.query.analysis import stem, words
from storywatch.query.fields import SEARCHED
from storywatch.query.syntax import (
    Everything,
    Exact,
    Leaf,
    Near,
    Phrase,
    Prefix,
    Present,
    Range,
    Term,
    Wildcard,
    words_of,
)

STEM = "~"
START = "*"
PAIR = " "
FIELD = ":"


def literal(leaf: Leaf, stemming: str | None) -> str | None:
    """Returns the literal that a story holds just where it meets the leaf, if there is one."""
    match leaf:
        case Term(word, None) if stemming is None:
            return word
        case Phrase((one, other), None) if stemming is None:
            return one + PAIR + other
        case Prefix(start, None):
            return start + START
        case Term(word, str(field)) if field not in SEARCHED:
            return in_field(field, word)
        case Prefix(start, str(field)) if field not in SEARCHED:
            return in_field(field, start + START)
    return None


def in_field(field: str, literal: str) -> str:
    """Returns the literal of a word or beginning in a field where bare words do not look."""
    return f"{FIELD}{field}{FIELD}{literal}"


def leaf_of(literal: str) -> Leaf:
    """Returns the leaf that has this literal."""
    *before, text = literal.split(FIELD)
    field = before[1] if before else None
    if text.endswith(START):
        return Prefix(text.removesuffix(START), field)
    if PAIR in text:
        return Phrase(tuple(text.split(PAIR)))
    return Term(text, field)


def needed(leaf: Leaf, stemming: str | None) -> tuple[str, ...]:
    """Returns literals all of which a story holds wherever it meets the leaf."""
    match leaf:
        case Everything() | Present() | Range():
            return ()
        case Exact(found):
            return tuple(words(PAIR.join(found)))
        case Prefix() | Wildcard():
            wanted: tuple[str, ...] = (leaf.start + START,)
        case _:
            wanted = words_of(leaf)
    if leaf.field not in (None, *SEARCHED):
        return tuple(in_field(leaf.field, one) for one in wanted)
    match leaf:
        case Term() | Phrase() | Near() if stemming:
            return tuple(STEM + stem(word) for word in wanted)
        case Phrase():
            return tuple(map(PAIR.join, pairwise(wanted)))
    return wanted
