"""New journals for tests to which it does not matter how one is made: made once, then copied."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from storywatch.journal import Journal


def new_journal(path: Path) -> Path:
    """Puts an empty journal of this version at the path, as `Journal.open` would make it there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_made())
    return path


@cache
def _made() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        Journal.open(path).close()
        return path.read_bytes()
