"""Whether one clause implies another, so that every story which meets the one meets the other.

It never claims too much; what it cannot tell counts as not implied.
"""

from __future__ import annotations

from storywatch.query import fields
from storywatch.query.analysed import form
from storywatch.query.analysis import stem, words
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
    Range,
    Term,
    Tree,
    Wildcard,
    Words,
)


def implies(one: Tree, other: Tree, stemming: str | None = None) -> bool:
    """Whether it is certain that a story which meets `one` meets `other` (both `normal`)."""
    if one == other or isinstance(other, Everything):
        return True
    if isinstance(one, And | Or) or isinstance(other, And | Or):
        return _parts_imply(one, other, stemming)
    if isinstance(other, Not):
        if isinstance(one, Not):
            return implies(other.part, one.part, stemming)
        return _excludes(one, other.part)
    return not isinstance(one, Not) and _leaf_implies(one, other, stemming)


def _parts_imply(one: Tree, other: Tree, stemming: str | None) -> bool:
    if isinstance(other, And):
        return all(implies(one, part, stemming) for part in other.parts)
    if isinstance(one, Or):
        return all(implies(part, other, stemming) for part in one.parts)
    wider = other.parts if isinstance(other, Or) else ()
    narrower = one.parts if isinstance(one, And) else ()
    return any(implies(one, part, stemming) for part in wider) or any(
        implies(part, other, stemming) for part in narrower
    )


def _excludes(one: Leaf, other: Tree) -> bool:
    """Whether a story that meets `one` cannot meet `other`."""
    match one, other:
        case Range(field, since, until), Range(same, start, end) if field == same:
            apart = (until and start and until <= start) or (since and end and end <= since)
            return bool(apart)
        # An outlet's id is one word, so that it cannot be two different ones.
        case Term(word, "outlet"), Term(another, "outlet"):
            return word != another
    return False


def _leaf_implies(one: Leaf, other: Leaf, stemming: str | None) -> bool:
    match one, other:
        case Everything(), _:
            return False
        case Range(field, since, until), Range(same, start, end):
            starts_within = start is None or (since is not None and start <= since)
            ends_within = end is None or (until is not None and until <= end)
            return field == same and starts_within and ends_within
        case _, Present(field):
            return one.field == field
    if not isinstance(one, Words) or not isinstance(other, Words):
        return False
    if other.field != one.field and not (other.field is None and one.field in fields.SEARCHED):
        return False
    stemmed = stemming is not None and one.field in (None, *fields.SEARCHED)
    return _words_imply(one, other, stemmed)


def _words_imply(one: Words, other: Words, stemmed: bool) -> bool:
    match one, other:
        case Exact(found), Exact(asked):
            return _holds(found, asked)
        case Exact(found), _:
            folded = tuple(words(" ".join(found)))
            # Folding may part or join words, and then nothing is sure.
            return len(folded) == len(found) and _run_implies(folded, other, stemmed, is_text=True)
        case ((Term() | Phrase()), _):
            found = (one.word,) if isinstance(one, Term) else one.words
            return _run_implies(found, other, stemmed, is_text=not stemmed)
        case Near(), Near() | Term():
            return _near_implies(one, other, stemmed)
        case Prefix() | Wildcard(), Prefix(start):
            return one.start.startswith(start)
        case _:
            return False


def _run_implies(found: tuple[str, ...], other: Words, stemmed: bool, *, is_text: bool) -> bool:
    """Whether words in a row imply a leaf; `is_text` if the text has them, not only their stems."""
    match other:
        case Prefix() | Wildcard():
            return is_text and any(map(form(other), found))
        case Term(word):
            return _holds(_stems(found, stemmed), _stems((word,), stemmed))
        case Phrase(asked):
            return _holds(_stems(found, stemmed), _stems(asked, stemmed))
        case Near(asked, distance):
            stems, wanted = _stems(found, stemmed), set(_stems(asked, stemmed))
            longest = len(wanted) + distance
            runs = (stems[start : start + longest] for start in range(len(stems)))
            return any(wanted <= set(run) for run in runs)
        case _:
            return False


def _near_implies(one: Near, other: Near | Term, stemmed: bool) -> bool:
    found = set(_stems(one.words, stemmed))
    if isinstance(other, Term):
        return _stems((other.word,), stemmed)[0] in found
    asked = set(_stems(other.words, stemmed))
    return asked <= found and len(found) + one.distance <= len(asked) + other.distance


def _stems(found: tuple[str, ...], stemmed: bool) -> tuple[str, ...]:
    return tuple(map(stem, found)) if stemmed else found


def _holds(found: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    """Whether `asked` stands in `found`, in a row."""
    return any(
        found[start : start + len(asked)] == asked for start in range(len(found) - len(asked) + 1)
    )
