"""A server and a relay that are killed with -9, each in the middle of its work."""

from __future__ import annotations

import multiprocessing
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storywatch.index.settings import IndexSettings
from storywatch.journal import Journal
from tests.elastic.desk import assert_whole, fill, journal_at, set_up, ship
from tests.elastic.servers import Server, may_start, started

ROOT = Path(__file__).resolve().parents[2]
KILLS = 50 if os.environ.get("CI") else 5
# Processes that begin with everything imported: fifty of them would take minutes otherwise.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.elastic.desk"])
COMMAND = "from storywatch.cli import main; main()"


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    may_start()
    with started(turn=1) as server:
        yield server


@pytest.fixture
def three() -> Iterator[Server]:
    may_start()
    with started("--nodes", "3", turn=2) as server:
        yield server


def shipping(path: Path, settings: IndexSettings) -> None:
    """What a relay's process does until it is killed."""
    with Journal.open(path) as opened:
        ship(opened, settings)


class Shipping:
    """`storywatch index ship` as a process of its own."""

    def __init__(self, path: Path, settings: IndexSettings) -> None:
        environment = {**os.environ, "STORYWATCH_ES_URL": settings.url}
        words = [sys.executable, "-c", COMMAND, "index", "ship", "--data", str(path.parent)]
        self.process = subprocess.Popen(
            words,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def said(self) -> str:
        return self.process.communicate(timeout=120)[1]


def wait_until_told(journal: Journal, left: int) -> None:
    """Waits until at most so many stories wait."""
    while journal.index_outbox.backlog().stories > left:
        time.sleep(0.01)


def test_a_server_killed_in_the_middle_of_bulks_and_restarted_lacks_nothing(
    own: Server, journal: Journal, tmp_path: Path
) -> None:
    settings = IndexSettings(url=own.url)
    set_up(settings)
    fill(journal, 5_000)
    command = Shipping(journal_at(tmp_path), settings)
    wait_until_told(journal, 4_500)

    killed = own.kill()
    said = command.said()
    left = journal.index_outbox.backlog().stories
    killed.restart()
    ship(journal, settings)

    assert "cannot be reached" in said
    assert 0 < left < 5_000
    assert_whole(journal, settings)


def test_a_relay_killed_again_and_again_tells_everything_once(
    own: Server, journal: Journal, tmp_path: Path
) -> None:
    settings = IndexSettings(url=own.url)
    set_up(settings)
    chance = random.Random(KILLS)
    fill(journal, 400)
    for number in range(KILLS):
        fill(journal, 80, first=chance.randrange(600), edit=number + 1)
        waiting = journal.index_outbox.backlog().stories
        relay = PROCESSES.Process(target=shipping, args=(journal_at(tmp_path), settings))
        relay.start()
        wait_until_told(journal, waiting - 1)
        time.sleep(chance.uniform(0, 0.1))
        relay.kill()
        relay.join()

    ship(journal, settings)

    assert_whole(journal, settings)
    assert journal.index_outbox.dead_letters() == ()


def test_three_nodes_of_which_one_is_killed_lack_nothing(three: Server, journal: Journal) -> None:
    settings = IndexSettings(url=three.urls[1])
    set_up(settings)
    fill(journal, 3_000)
    killing = threading.Timer(1.0, three.kill)
    killing.start()

    ship(journal, settings)
    killing.join()

    assert_whole(journal, settings)
