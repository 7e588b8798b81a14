from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storywatch.errors import JournalUnusable
from storywatch.journal import Journal, backup
from storywatch.journal.backup import back_up, restore
from storywatch.journal.soundness import faults, misfit
from tests.journal.samples import LONG, NOON, draft, queue


def fill(journal: Journal, count: int = 30) -> None:
    for number in range(count):
        slug = f"s{number}"
        journal.record(
            queue(journal, slug), draft(slug, body=f"{LONG} {slug}"), keep=True, now=NOON
        )


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [line for line in connection.iterdump() if "INSERT" in line]


def spoil(path: Path) -> None:
    """Overwrites every page but the first few, as a dying disk does."""
    whole = bytearray(path.read_bytes())
    for start in range(4096 * 4, len(whole), 4096):
        whole[start : start + 200] = b"\xa5" * 200
    path.write_bytes(whole)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copies" / "journal.copy"


def test_a_copy_is_taken_while_the_journal_is_in_use(
    journal: Journal, path: Path, copy: Path
) -> None:
    fill(journal)
    with journal.together():
        queue(journal, "not committed yet")
        assert back_up(path, copy) == 30

    assert journal.count() == 30
    assert [file.name for file in copy.parent.iterdir()] == ["journal.copy"]
    with Journal.open(copy) as copied:
        assert copied.count() == 30
        assert copied.ledger().balances


def test_a_copy_that_is_put_back_is_the_journal_as_it_was(path: Path, copy: Path) -> None:
    with Journal.open(path) as journal:
        fill(journal, 5)
        back_up(path, copy)
        as_it_was = content(copy)
        fill(journal, 20)

    aside = restore(copy, path, now=NOON)

    assert content(path) == as_it_was
    assert aside
    with Journal.open(aside) as before:
        assert before.count() == 20
    with Journal.open(path) as journal:
        assert journal.count() == 5
        assert journal.ledger().balances


def test_a_damaged_journal_gives_no_copy_and_spoils_none(path: Path, copy: Path) -> None:
    with Journal.open(path) as journal:
        fill(journal)
    back_up(path, copy)
    good = copy.read_bytes()
    spoil(path)

    with pytest.raises(JournalUnusable, match="restore"):
        back_up(path, copy)

    assert copy.read_bytes() == good
    assert [file.name for file in copy.parent.iterdir()] == ["journal.copy"]


def test_a_damaged_journal_says_so_when_it_is_opened_and_a_copy_mends_it(
    path: Path, copy: Path
) -> None:
    with Journal.open(path) as journal:
        fill(journal)
    back_up(path, copy)
    spoil(path)

    with pytest.raises(JournalUnusable, match="storywatch journal restore"):
        Journal.open(path)
    restore(copy, path, now=NOON)

    with Journal.open(path) as journal:
        assert journal.count() == 30


@pytest.mark.parametrize("what", ["damaged", "foreign", "no database", "missing", "the journal"])
def test_what_is_no_sound_copy_is_not_put_back(what: str, path: Path, copy: Path) -> None:
    with Journal.open(path) as journal:
        fill(journal, 10)
    back_up(path, copy)
    before = path.read_bytes()
    match what:
        case "damaged":
            spoil(copy)
        case "foreign":
            copy.unlink()
            sqlite3.connect(copy).executescript("CREATE TABLE t (a)").connection.close()
        case "no database":
            copy.write_text("Dear diary", encoding="utf-8")
        case "missing":
            copy.unlink()
        case _:
            copy = path

    with pytest.raises(JournalUnusable):
        restore(copy, path, now=NOON)

    assert path.read_bytes() == before


def test_a_journal_in_use_is_not_replaced(journal: Journal, path: Path, copy: Path) -> None:
    fill(journal, 3)
    back_up(path, copy)

    with pytest.raises(JournalUnusable, match="in use"):
        restore(copy, path, now=NOON)

    assert journal.count() == 3


def test_a_copy_of_a_newer_version_is_refused(path: Path, copy: Path) -> None:
    Journal.open(path).close()
    back_up(path, copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA user_version = 999")

    assert "newer storywatch" in faults(copy)[0]
    with pytest.raises(JournalUnusable, match="newer"):
        restore(copy, path, now=NOON)


def test_a_journal_of_a_newer_version_is_not_called_damaged(path: Path, copy: Path) -> None:
    Journal.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")

    assert "newer storywatch" in str(misfit(path))
    with pytest.raises(JournalUnusable, match="update storywatch"):
        back_up(path, copy)
    assert not copy.exists()


def test_a_journal_that_another_holds_is_not_called_damaged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storywatch.journal.database.BUSY_TIMEOUT", 50)
    Journal.open(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("PRAGMA journal_mode = DELETE").fetchall()
        holder.execute("BEGIN EXCLUSIVE")

        assert "is locked" in str(misfit(path))


def test_a_sound_journal_an_empty_file_and_a_spoilt_one_fit(path: Path, tmp_path: Path) -> None:
    with Journal.open(path) as journal:
        fill(journal, 10)
    empty = tmp_path / "empty.db"
    empty.touch()

    assert misfit(path) is None
    assert misfit(empty) is None
    spoil(path)
    assert misfit(path) is None


def test_what_is_no_file_is_not_replaced_by_a_copy(path: Path, tmp_path: Path) -> None:
    Journal.open(path).close()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    for place in (pipe, tmp_path):
        with pytest.raises(JournalUnusable, match="is no file"):
            back_up(path, place)
    assert pipe.is_fifo()


def test_a_file_that_is_no_copy_is_never_written_over(path: Path, tmp_path: Path) -> None:
    Journal.open(path).close()
    notes, other, empty = (tmp_path / name for name in ("notes.txt", "other.db", "empty"))
    notes.write_text("the only notes of a year")
    empty.touch()
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE year (note)")

    for place in (notes, other):
        before = place.read_bytes()
        with pytest.raises(JournalUnusable, match="is no copy of a journal; name another file"):
            back_up(path, place)
        assert place.read_bytes() == before
    assert back_up(path, empty) == back_up(path, empty) == 0


class Stopping:
    """A connection whose copy finds no room."""

    def backup(self, _: sqlite3.Connection) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    def close(self) -> None:
        """Ends nothing."""


def test_it_is_the_copy_that_a_full_disk_has_no_room_for(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journal.open(path).close()
    monkeypatch.setattr(backup, "_reading", lambda _: Stopping())

    with pytest.raises(JournalUnusable) as raised:
        back_up(path, copy)

    assert str(raised.value).startswith(f"{copy}.")
    assert "cannot grow because the disk is full" in str(raised.value)
    assert not list(copy.parent.iterdir())


def test_a_reference_to_nothing_is_a_fault(path: Path) -> None:
    with Journal.open(path) as journal:
        fill(journal, 2)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM stories WHERE seq = 1")
        connection.commit()

    assert any("that is not there" in fault for fault in faults(path))


def test_a_copy_that_breaks_off_leaves_the_one_before_it(
    journal: Journal, path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(journal, 3)
    back_up(path, copy)
    good = copy.read_bytes()

    def breaking_off(_: Path) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(backup, "faults", breaking_off)
    with pytest.raises(KeyboardInterrupt):
        back_up(path, copy)

    assert copy.read_bytes() == good
    assert [file.name for file in copy.parent.iterdir()] == ["journal.copy"]
