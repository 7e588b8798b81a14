"""New journals that are made once and then copied, and ports that other runs of the tests leave."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from newsstand.kept import FIRST_PORT, LAST_PORT
from storywatch.journal import Journal


def new_journal(path: Path) -> Path:
    """Puts an empty journal of this version at the path, as `Journal.open` would make it there.

    For tests to which it does not matter how one is made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_made())
    return path


@cache
def _made() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        Journal.open(path).close()
        return path.read_bytes()


@contextmanager
def ports_of_our_own() -> Iterator[None]:
    """Lets kept stands look for ports where none of another process look, most likely."""
    first = FIRST_PORT + 7 * os.getpid() % (LAST_PORT - FIRST_PORT - 100)
    with pytest.MonkeyPatch.context() as apart:
        apart.setattr("newsstand.kept.FIRST_PORT", first)
        yield
