"""Looks whether SQLite and a journal's file are in order, and changes neither."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

OLDEST = (3, 35, 0)  # what the schema and its upserts need


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
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as journal:
            found = [str(row[0]) for row in journal.execute("PRAGMA quick_check(10)")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [] if found == ["ok"] else found
