"""Brings a journal's file to the schema of this version, one numbered script after the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from storywatch.errors import JournalUnusable
from storywatch.journal.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
APPLICATION = 1937012586  # "stwj": tells a journal from any other SQLite file


def migrate(database: Database, folder: Path = MIGRATIONS) -> None:
    """Applies the scripts that the file lacks, each in one transaction; a newer file is refused."""
    scripts = {int(script.name.split("_")[0]): script for script in sorted(folder.glob("*.sql"))}
    latest = max(scripts)
    if _version(database, latest) == latest:
        return
    for number in sorted(scripts):
        with database.transaction():
            # Another process may have brought the file forward while this one waited its turn.
            if _version(database, latest) < number:
                for statement in statements(scripts[number].read_text(encoding="utf-8")):
                    database.run(statement)
                database.run(f"PRAGMA user_version = {number}")


def statements(script: str) -> Iterator[str]:
    """Yields a script's statements, for `executescript` would commit on its own."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def latest_version(folder: Path = MIGRATIONS) -> int:
    """Returns the schema that the last script makes."""
    return max(int(script.name.split("_")[0]) for script in folder.glob("*.sql"))


def refusal(
    path: Path, *, application: int, version: int, latest: int, is_empty: bool
) -> JournalUnusable | None:
    """Returns why a database with these marks is no journal that can be brought to `latest`."""
    if application != APPLICATION and not (is_empty and application == 0):
        return JournalUnusable(
            f"{path} is a database of another program; move it away or name another data directory"
        )
    if version > latest:
        return JournalUnusable(
            f"{path} was written by a newer storywatch (schema {version}, this one knows "
            f"{latest}); update storywatch or name another data directory"
        )
    return None


def _version(database: Database, latest: int) -> int:
    version = database.value("PRAGMA user_version")
    refused = refusal(
        database.path,
        application=database.value("PRAGMA application_id"),
        version=version,
        latest=latest,
        is_empty=database.value("SELECT count(*) FROM sqlite_master") == 0,
    )
    if refused:
        raise refused
    return version
