"""A table that grows at its end, which every process reads on in and holds in memory."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar

from storywatch.copies.index import Index
from storywatch.journal.database import Database
from storywatch.journal.packing import packed, unpacked

AT_ONCE = 1_000  # rows in memory while they are read


class FamilyLog(ABC):
    """What is known of families, as of the last commit or of the transaction under way.

    A row without a family says which families (`content`) are gone. Other processes' rows are
    read before each answer; a transaction that was undone, or rows that went unseen, have all of
    the table read afresh.
    """

    table: ClassVar[str]
    layout: ClassVar[str] = ""
    _last: int  # of the rows that were read
    _index: Index

    def __init__(self, database: Database) -> None:
        self._database = database
        self._start_over()

    def drop(self, families: Collection[int]) -> None:
        """Takes families out of the log, for ever, and tells those who read on in it.

        Call it inside a transaction.
        """
        self._database.run_many(
            f"DELETE FROM {self.table} WHERE family = ?", ((family,) for family in families)
        )
        # Who missed the word of a family that went before the first one left misses rows too.
        self._database.run(
            f"DELETE FROM {self.table} WHERE family IS NULL "
            f"AND id < (SELECT min(id) FROM {self.table} WHERE family NOT NULL)"
        )
        gone = packed(sorted(families))
        self._database.run(f"INSERT INTO {self.table} (content) VALUES (?)", (gone,))

    def read_on(self) -> tuple[int, int]:
        """Reads what the log has got since, and returns a mark of the state that this is."""
        if self._undone != self._database.undone:
            self._start_over()
        for rows in self._parts() if self._last else ():
            if rows[0]["id"] != self._last + 1:
                self._start_over()
                break
            self._take(rows)
        if self._index.is_wasteful:
            self._start_over()
        if not self._last:
            # One state of the file, in which no family is gone that has rows.
            with self._database.snapshot():
                for rows in self._parts():
                    self._take([row for row in rows if row["family"] is not None])
                    self._last = rows[-1]["id"]
        return self._last, self._undone

    def _start_over(self) -> None:
        self._undone = self._database.undone
        self._last = 0
        self._index = Index(self.layout)

    @abstractmethod
    def _add(self, row: sqlite3.Row) -> None:
        """Holds what a row of the log says of its family."""

    def _parts(self) -> Iterator[list[sqlite3.Row]]:
        rows = self._rows()
        while rows:
            yield rows
            rows = self._rows() if len(rows) == AT_ONCE else []

    def _rows(self) -> list[sqlite3.Row]:
        return self._database.rows(
            f"SELECT * FROM {self.table} WHERE id > ? ORDER BY id LIMIT ?", (self._last, AT_ONCE)
        )

    def _take(self, rows: Iterable[sqlite3.Row]) -> None:
        for row in rows:
            self._last = row["id"]
            if row["family"] is None:
                self._index.drop(unpacked(row["content"]))
            else:
                self._add(row)
