"""Same-event clusters on disk, over a rolling window."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from storywatch.copies.events import WINDOW, Links, Telling, grouped, renamed
from storywatch.copies.likeness import Compared
from storywatch.copies.traits import Trait
from storywatch.journal.copies import listed
from storywatch.journal.database import Database
from storywatch.journal.instants import to_ms
from storywatch.journal.packing import unpacked_pairs
from storywatch.journal.vectors import Vectors
from storywatch.journal.word_counts import WordCounts

MOST_FAMILIES = 10_000  # the latest; others are compared with none


class EventMemory:
    """What a process holds in memory of a journal's events."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.vectors = Vectors(database)
        self.word_counts = WordCounts(database)


class EventShelf:
    """The events of the journal's file around `at`: when a story was known, or now."""

    def __init__(self, held: EventMemory, at: datetime) -> None:
        self._held = held
        self._database = held.database
        self._at = to_ms(at)
        width = WINDOW // timedelta(milliseconds=1)
        self._since, self._until = self._at - width, self._at + width

    def event_of(self, family: int) -> int | None:
        """Returns the event that a family's stories are of."""
        row = self._database.row("SELECT event FROM event_families WHERE family = ?", (family,))
        return row["event"] if row else None

    def count_words(self, words: Collection[int]) -> tuple[int, Mapping[int, int]]:
        """Counts one more story with these words; returns all stories' count and the words'."""
        return self._held.word_counts.add(words)

    def compare(self, traits: Sequence[Trait]) -> Compared:
        """Returns how alike a new family with these traits is to those that are kept."""
        return self._held.vectors.compare(traits)

    def links(self, alike: Mapping[int, float]) -> Mapping[int, float]:
        """Returns for each event its families' average likeness, where some are alike."""
        if not alike:
            return {}
        rows = self._database.rows(
            "SELECT family, event FROM json_each(?) JOIN event_families ON family = value "
            "WHERE known_at BETWEEN ? AND ?",
            (listed(alike), self._since, self._until),
        )
        totals: dict[int, float] = defaultdict(float)
        for family, event in rows:
            totals[event] += alike[family]
        sizes = self._sizes(totals)
        return {event: total / sizes[event] for event, total in totals.items()}

    def join(self, family: int, event: int | None, told: Telling) -> int:
        """Writes that a family is of an event, or of a new one for None; returns the event."""
        chosen = self._found() if event is None else event
        self._database.run(
            "INSERT INTO event_families (family, event, known_at) VALUES (?, ?, ?)",
            (family, chosen, self._at),
        )
        self._held.vectors.post(family, told)
        return chosen

    def regroup(self) -> int:
        """Clusters the window's families afresh and returns how many changed their event.

        Events keep their ids where most of their families stay together.
        """
        with self._database.transaction():
            rows = self._database.rows(
                "SELECT family, event, alike FROM event_posts JOIN event_families USING (family) "
                "WHERE known_at >= ? ORDER BY known_at DESC, family DESC LIMIT ?",
                (self._since, MOST_FAMILIES),
            )
            current = {row["family"]: row["event"] for row in rows}
            groups = grouped(current, _mutual(rows, current))
            changed = 0
            for event, group in renamed(groups, current):
                chosen = self._found() if event is None else event
                if moved := [family for family in group if current[family] != chosen]:
                    self._move(moved, chosen)
                    changed += len(moved)
            self._held.vectors.drop_others(current)
            self._held.word_counts.age()
        return changed

    def _sizes(self, events: Iterable[int]) -> Mapping[int, int]:
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


def _mutual(rows: Sequence[sqlite3.Row], current: Collection[int]) -> Links:
    """Returns how alike families were as they came in, from both sides."""
    alike: dict[int, dict[int, float]] = defaultdict(dict)
    for row in rows:
        flat = unpacked_pairs(row["alike"])
        for other, likeness in zip(flat[::2], flat[1::2], strict=True):
            if other in current:
                alike[row["family"]][other] = alike[other][row["family"]] = likeness
    return alike
