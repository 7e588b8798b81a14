"""Same-event clusters on disk, over a rolling window."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from storywatch.copies.events import WINDOW, grouped, likeness, renamed
from storywatch.copies.traits import Trait
from storywatch.journal.copies import SLICES, listed
from storywatch.journal.database import Database
from storywatch.journal.instants import HOUR, to_ms

ALL_STORIES = -1  # the word that every story has
MOST_COUNTED = 200_000  # stories; then all counts are halved, and words seen once are dropped
MOST_FAMILIES = 10_000  # the latest; more are not put right within one hour


class EventShelf:
    """The events of the journal's file around `at`: when a story was known, or now."""

    def __init__(self, database: Database, at: datetime) -> None:
        self._database = database
        self._at = to_ms(at)
        width = WINDOW // timedelta(milliseconds=1)
        self._since, self._until = self._at - width, self._at + width

    def event_of(self, family: int) -> int | None:
        """Returns the event that a family's stories are of."""
        row = self._database.row("SELECT event FROM event_families WHERE family = ?", (family,))
        return row["event"] if row else None

    def count_words(self, words: Collection[int]) -> tuple[int, Mapping[int, int]]:
        """Counts one more story with these words; returns all stories' count and the words'."""
        counted = listed((ALL_STORIES, *sorted(words)))
        self._database.run(
            "INSERT INTO word_counts (word, count) SELECT value, 1 FROM json_each(?) WHERE true "
            "ON CONFLICT (word) DO UPDATE SET count = count + 1",
            (counted,),
        )
        rows = self._database.rows(
            "SELECT word, count FROM json_each(?) JOIN word_counts ON word = value", (counted,)
        )
        counts = {row["word"]: row["count"] for row in rows}
        return counts[ALL_STORIES], counts

    def links(self, traits: Sequence[Trait]) -> Mapping[int, float]:
        """Returns for each event its families' average product with a story's vector."""
        rows = self._database.rows(
            "WITH own AS MATERIALIZED ("
            "SELECT json_extract(value, '$[0]') AS trait, json_extract(value, '$[2]') AS weight "
            "FROM json_each(?)), "
            "alike AS ("
            "SELECT family, sum(event_traits.weight * own.weight) AS product "
            "FROM own JOIN event_traits USING (trait) GROUP BY family) "
            "SELECT event, sum(product) AS product FROM alike JOIN event_families USING (family) "
            "WHERE known_at BETWEEN ? AND ? GROUP BY event",
            (json.dumps(traits), self._since, self._until),
        )
        sizes = self._sizes(row["event"] for row in rows)
        return {row["event"]: row["product"] / sizes[row["event"]] for row in rows}

    def join(self, family: int, event: int | None, traits: Sequence[Trait]) -> int:
        """Writes that a family is of an event, or of a new one for None; returns the event."""
        chosen = self._found() if event is None else event
        self._database.run(
            "INSERT INTO event_families (family, event, known_at) VALUES (?, ?, ?)",
            (family, chosen, self._at),
        )
        self._database.run(
            "INSERT OR REPLACE INTO event_traits (trait, family, strength, weight) "
            "SELECT json_extract(value, '$[0]'), ?, json_extract(value, '$[1]'), "
            "json_extract(value, '$[2]') FROM json_each(?)",
            (family, json.dumps(traits)),
        )
        return chosen

    def regroup(self) -> int:
        """Clusters the window's families afresh and returns how many changed their event.

        Events keep their ids where most of their families stay together.
        """
        with self._database.transaction():
            rows = self._database.rows(
                "SELECT family, event FROM event_families WHERE known_at >= ? "
                "ORDER BY family DESC LIMIT ?",
                (self._since, MOST_FAMILIES),
            )
            current = {row["family"]: row["event"] for row in rows}
            groups = grouped(current, likeness(self._holders(current), len(current)))
            changed = 0
            for event, group in renamed(groups, current):
                chosen = self._found() if event is None else event
                moved = [family for family in group if current[family] != chosen]
                self._move(moved, chosen)
                changed += len(moved)
            self._age()
        return changed

    def _holders(self, current: Collection[int]) -> Iterator[list[tuple[int, float]]]:
        """Yields who holds each trait how strongly, one slice of all traits in memory at a time."""
        for part in SLICES:
            rows = self._database.rows(
                "SELECT trait, family, strength FROM event_traits "
                "WHERE trait BETWEEN ? AND ? ORDER BY trait",
                part,
            )
            for _, held in groupby(rows, key=lambda row: row["trait"]):
                yield [(row[1], row[2]) for row in held if row[1] in current]

    def _sizes(self, events: Iterator[int]) -> Mapping[int, int]:
        rows = self._database.rows(
            "SELECT event, count(*) AS size FROM json_each(?) "
            "JOIN event_families ON event = value WHERE known_at BETWEEN ? AND ? GROUP BY event",
            (listed(events), self._since, self._until),
        )
        return {row["event"]: row["size"] for row in rows}

    def _found(self) -> int:
        return self._database.insert("INSERT INTO events (founded_at) VALUES (?)", (self._at,))

    def _move(self, families: Collection[int], event: int) -> None:
        self._database.run(
            "UPDATE event_families SET event = ? WHERE family IN (SELECT value FROM json_each(?))",
            (event, listed(families)),
        )

    def _age(self) -> None:
        """Sweeps a slice of the traits that no one is compared by any more, and old counts."""
        self._database.run(
            "DELETE FROM event_traits WHERE trait BETWEEN ? AND ? AND family NOT IN "
            "(SELECT family FROM event_families WHERE known_at >= ?)",
            (*SLICES[self._at // HOUR % len(SLICES)], self._since),
        )
        row = self._database.row("SELECT count FROM word_counts WHERE word = ?", (ALL_STORIES,))
        if row and row["count"] > MOST_COUNTED:
            self._database.run("UPDATE word_counts SET count = count / 2")
            self._database.run("DELETE FROM word_counts WHERE count = 0")
