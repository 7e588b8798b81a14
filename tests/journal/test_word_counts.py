from __future__ import annotations

from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.journal import word_counts
from storywatch.journal.database import Database
from storywatch.journal.word_counts import LAG, WordCounts
from tests.journal.samples import two_processes

STORIES = st.lists(
    st.tuples(st.integers(0, 1), st.frozensets(st.integers(0, 6)), st.booleans()), max_size=60
)


def added(database: Database, counts: WordCounts, *words: int) -> tuple[int, dict[int, int]]:
    with database.transaction():
        count, found = counts.add(words)
        return count, dict(found)


def test_a_storys_words_are_counted_with_it(database: Database) -> None:
    counts = WordCounts(database)

    assert added(database, counts, 1, 2) == (1, {1: 1, 2: 1})
    assert added(database, counts, 2, 3) == (2, {2: 2, 3: 1})


@settings(max_examples=30, deadline=None)
@given(STORIES)
def test_two_processes_count_as_one_and_forget_what_is_undone(
    stories: list[tuple[int, frozenset[int], bool]],
) -> None:
    with two_processes() as (one, other):
        processes = [(one, WordCounts(one)), (other, WordCounts(other))]
        truth: Counter[int] = Counter()
        story_count = 0
        for who, words, is_undone in stories:
            database, counts = processes[who]
            with suppress(RuntimeError), database.transaction():
                found = counts.add(words)
                assert found[0] == story_count + 1
                assert found[1] == {word: truth[word] + 1 for word in words}
                if is_undone:
                    raise RuntimeError("undone")
                truth.update(words)
                story_count += 1


def test_counts_lag_behind_by_few_stories(database: Database) -> None:
    counts = WordCounts(database)

    for story in range(1, 10 * LAG):
        count, found = added(database, counts, 1)
        assert count == found[1]
        assert count >= story - story // LAG - 1


def test_old_counts_are_halved_once_there_are_many(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_counts, "MOST_COUNTED", 10)
    counts = WordCounts(database)
    for story in range(12):
        added(database, counts, 1, *([2] if story == 0 else []))

    with database.transaction():
        counts.age()

    count, found = added(database, counts, 1, 2)
    assert count == found[1] == 7
    assert found[2] == 1
