from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storywatch.errors import JournalUnusable
from storywatch.journal import Journal
from storywatch.journal.database import Database
from storywatch.journal.migrate import MIGRATIONS, migrate, statements
from tests.journal.samples import NOON, draft, lead, queue, story


@contextmanager
def database_at(path: Path) -> Iterator[Database]:
    with closing(Database(path)) as database:
        yield database


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations of a later version: those of today and one more."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for script in MIGRATIONS.glob("*.sql"):
        (folder / script.name).write_text(script.read_text("utf-8"), "utf-8")
    number = max(int(script.name[:4]) for script in folder.glob("*.sql")) + 1
    (folder / f"{number:04}_mood.sql").write_text(
        "ALTER TABLE stories ADD COLUMN mood TEXT;\nUPDATE stories SET mood = 'grim';\n", "utf-8"
    )
    return folder


def test_an_older_journal_is_brought_forward_with_its_stories(path: Path, later: Path) -> None:
    with Journal.open(path) as journal:
        journal.record(queue(journal), draft(), keep=False, now=NOON)

    with database_at(path) as database:
        migrate(database, later)
        migrate(database, later)
        rows = database.rows("SELECT id, mood FROM stories")

    assert [tuple(row) for row in rows] == [(story().id, "grim")]


def test_a_newer_journal_is_refused_with_what_to_do(path: Path, later: Path) -> None:
    with database_at(path) as database:
        migrate(database, later)

    with pytest.raises(JournalUnusable, match=r"newer storywatch .* update storywatch"):
        Journal.open(path)


def test_a_migration_that_fails_leaves_the_journal_as_it_was(path: Path, later: Path) -> None:
    Journal.open(path).close()
    (last,) = later.glob("*_mood.sql")
    last.write_text("ALTER TABLE stories ADD COLUMN mood TEXT;\nUPDATE nowhere SET mood = 1;\n")

    with database_at(path) as database, pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(database, later)

    with Journal.open(path) as journal:
        assert journal.discover([lead()], now=NOON).known_count == 0
    with database_at(path) as database:
        names = [row["name"] for row in database.rows("PRAGMA table_info(stories)")]
    assert "mood" not in names


def test_a_database_of_another_program_is_refused_and_not_touched(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")

    with pytest.raises(JournalUnusable, match="another program"):
        Journal.open(path)

    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


def test_a_script_is_taken_apart_at_its_statements_only() -> None:
    script = (
        "-- a; b\nCREATE TABLE a (x TEXT DEFAULT ';');\n"
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM a;\n  SELECT 1;\nEND;\n"
    )

    assert [statement.split()[-1] for statement in statements(script)] == ["';');", "END;"]
