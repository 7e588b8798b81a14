"""Which families have which words, so that a story's copies are found by its shingles."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence

from storywatch.copies.families import STANDING, Posting
from storywatch.journal.log import FamilyLog
from storywatch.journal.packing import packed, unpacked


class Postings(FamilyLog):
    """What sketches are found by; a posting takes six bytes of memory."""

    table = "posts"

    def of(self, shingles: Iterable[int]) -> Mapping[int, Sequence[Posting]]:
        """Returns for each shingle the `STANDING` last postings, the last at the end."""
        self.read_on()
        find = self._index.find
        return {one: self._told(held) for one in shingles if (held := find(one, STANDING))}

    def post(self, family: int, number: int, shingles: Iterable[int]) -> None:
        """Writes what a sketch is to be found by; call it inside a transaction.

        A family posts a shingle again only after as many others did that it is not told any more.
        """
        self._database.run(
            "INSERT INTO posts (family, number, content) VALUES (?, ?, ?)",
            (family, number, packed(shingles)),
        )

    def _start_over(self) -> None:
        super()._start_over()
        self._numbers = array("I")

    def _add(self, row: sqlite3.Row) -> None:
        self._numbers.append(row["number"])
        self._index.add(row["family"], unpacked(row["content"]))

    def _told(self, held: Iterable[tuple[int, ...]]) -> list[Posting]:
        families, numbers = self._index.families, self._numbers
        return [Posting(families[place], numbers[place]) for (place,) in held][::-1]
