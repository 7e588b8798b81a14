"""Every reading of a query asked for the same thing: the numbers of the stories that it finds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from storywatch.query import Query, analyse, match
from storywatch.query.matcher import TopicSet
from storywatch.query.sqlite import COLUMNS, FTS_SCHEMA, compile, fts_row
from storywatch.story import Story

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSERT = f"INSERT INTO stories_fts (rowid, {', '.join(COLUMNS)}) VALUES (?{',?' * len(COLUMNS)})"


class Matching:
    """One query against one story after the other."""

    def __init__(self, stories: Iterable[Story]) -> None:
        self.stories = [analyse(story) for story in stories]

    def found(self, query: Query) -> frozenset[int]:
        return frozenset(
            number
            for number, story in enumerate(self.stories)
            if match(query, story, per_clause=1) is not None
        )


class Searching:
    """A full-text table as the journal's, in memory."""

    def __init__(self, stories: Iterable[Story]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            "CREATE TABLE stories (seq INTEGER PRIMARY KEY, published_at INTEGER)"
        )
        self._database.execute(FTS_SCHEMA)
        for number, story in enumerate(stories):
            published = story.published_at and (story.published_at - EPOCH) // timedelta(
                milliseconds=1
            )
            self._database.execute("INSERT INTO stories VALUES (?, ?)", (number, published))
            self._database.execute(INSERT, (number, *fts_row(story)))

    def found(self, query: Query) -> frozenset[int]:
        sought = compile(query)
        sql = f"SELECT seq FROM stories WHERE {sought.where}"
        return frozenset(row[0] for row in self._database.execute(sql, sought.parameters))

    def close(self) -> None:
        self._database.close()


def found_by_topics(topics: TopicSet, stories: Iterable[Story]) -> dict[str, frozenset[int]]:
    """What all topics at once find, by topic; those that find nothing are left out."""
    assert not topics.errors, topics.errors[0]
    found: dict[str, set[int]] = {}
    for number, story in enumerate(stories):
        for met in topics.match(story):
            found.setdefault(met.topic, set()).add(number)
    return {topic: frozenset(numbers) for topic, numbers in found.items()}
