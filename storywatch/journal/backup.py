"""Copies of the journal: taken while it is in use, proven sound, and put back in its place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from storywatch.errors import JournalUnusable
from storywatch.journal.database import kind_of, unusable
from storywatch.journal.migrate import APPLICATION
from storywatch.journal.soundness import faults, misfit

SQLITE = b"SQLite format 3\0"  # how a file of SQLite begins; its program's mark stands at 68
MARK = slice(68, 72)
COMPANIONS = ("", "-wal", "-shm")  # the files that together are one journal


def back_up(journal: Path, copy: Path) -> int:
    """Writes a proven copy of the journal as one file, and returns how many stories it holds.

    Others may read and write the journal meanwhile. A copy that is there already is replaced only
    by one that is whole, and another file never; raises `JournalUnusable` then, and when the
    journal is damaged or there is no room.
    """
    if not journal.exists():
        raise JournalUnusable(f"{journal} does not exist; there is nothing to back up")
    if copy.exists() and copy.samefile(journal):
        raise JournalUnusable(f"{copy} is the journal itself; name another file for its copy")
    if copy.exists() and not copy.is_file():
        raise JournalUnusable(f"{copy} is no file; name one for the copy")
    if copy.exists() and _is_foreign(copy):
        raise JournalUnusable(f"{copy} is there and is no copy of a journal; name another file")
    if unfit := misfit(journal):
        raise unfit
    with _becoming(copy) as unproven:
        _copy(journal, unproven)
        found = faults(unproven)
        if found:
            raise JournalUnusable(
                f"{journal} is damaged, so no copy was kept ({found[0]}); put the last copy back "
                "with `storywatch journal restore`"
            )
        return _story_count(unproven)


def restore(copy: Path, journal: Path, *, now: datetime) -> Path | None:
    """Puts a copy in the journal's place, and returns where the journal before it was put aside.

    Nobody may have the journal open. Raises `JournalUnusable` and changes nothing when the copy is
    none, is damaged, or another process uses the journal.
    """
    if not copy.exists():
        raise JournalUnusable(f"{copy} does not exist; name a copy that `journal backup` wrote")
    found = faults(copy)
    if found:
        raise JournalUnusable(f"{copy} cannot be put back ({found[0]}); try an older copy")
    if journal.exists() and copy.samefile(journal):
        raise JournalUnusable(f"{copy} is the journal itself; name a copy of it")
    _refuse_if_in_use(journal)
    with _becoming(journal) as unproven:
        _copy(copy, unproven)
        return _put_aside(journal, now)


@contextmanager
def _becoming(path: Path) -> Iterator[Path]:
    """Yields a file beside that one, which takes its place at the end, or vanishes on an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unproven = path.with_name(f"{path.name}.{os.getpid()}.unproven")
    try:
        yield unproven
        with unproven.open("rb+") as file:
            os.fsync(file.fileno())
        unproven.replace(path)
    finally:
        unproven.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    target.touch()  # so that a folder that may not be written is called by its own name
    try:
        with closing(_reading(source)) as whole, closing(sqlite3.connect(target)) as copy:
            whole.backup(copy)
            # A journal that is not in use is one file: nothing can be forgotten in a move.
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlite3.DatabaseError as error:
        raise unusable(target if kind_of(error) == "SQLITE_FULL" else source, error) from error


def _is_foreign(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(MARK.stop)
    is_ours = head.startswith(SQLITE) and int.from_bytes(head[MARK], "big") == APPLICATION
    return bool(head) and not is_ours


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _story_count(path: Path) -> int:
    with closing(_reading(path)) as copy:
        return int(copy.execute("SELECT count(*) FROM stories").fetchone()[0])


def _refuse_if_in_use(journal: Path) -> None:
    if not journal.exists():
        return
    try:
        with closing(sqlite3.connect(journal, timeout=0.0, isolation_level=None)) as alone:
            alone.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
            alone.execute("BEGIN EXCLUSIVE").fetchall()
            alone.rollback()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise JournalUnusable(
                f"{journal} is in use by another process; end it, then restore"
            ) from error
    except sqlite3.DatabaseError:
        return  # too damaged to say; that is why it is replaced


def _put_aside(journal: Path, now: datetime) -> Path | None:
    if not journal.exists():
        return None
    aside = journal.with_name(f"{journal.name}.{now:%Y%m%dT%H%M%SZ}.aside")
    for companion in COMPANIONS:
        file = journal.with_name(journal.name + companion)
        if file.exists():
            file.replace(aside.with_name(aside.name + companion))
    return aside
