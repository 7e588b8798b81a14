"""Many wordings looked for at once: one pass over a text tells which of them it can have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

import regex
from ahocorasick_rs import AhoCorasick

from storywatch.extract.signs import Signs, branches, signs

_FLAGS = regex.VERBOSE | regex.IGNORECASE | regex.V1


class Phrases:
    """The alternatives of a verbose pattern, each of them between `before` and `after`."""

    def __init__(self, alternatives: str, *, before: str = "", after: str = "") -> None:
        self.alternatives = branches(alternatives)
        self._around = (before, after)

    @cached_property
    def whole(self) -> regex.Pattern[str]:
        """The pattern of all alternatives."""
        return self.pattern(self.alternatives)

    def pattern(self, alternatives: Sequence[str]) -> regex.Pattern[str]:
        """Returns the pattern of some of the alternatives."""
        before, after = self._around
        return regex.compile(f"{before}(?:{'|'.join(alternatives)}){after}", _FLAGS)


class Finder:
    """Looks for phrases of many kinds in a text, and for none that it has not the letters for.

    Each kind comes with the most characters that a text may have in which it is looked for. A
    pattern is compiled when it is looked for first.
    """

    def __init__(self, kinds: Sequence[tuple[Phrases, int]]) -> None:
        parts: dict[tuple[int, Signs], _Part] = {}
        for place, (phrases, longest) in enumerate(kinds):
            for alternative in phrases.alternatives:
                key = (place, signs(alternative))
                part = parts.setdefault(key, _Part(place, phrases, longest))
                part.alternatives.append(alternative)
        self._parts = tuple(parts.values())
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, (_, found) in enumerate(parts):
            for sign in found or ("",):
                numbers[sign].append(number)
        self._always = numbers.pop("", [])
        self._numbers = tuple(map(tuple, numbers.values()))
        self._signs = AhoCorasick(list(numbers))

    def places(self, text: str) -> Iterator[int]:
        """Yields the places, among the kinds, of those that the text has phrases of, in order.

        A kind may come more than once.
        """
        hits = self._signs.find_matches_as_indexes(_folded(text), overlapping=True)
        found = self._always
        if hits:
            found = sorted({*found, *chain(*{self._numbers[sign] for sign, _, _ in hits})})
        for number in found:
            part = self._parts[number]
            if len(text) <= part.longest and part.pattern.search(text):
                yield part.place


class _Part:
    """The alternatives of one kind that have their signs in common."""

    def __init__(self, place: int, phrases: Phrases, longest: int) -> None:
        self.place, self.longest = place, longest
        self.alternatives: list[str] = []
        self._phrases = phrases

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        return self._phrases.pattern(self.alternatives)


def _folded(text: str) -> str:
    """In small letters as patterns compare them, for which a Turkish İ is an i."""
    return text.casefold().replace("i\u0307", "i")
