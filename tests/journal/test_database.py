from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storywatch.errors import JournalUnusable
from storywatch.journal import Journal, database
from tests.journal.samples import NOON, draft, lead, queue

PAGE_SIZE = 4096


def test_a_file_that_is_no_database_is_refused_with_what_to_do(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"Dear diary, today I read the news. " * 200)

    with pytest.raises(JournalUnusable, match=r"journal\.db is not a journal; move it away"):
        Journal.open(path)


def test_a_folder_in_the_journal_s_place_is_refused(path: Path) -> None:
    path.mkdir(parents=True)

    with pytest.raises(JournalUnusable, match="cannot be opened"):
        Journal.open(path)


def test_a_data_folder_that_is_a_file_is_refused(path: Path) -> None:
    path.parent.write_text("no folder")

    with pytest.raises(JournalUnusable, match="cannot be opened"):
        Journal.open(path)


def test_a_damaged_journal_says_so_and_what_to_do(path: Path) -> None:
    with Journal.open(path) as journal:
        for number in range(50):
            one = draft(f"s{number}")
            journal.record(queue(journal, f"s{number}"), one, keep=False, now=NOON)
    damaged = bytearray(path.read_bytes())
    damaged[PAGE_SIZE:] = b"\xa5" * (len(damaged) - PAGE_SIZE)
    path.write_bytes(damaged)

    with pytest.raises(JournalUnusable, match=r"is damaged; .*\.recover"):
        list(Journal.open(path).stories())


def test_a_journal_that_stays_locked_says_so(
    path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 10)
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        Journal.open(path) as waiting,
    ):
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(JournalUnusable, match="locked by another process"):
            waiting.discover([lead()], now=NOON)

        other.execute("ROLLBACK")
        assert len(waiting.discover([lead()], now=NOON).queued) == 1


def test_a_full_disk_is_named_and_what_was_recorded_stays(path: Path) -> None:
    with Journal.open(path) as journal:
        journal.record(queue(journal), draft(), keep=False, now=NOON)
        lead_id = queue(journal, "two")
        pages = journal._database.value("PRAGMA page_count")
        journal._database.run(f"PRAGMA max_page_count = {pages}")

        with pytest.raises(JournalUnusable, match="disk is full"):
            journal.record(lead_id, draft("two", body="x" * 100_000), keep=False, now=NOON)

        assert journal.count() == 1
        assert journal.ledger().balances


def test_a_mistake_in_the_sql_is_not_blamed_on_the_file(journal: Journal) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        journal._database.rows("SELECT * FROM nowhere")


def test_a_reader_sees_one_moment_while_another_process_writes(
    path: Path, journal: Journal
) -> None:
    with journal._database.snapshot():
        before = journal.count()
        with Journal.open(path, owner="another") as other:
            other.record(queue(other), draft(), keep=False, now=NOON)

        assert journal.count() == before
    assert journal.count() == before + 1
