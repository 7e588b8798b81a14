"""Looks whether SQLite and a journal's file are in order, and changes neither."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from storywatch.errors import JournalUnusable
from storywatch.journal import database
from storywatch.journal.database import kind_of, unusable
from storywatch.journal.migrate import APPLICATION, latest_version, refusal

OLDEST = (3, 35, 0)  # what the schema and its upserts need
MARKS = ("PRAGMA application_id", "PRAGMA user_version")
DAMAGES = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def sqlite_lacks() -> str | None:
    """Returns what this Python's SQLite lacks for a journal, or None."""
    if sqlite3.sqlite_version_info < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        return f"SQLite {sqlite3.sqlite_version} is older than {oldest}"
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE words USING fts5 (word)")
        except sqlite3.OperationalError:
            return f"SQLite {sqlite3.sqlite_version} was built without FTS5, its full-text search"
    return None


def damages(path: Path) -> list[str]:
    """Returns what SQLite's quick check finds wrong with the file at `path`; read only."""
    return list(_found(path, _quick_check))


def faults(path: Path) -> list[str]:
    """Returns in sentences why the file at `path` is no sound journal of this version; read only.

    Looks at every page and at every reference from one row to another.
    """
    return list(_found(path, _faults))


def misfit(path: Path) -> JournalUnusable | None:
    """Returns why the file at `path` cannot be used although it may be sound; read only.

    Another program's, a newer version's, one that this user may not use, one that is locked.
    """
    try:
        with closing(_opened(path)) as journal:
            application, version, tables = (
                journal.execute(asked).fetchone()[0]
                for asked in (*MARKS, "SELECT count(*) FROM sqlite_master")
            )
    except sqlite3.DatabaseError as error:
        found = unusable(path, error)
        is_damage = kind_of(error) in DAMAGES
        return found if isinstance(found, JournalUnusable) and not is_damage else None
    return refusal(
        path,
        application=application,
        version=version,
        latest=latest_version(),
        is_empty=not tables,
    )


def _opened(path: Path) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=database.BUSY_TIMEOUT / 1_000)


def _found(path: Path, look: Callable[[sqlite3.Connection], Iterator[str]]) -> Iterator[str]:
    try:
        with closing(_opened(path)) as journal:
            yield from look(journal)
    except sqlite3.DatabaseError as error:
        yield str(error)


def _quick_check(journal: sqlite3.Connection) -> Iterator[str]:
    found = [str(row[0]) for row in journal.execute("PRAGMA quick_check(10)")]
    yield from (found if found != ["ok"] else ())


def _faults(journal: sqlite3.Connection) -> Iterator[str]:
    application, version = (journal.execute(mark).fetchone()[0] for mark in MARKS)
    latest = latest_version()
    if application != APPLICATION:
        yield "it is no journal of storywatch"
    elif version > latest:
        yield f"a newer storywatch wrote it (schema {version}, this one knows {latest})"
    else:
        yield from _quick_check(journal)
        for table, row, parent, _ in journal.execute("PRAGMA foreign_key_check").fetchmany(10):
            yield f"row {row} of {table} names a row of {parent} that is not there"
