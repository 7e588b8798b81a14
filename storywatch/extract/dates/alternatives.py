"""Patterns of many wordings that are looked for fast: at a place only those with its letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from storywatch.extract.signs import branches


def any_of(wordings: Iterable[str]) -> str:
    """Returns a pattern that matches where one of the wordings does, the earlier ones first among
    those that begin with the same letter.
    """
    rest, by_letter = [], defaultdict[str, list[str]](list)
    for wording in wordings:
        if wording[0].isalpha() and wording[1:2] not in ("?", "*", "{"):
            by_letter[wording[0]].append(wording[1:])
        else:
            rest.append(wording)
    grouped = [f"{letter}(?:{'|'.join(ends)})" for letter, ends in by_letter.items()]
    return "|".join([*grouped, *rest])


def any_branch_of(pattern: str) -> str:
    """Returns the same for the alternatives of a pattern."""
    return any_of(branches(pattern))
