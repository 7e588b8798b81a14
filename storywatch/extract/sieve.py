"""Many texts looked through at once for those that have any of some pieces of text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from ahocorasick_rs import AhoCorasick

from storywatch.extract.phrases import Phrases
from storywatch.extract.signs import signs

_BETWEEN = "\0"  # which no text of a page has


class Sieve:
    """Keeps of many texts those that have the letters for a phrase."""

    def __init__(self, phrases: Iterable[Phrases]) -> None:
        alternatives = (each for one in phrases for each in one.alternatives)
        looked_for = {_folded(sign) for each in alternatives for sign in signs(each)}
        self._signs = AhoCorasick(sorted(looked_for))

    def kept(self, texts: Sequence[str]) -> set[int]:
        """Returns the places of the texts that may have a phrase; the others have none for sure."""
        whole = _folded(_BETWEEN.join(map(str.casefold, texts)))
        hits = self._signs.find_matches_as_indexes(whole)
        ends = list(accumulate(len(text) + 1 for text in whole.split(_BETWEEN))) if hits else []
        return {bisect_right(ends, start) for _, start, _ in hits}


def _folded(casefolded: str) -> str:
    """As patterns compare small letters: to them a Turkish İ and ı are an i."""
    if casefolded.isascii():
        return casefolded
    return casefolded.replace("i\u0307", "i").replace("ı", "i")
