"""The traits of the families of a window, by which a new one is compared with them all."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection, Sequence
from heapq import nlargest
from operator import itemgetter

from storywatch.copies.events import Telling
from storywatch.copies.likeness import LAYOUT, Compared, compared
from storywatch.copies.traits import Trait
from storywatch.journal.log import FamilyLog
from storywatch.journal.packing import packed_pairs, unpacked_pairs

MOST_ALIKE = 64  # families that one remembers it was like, when all are grouped


class Vectors(FamilyLog):
    """What families are compared by; a trait takes eight bytes of memory."""

    table = "event_posts"
    layout = LAYOUT

    def compare(self, traits: Sequence[Trait]) -> Compared:
        """Returns how alike a new family with these traits is to those that are kept."""
        self.read_on()
        return compared(traits, self._index, self._lengths)

    def post(self, family: int, told: Telling) -> None:
        """Writes what a family is to be compared by; call it inside a transaction."""
        alike = nlargest(MOST_ALIKE, told.place.alike.items(), key=itemgetter(1))
        self._database.run(
            "INSERT INTO event_posts (family, length, content, alike) VALUES (?, ?, ?, ?)",
            (family, told.place.length, packed_pairs(told.traits), packed_pairs(alike)),
        )

    def drop_others(self, families: Collection[int]) -> None:
        """Drops all families but these; call it inside a transaction."""
        rows = self._database.rows("SELECT family FROM event_posts WHERE family NOT NULL")
        gone = [row["family"] for row in rows if row["family"] not in families]
        if gone:
            self.drop(gone)

    def _start_over(self) -> None:
        super()._start_over()
        self._lengths = array("d")

    def _add(self, row: sqlite3.Row) -> None:
        self._lengths.append(row["length"])
        flat = unpacked_pairs(row["content"])
        self._index.add(row["family"], flat[::2], flat[1::2])
