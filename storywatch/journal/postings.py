"""Which families have which words: held in memory, and read on from a log on disk."""

from __future__ import annotations

import sqlite3
import struct
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from storywatch.copies.families import STANDING, Posting
from storywatch.journal.database import Database

AT_ONCE = 1_000  # rows of the log in memory while it is read
WASTE = 3  # one part of so many may be of families that are gone, before all is read afresh
KEY_BITS = 14  # of a shingle; the others, above them, choose the bucket
KEY = (1 << KEY_BITS) - 1

_RECORD = struct.Struct("<HI")  # a shingle's key and the place of the post that it is in
_KEY = struct.Struct("<H")
_PLACE = struct.Struct("<I")


class Postings:
    """What sketches are found by, as of the file's last commit or of the transaction under way.

    A posting takes six bytes. Other processes' posts are read from the log before each answer;
    a transaction that was undone, or rows that went unseen, have all of it read afresh.
    """

    _last: int  # of the log's rows that were read
    _wasted: int  # posts held of families that are gone
    _families: array[int]
    _numbers: array[int]

    def __init__(self, database: Database) -> None:
        self._database = database
        self._start_over()

    def of(self, shingles: Iterable[int]) -> Mapping[int, Sequence[Posting]]:
        """Returns for each shingle its postings, of the `STANDING` families that posted it last."""
        self.read_on()
        return {shingle: held for shingle in shingles if (held := self._held(shingle))}

    def post(self, family: int, number: int, shingles: Iterable[int]) -> None:
        """Writes what a sketch is to be found by; call it inside a transaction."""
        self._database.run(
            "INSERT INTO posts (family, number, shingles) VALUES (?, ?, ?)",
            (family, number, packed(shingles)),
        )

    def drop(self, families: Collection[int]) -> None:
        """Takes families out of the log, for ever, and tells those who read on in it.

        Call it inside a transaction.
        """
        self._database.run_many(
            "DELETE FROM posts WHERE family = ?", ((family,) for family in families)
        )
        # Who missed the word of a family that went before the first one left misses rows too.
        self._database.run(
            "DELETE FROM posts WHERE number IS NULL "
            "AND id < (SELECT min(id) FROM posts WHERE number NOT NULL)"
        )
        self._database.run("INSERT INTO posts (shingles) VALUES (?)", (packed(sorted(families)),))

    def read_on(self) -> tuple[int, int]:
        """Reads what the log has got since, and returns a mark of the state that this is."""
        if self._undone != self._database.undone:
            self._start_over()
        for rows in self._parts() if self._last else ():
            if rows[0]["id"] != self._last + 1:
                self._start_over()
                break
            self._take(rows)
        if self._wasted > len(self._families) // WASTE:
            self._start_over()
        if not self._last:
            # One state of the file, in which no family is gone that has posts.
            with self._database.snapshot():
                for rows in self._parts():
                    self._take([row for row in rows if row["number"] is not None])
                    self._last = rows[-1]["id"]
        return self._last, self._undone

    def _start_over(self) -> None:
        self._undone = self._database.undone
        self._last = self._wasted = 0
        self._buckets: defaultdict[int, bytearray] = defaultdict(bytearray)
        self._families, self._numbers = array("I"), array("I")
        self._gone: set[int] = set()

    def _parts(self) -> Iterator[list[sqlite3.Row]]:
        rows = self._rows()
        while rows:
            yield rows
            rows = self._rows() if len(rows) == AT_ONCE else []

    def _rows(self) -> list[sqlite3.Row]:
        return self._database.rows(
            "SELECT id, family, number, shingles FROM posts WHERE id > ? ORDER BY id LIMIT ?",
            (self._last, AT_ONCE),
        )

    def _take(self, rows: Sequence[sqlite3.Row]) -> None:
        gone_before = len(self._gone)
        for row in rows:
            self._last = row["id"]
            if row["number"] is None:
                self._gone.update(unpacked(row["shingles"]))
            else:
                self._add(row["family"], row["number"], unpacked(row["shingles"]))
        if len(self._gone) > gone_before:
            self._wasted = sum(map(self._gone.__contains__, self._families))

    def _add(self, family: int, number: int, shingles: Iterable[int]) -> None:
        place, buckets, pack = len(self._families), self._buckets, _RECORD.pack
        self._families.append(family)
        self._numbers.append(number)
        for shingle in shingles:
            buckets[shingle >> KEY_BITS] += pack(shingle & KEY, place)

    def _held(self, shingle: int) -> list[Posting]:
        bucket = self._buckets.get(shingle >> KEY_BITS, b"")
        sought = _KEY.pack(shingle & KEY)
        at = bucket.find(sought)
        if at < 0:
            return []
        held: dict[int, int] = {}
        while at >= 0:
            ahead = -at % _RECORD.size  # none, unless two records only look like a key
            if not ahead:
                (place,) = _PLACE.unpack_from(bucket, at + _KEY.size)
                family = self._families[place]
                if family not in self._gone:
                    held[family] = held.pop(family, self._numbers[place])
            at = bucket.find(sought, at + (ahead or _RECORD.size))
        return [Posting(family, number) for family, number in held.items()][-STANDING:]


def packed(numbers: Iterable[int]) -> bytes:
    """Returns numbers below 2³² in four bytes each, in their order."""
    listed = list(numbers)
    return struct.pack(f"<{len(listed)}I", *listed)


def unpacked(blob: bytes) -> tuple[int, ...]:
    """Returns the numbers that `packed` made a blob of."""
    return struct.unpack(f"<{len(blob) // 4}I", blob)
