from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.copies.families import STANDING
from storywatch.journal import log
from storywatch.journal.database import Database
from storywatch.journal.packing import packed, packed_pairs, unpacked, unpacked_pairs
from storywatch.journal.postings import Postings
from tests.journal.samples import two_processes

SHINGLES = st.integers(0, 40).map(lambda number: number * 53_687_091 // 2)
POSTS = st.tuples(st.integers(1, 12), st.lists(SHINGLES, max_size=6, unique=True))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.integers(0, 1), POSTS),
        st.tuples(st.just("undo"), st.integers(0, 1), POSTS),
        st.tuples(st.just("drop"), st.integers(0, 1), st.sets(st.integers(1, 12), min_size=1)),
        st.tuples(st.just("look"), st.integers(0, 1), SHINGLES),
    ),
    max_size=30,
)


def posted(database: Database, held: Postings, family: int, *shingles: int) -> None:
    with database.transaction():
        held.post(family, family, shingles)


def test_a_posting_names_family_and_sketch(database: Database) -> None:
    held = Postings(database)
    with database.transaction():
        held.post(1, 1, [8, 10])
        held.post(1, 2, [12])

    assert held.of([8, 10, 12, 14]) == {8: [(1, 1)], 10: [(1, 1)], 12: [(1, 2)]}


def test_of_many_families_the_last_that_posted_a_shingle_are_told(database: Database) -> None:
    held = Postings(database)
    for family in (1, 2, 3, 4, 5, 2):
        posted(database, held, family, 8)

    assert [family for family, _ in held.of([8])[8]] == [4, 5, 2]
    assert STANDING == 3


def test_what_another_process_posts_and_drops_is_seen_at_once(
    database: Database, path: Path
) -> None:
    with closing(Database(path)) as theirs:
        mine, other = Postings(database), Postings(theirs)
        posted(database, mine, 1, 8)
        posted(theirs, other, 2, 8)
        assert mine.of([8]) == other.of([8]) == {8: [(1, 1), (2, 2)]}

        with theirs.transaction():
            other.drop([1])

        assert mine.of([8]) == {8: [(2, 2)]}


def test_what_was_undone_was_never_posted(database: Database) -> None:
    held = Postings(database)

    def fail() -> None:
        with database.transaction():
            held.post(1, 1, [8])
            assert held.of([8])
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        fail()
    posted(database, held, 2, 10)

    assert held.of([8, 10]) == {10: [(2, 2)]}


def test_a_log_of_many_rows_is_read_in_parts(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "AT_ONCE", 3)
    writing, reading = Postings(database), Postings(database)
    for family in range(1, 11):
        posted(database, writing, family, family)
        if family == 4:
            assert reading.of([4])

    assert len(reading.of(range(20))) == len(Postings(database).of(range(20))) == 10


def test_words_of_families_that_are_gone_do_not_stay_in_the_log(database: Database) -> None:
    held = Postings(database)
    for family in range(1, 30):
        posted(database, held, family, 8)
        with database.transaction():
            held.drop([family - 1])

    assert database.value("SELECT count(*) FROM posts") <= 3


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_two_processes_that_read_on_know_what_one_that_reads_all_afresh_knows(
    steps: list[tuple[str, int, Any]],
) -> None:
    with two_processes() as (one, other):
        processes = [(one, Postings(one)), (other, Postings(other))]
        dropped: set[int] = set()
        for what, who, told in steps:
            _do(*processes[who], what, told, dropped)
        everything = [number * 53_687_091 // 2 for number in range(41)]
        afresh = Postings(one).of(everything)

        assert [held.of(everything) for _, held in processes] == [afresh, afresh]


def _do(database: Database, held: Postings, what: str, told: Any, dropped: set[int]) -> None:
    if what == "look":
        held.of([told])
    elif what == "drop":
        dropped |= told
        with database.transaction():
            held.drop(sorted(told))
    elif told[0] not in dropped:
        with suppress(RuntimeError), database.transaction():
            held.post(told[0], *told)
            held.of(told[1])
            if what == "undo":
                raise RuntimeError("undone")


@given(st.lists(st.integers(0, (1 << 32) - 1)))
def test_numbers_come_back_as_they_were_packed(numbers: list[int]) -> None:
    assert unpacked(packed(numbers)) == tuple(numbers)


@given(st.lists(st.tuples(st.integers(0, (1 << 32) - 1), st.floats(0, 100, width=32))))
def test_pairs_come_back_as_they_were_packed(pairs: list[tuple[int, float]]) -> None:
    flat = unpacked_pairs(packed_pairs(pairs))

    assert list(zip(flat[::2], flat[1::2], strict=True)) == pairs
