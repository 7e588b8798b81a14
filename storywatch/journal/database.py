"""One SQLite connection: how it is opened, what a transaction is, and what its failures mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from storywatch.errors import JournalUnusable
from storywatch.journal.documents import clean

BUSY_TIMEOUT = 5_000  # milliseconds that one attempt waits for another process's transaction
BUSY_ATTEMPTS = 6  # half a minute in all: no transaction of ours takes longer than one migration
CACHE_KIB = 16 * 1024
PAGES_LOOKED_AT = 2_000  # of a file up to 8 MB every page is looked at when it is opened

Parameters = Sequence[object] | Mapping[str, object]

WHAT_TO_DO = {
    "SQLITE_NOTADB": "is not a journal; move it away or name another data directory",
    "SQLITE_CORRUPT": "is damaged; put a copy back with `storywatch journal restore COPY`, or "
    "rescue what is left with `sqlite3 FILE .recover`",
    "SQLITE_BUSY": "is locked by another process; stop the one that holds it and try again",
    "SQLITE_LOCKED": "is locked by another process; stop the one that holds it and try again",
    "SQLITE_FULL": "cannot grow because the disk is full; free some space and run again, "
    "nothing recorded is lost",
    "SQLITE_READONLY": "cannot be written; let this user write the file and its folder",
    "SQLITE_CANTOPEN": "cannot be opened; check that its folder exists and may be written",
    "SQLITE_PERM": "cannot be opened; check that this user may write the file and its folder",
    "SQLITE_IOERR": "cannot be read or written; check the disk, then run again",
}


class Database:
    """A connection in which every statement is retried, translated and fetched whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.undone = 0  # transactions that were rolled back, so that what they wrote is no more
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None)
        except (OSError, sqlite3.DatabaseError) as error:
            raise JournalUnusable(f"{path} cannot be opened ({error})") from error
        self._connection.row_factory = sqlite3.Row
        self._prepare()

    def _prepare(self) -> None:
        try:
            self.run(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
            self._patiently("PRAGMA journal_mode = WAL")
            self.run("PRAGMA synchronous = NORMAL")
            self.run("PRAGMA foreign_keys = ON")
            self.run(f"PRAGMA cache_size = -{CACHE_KIB}")
            self._look()
        except JournalUnusable:
            self.close()
            raise

    def _look(self) -> None:
        """Finds coarse damage before anybody relies on the file: cheap however large it is."""
        for table in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
            self.rows(f'SELECT 1 FROM "{table[0]}" LIMIT 1')
        if self.value("PRAGMA page_count") <= PAGES_LOOKED_AT:
            found = self.rows("PRAGMA quick_check(1)")[0][0]
            if found != "ok":
                raise JournalUnusable(f"{self.path} {WHAT_TO_DO['SQLITE_CORRUPT']} ({found})")

    def close(self) -> None:
        """Ends the connection; what is not committed is undone."""
        self._connection.close()

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Returns all rows of a statement."""
        try:
            return self._execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            raise unusable(self.path, error) from error

    def row(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """Returns the first row of a statement, if it has one."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Parameters = ()) -> int:
        """Returns the first column of the only row, which is a whole number."""
        return int(self.rows(sql, parameters)[0][0])

    def run(self, sql: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """Runs a statement for what it changes."""
        try:
            return self._execute(sql, parameters)
        except sqlite3.DatabaseError as error:
            raise unusable(self.path, error) from error

    def run_many(self, sql: str, parameters: Iterable[Sequence[object]]) -> None:
        """Runs a statement once for each row of parameters."""
        for row in parameters:
            self.run(sql, row)

    def insert(self, sql: str, parameters: Parameters = ()) -> int:
        """Inserts one row and returns its id."""
        return int(self.run(sql, parameters).lastrowid or 0)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Makes everything inside happen together or not at all; an inner one joins the outer."""
        if self._connection.in_transaction:
            yield
            return
        self._patiently("BEGIN IMMEDIATE")
        with self._ending("COMMIT"):
            yield

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Makes a part of the open transaction happen as a whole or not at all."""
        self.run("SAVEPOINT part")
        is_whole = False
        try:
            yield
            is_whole = True
        finally:
            # As with a transaction, SQLite may have undone everything by itself.
            if self._connection.in_transaction:
                if not is_whole:
                    self.run("ROLLBACK TO part")
                self.run("RELEASE part")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Lets everything inside read one state of the journal, whatever others write meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        self.run("BEGIN")
        with self._ending("ROLLBACK"):
            yield

    @contextmanager
    def _ending(self, end: str) -> Iterator[None]:
        is_done = False
        try:
            yield
            self.run(end)
            is_done = True
        finally:
            self.undone += not is_done
            # SQLite has already rolled back by itself after a full disk or an I/O error.
            if self._connection.in_transaction:
                self._connection.rollback()

    def _patiently(self, sql: str) -> None:
        for attempt in range(1, BUSY_ATTEMPTS + 1):
            try:
                self._connection.execute(sql).fetchall()
            except sqlite3.DatabaseError as error:
                if attempt == BUSY_ATTEMPTS or kind_of(error) not in {
                    "SQLITE_BUSY",
                    "SQLITE_LOCKED",
                }:
                    raise unusable(self.path, error) from error
            else:
                return

    def _execute(self, sql: str, parameters: Parameters) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, parameters)
        except UnicodeEncodeError:
            return self._connection.execute(sql, _encodable(parameters))


def kind_of(error: sqlite3.Error) -> str:
    """Returns SQLite's primary name of the error, such as SQLITE_BUSY for SQLITE_BUSY_SNAPSHOT."""
    name = getattr(error, "sqlite_errorname", "") or ""
    return "_".join(name.split("_")[:2])


def unusable(path: Path, error: sqlite3.Error) -> Exception:
    """Returns the error that says what to do; a mistake in our own SQL is returned as it is."""
    advice = WHAT_TO_DO.get(kind_of(error))
    return error if advice is None else JournalUnusable(f"{path} {advice} (SQLite: {error})")


def _encodable(parameters: Parameters) -> Parameters:
    if isinstance(parameters, Mapping):
        return {name: clean(value) for name, value in parameters.items()}
    return [clean(value) for value in parameters]
