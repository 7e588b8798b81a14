"""Numbers to the families that have them, held in a few bytes each."""

from __future__ import annotations

import struct
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate, pairwise, repeat
from typing import NamedTuple

NUMBER_BITS = 30
KEY_BITS = 15  # of a number; the others, above them, choose the bucket
KEY = (1 << KEY_BITS) - 1
SHELF_BITS = 7  # of a bucket's number; the others, above them, choose the shelf
SHELF = 1 << SHELF_BITS  # buckets
SHELVES = 1 << (NUMBER_BITS - KEY_BITS - SHELF_BITS)
# A bucket is read as a whole if it has not many more entries than are wanted, and not few of these.
FEW, RARE = 4, 8
WASTE = 3  # one entry of so many may be of families that are gone

_KEY = struct.Struct("<H")


class Shelf(NamedTuple):
    """The records of neighbouring buckets, side by side, and where each bucket ends."""

    records: bytes = b""
    ends: Sequence[int] = (0,) * (SHELF + 1)

    def bucket(self, number: int) -> bytes:
        """Returns the records of one of the buckets."""
        return self.records[self.ends[number] : self.ends[number + 1]]

    def longer(self, by: Iterable[bytes | bytearray]) -> Shelf:
        """Returns the shelf with more records in each of its buckets."""
        parts = zip(pairwise(self.ends), by, strict=True)
        buckets = [self.records[start:end] + more for (start, end), more in parts]
        return Shelf(b"".join(buckets), array("I", accumulate(map(len, buckets), initial=0)))


class Index:
    """Families in the order of their entries, found by the numbers in these.

    `layout` says in the letters of `struct` what an entry keeps beside each of its numbers.
    Records come into a loose bytearray for each bucket; with each entry one shelf after the other
    is packed, so that those take little room.
    """

    def __init__(self, layout: str = "") -> None:
        self._record = struct.Struct(f"<HI{layout}")
        self._entry = struct.Struct(f"<2xI{layout}")  # a record without its key
        self._shelves = [Shelf()] * SHELVES
        self._loose: defaultdict[int, bytearray] = defaultdict(bytearray)
        self._gone: set[int] = set()
        self._frequent: dict[int, int] = {}  # numbers, and how many entries at least have them
        self._gone_entries = 0
        self.families = array("q")  # of the entries, by place

    def __len__(self) -> int:
        """Returns how many entries there are of families that are not gone."""
        return len(self.families) - self._gone_entries

    @property
    def is_wasteful(self) -> bool:
        """Whether so much is held of families that are gone that it had better be made anew."""
        return self._gone_entries * WASTE > len(self.families)

    def add(self, family: int, numbers: Sequence[int], *beside: Iterable[float]) -> None:
        """Adds an entry with these numbers, and for each what the layout says is beside it."""
        records = map(
            self._record.pack, map(KEY.__and__, numbers), repeat(len(self.families)), *beside
        )
        self.families.append(family)
        for number, record in zip(numbers, records, strict=True):
            self._loose[number >> KEY_BITS] += record
        self._pack(len(self.families) % SHELVES)

    def drop(self, families: Collection[int]) -> None:
        """Lets families be gone for ever; their entries are not found any more."""
        self._gone.update(families)
        self._frequent.clear()
        self._gone_entries = sum(map(self._gone.__contains__, self.families))

    def find_all(self, number: int, most: int) -> list[tuple[int, ...]] | None:
        """Returns all that `find` finds, or None where more than `most` entries have the number.

        That it is so frequent is remembered: common numbers are asked for over and over.
        """
        if self._frequent.get(number, 0) > most:
            return None
        found = self.find(number, most + 1)
        if len(found) > most:
            self._frequent[number] = len(found)
            return None
        return found

    def find(self, number: int, most: int) -> list[tuple[int, ...]]:
        """Returns place and what is kept beside it, of the last entries with that number.

        The last comes first; there are `most` at most.
        """
        bucket = self._bucket(number >> KEY_BITS)
        sought = _KEY.pack(number & KEY)
        at = bucket.rfind(sought)
        if at < 0:
            return []
        size, read, gone = self._entry.size, self._entry.unpack_from, self._gone
        if len(bucket) <= FEW * most * size and bucket.count(sought) * RARE * size > len(bucket):
            return self._of_all(bucket, sought)[:most]
        found: list[tuple[int, ...]] = []
        while at >= 0 and len(found) < most:
            beyond = at % size  # nothing, unless two records only look like a key
            if not beyond:
                entry = read(bucket, at)
                if self.families[entry[0]] not in gone:
                    found.append(entry)
            at = bucket.rfind(sought, 0, at - beyond + len(sought) - (not beyond))
        return found

    def _bucket(self, number: int) -> bytes:
        packed = self._shelves[number >> SHELF_BITS].bucket(number & (SHELF - 1))
        loose = self._loose.get(number)
        return packed + loose if loose else packed

    def _pack(self, shelf: int) -> None:
        buckets = range(shelf << SHELF_BITS, (shelf + 1) << SHELF_BITS)
        loose = map(self._loose.pop, buckets, repeat(b""))
        self._shelves[shelf] = self._shelves[shelf].longer(loose)

    def _of_all(self, bucket: bytes, sought: bytes) -> list[tuple[int, ...]]:
        """Finds the entries of a key, the last first, by reading all of a bucket."""
        size = self._entry.size
        entries, lows, highs = self._entry.iter_unpack(bucket), bucket[::size], bucket[1::size]
        low, high = sought
        if lows.count(low) == highs.count(high) == len(lows):
            found = list(entries)
        else:
            keyed = zip(entries, lows, highs, strict=True)
            found = [entry for entry, one, other in keyed if one == low and other == high]
        if self._gone:
            found = [entry for entry in found if self.families[entry[0]] not in self._gone]
        return found[::-1]
