"""A small sound outlet on loopback, and a crawl or a watch over it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pytest

from storywatch.journal import Journal
from tests.cli.running import Run, storywatch
from tests.hostile.conftest import OPEN
from tests.hostile.pages import item, other_story, rss
from tests.hostile.rogue import Rogue, declare, feed, serving, text

ROOT = Path(__file__).resolve().parents[2]
COUNT = 14


@dataclass
class Desk:
    """A desk of one outlet, and what its journal holds."""

    folder: Path
    rogue: Rogue
    running: list[subprocess.Popen[str]] = field(default_factory=list)
    verb: str = "crawl"

    @property
    def journal(self) -> Path:
        return self.folder / "data" / "journal.db"

    @property
    def words(self) -> list[str]:
        return [
            *(self.verb, "--json", "--allow-private", f"{OPEN}/32"),
            *("--outlets", str(self.folder / "outlets"), "--topics", str(self.folder / "topics")),
            *("--data", str(self.folder / "data")),
        ]

    def start(
        self, before: str = "", stderr: IO[str] | int = subprocess.PIPE
    ) -> subprocess.Popen[str]:
        """Starts it in a process of its own, which does something else `before`."""
        process = subprocess.Popen(
            [sys.executable, "-c", f"{before}from storywatch.cli import main; main()", *self.words],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env={**os.environ, "STORYWATCH_WORKERS": "1"},
        )
        self.running.append(process)
        return process

    def crawl(self) -> Run:
        """Crawls in this process."""
        return storywatch(*self.words, env={"STORYWATCH_WORKERS": "1"})

    def titles(self) -> list[str]:
        with Journal.open(self.journal) as journal:
            assert journal.ledger().balances, journal.ledger().imbalances
            return sorted(story.title for story in journal.stories())


EXPECTED = sorted(f"Report number {number} of the council" for number in range(COUNT))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving(Rogue(host=OPEN)) as rogue:
        rogue.reset()
        paths = [f"/news/report-number-{number}" for number in range(COUNT)]
        rogue.answers["/feed"] = feed(rss(*(item(path, path) for path in paths)))
        for number, path in enumerate(paths):
            rogue.answers[path] = text(other_story(number))
        declare(rogue, tmp_path)
        made = Desk(tmp_path, rogue)
        yield made
        for process in made.running:
            process.kill()
            process.communicate()
