"""A journal in a temporary folder, and a clock that stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storywatch.journal import Journal
from storywatch.journal.database import Database
from tests.prepared import new_journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal.open(new_journal(path), owner="desk") as opened:
        yield opened


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    with closing(Database(new_journal(path))) as opened:
        yield opened
