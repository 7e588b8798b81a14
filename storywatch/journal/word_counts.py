"""In how many stories each word is: written for many stories at once, and remembered."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from itertools import chain

from storywatch.journal.copies import listed
from storywatch.journal.database import Database
from storywatch.journal.packing import packed, unpacked

ALL_STORIES = -1  # the word that every story has
LAG = 50  # one story in so many may wait to be counted
MOST_WAITING = 500  # stories
MOST_COUNTED = 200_000  # stories; then all counts are halved, and words seen once are dropped
MOST_REMEMBERED = 50_000  # words


class WordCounts:
    """Counts of words over all stories; those of the last stories may be missing in them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._state: tuple[int, int] | None = None  # that the remembered counts are of
        self._remembered: dict[int, int] = {}

    def add(self, words: Collection[int]) -> tuple[int, Mapping[int, int]]:
        """Counts one more story; returns all stories' count and these words', it among them.

        Call it inside a transaction.
        """
        story_count = self._counted()
        missing = [word for word in words if word not in self._remembered]
        if missing:
            rows = self._database.rows(
                "SELECT word, count FROM json_each(?) JOIN word_counts ON word = value",
                (listed(missing),),
            )
            self._remembered.update(dict.fromkeys(missing, 0))
            self._remembered.update(map(tuple, rows))
        counts = {word: self._remembered[word] + 1 for word in words}
        self._database.run("INSERT INTO uncounted (words) VALUES (?)", (packed(sorted(words)),))
        return story_count + 1, counts

    def age(self) -> None:
        """Halves all counts when there are many, so that words of long ago count less."""
        if self._counted() > MOST_COUNTED:
            self._database.run("UPDATE word_counts SET count = count / 2")
            self._database.run("DELETE FROM word_counts WHERE count = 0")

    def _counted(self) -> int:
        """Returns how many stories are counted, after those that waited, if these are many."""
        counted, waiting = self._database.rows(
            "SELECT coalesce((SELECT count FROM word_counts WHERE word = ?), 0), "
            "coalesce((SELECT max(id) - min(id) + 1 FROM uncounted), 0)",
            (ALL_STORIES,),
        )[0]
        if waiting >= min(MOST_WAITING, max(1, counted // LAG)):
            counted += self._count_waiting()
        state = (counted, self._database.undone)
        if state != self._state or len(self._remembered) > MOST_REMEMBERED:
            self._state = state
            self._remembered.clear()
        return int(counted)

    def _count_waiting(self) -> int:
        blobs = self._database.rows("SELECT words FROM uncounted")
        counts = Counter(chain.from_iterable(unpacked(row["words"]) for row in blobs))
        self._database.run(
            "INSERT INTO word_counts (word, count) "
            "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?) "
            "WHERE true ON CONFLICT (word) DO UPDATE SET count = count + excluded.count",
            (json.dumps([(ALL_STORIES, len(blobs)), *sorted(counts.items())]),),
        )
        self._database.run("DELETE FROM uncounted")
        return len(blobs)
