"""A crawl that is killed at any moment goes on where it was: nothing lost, nothing twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsstand import Serving, Stand, serve
from newsstand.outlets import CIVIC_LEDGER, MERIDIAN_PRESS, PAISA_TODAY
from storywatch.journal import Journal
from storywatch.settings import CHECKOUT, Settings
from tests.cli.running import storywatch
from tests.end_to_end.conftest import OPENED_AT, settings_for, story

KILLS = int(os.environ.get("STORYWATCH_KILLS") or (10 if os.environ.get("CI") else 2))
OUTLETS = (CIVIC_LEDGER, MERIDIAN_PRESS, PAISA_TODAY)
TOPICS = {"harbour": 'query = "harbour"\n', "council": 'query = "council OR budget"\n'}
OF_THE_READING = {"first_seen_at", "fetched_at", "published_latest"}

Recorded = dict[str, tuple[dict[str, object], tuple[str, ...]]]


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    stand = Stand(opened_at=OPENED_AT, profiles=OUTLETS)
    subjects = ("harbour", "council", "airport", "museum", "orchard", "budget", "river", "lantern")
    for profile in OUTLETS:
        for word in subjects:
            stand.publish(profile.id, story(f"{word}-plan-of-{profile.id.split('_')[0]}"))
        stand.slows(profile.id, 0.03)
    with serve(stand) as served:
        yield served


def words(settings: Settings) -> list[str]:
    return [
        *("crawl", "--json", "--allow-private", "127.0.0.0/8"),
        *("--outlets", str(settings.outlets_dir), "--topics", str(settings.topics_dir)),
        *("--data", str(settings.data_dir)),
    ]


def crawl(settings: Settings) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", "from storywatch.cli import main; main()", *words(settings)],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "STORYWATCH_WORKERS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def crawl_whole(settings: Settings) -> None:
    """Crawls in this process, which nobody kills."""
    run = storywatch(*words(settings), env={"STORYWATCH_WORKERS": "1"})
    assert run.code == 0, run.err


def recorded(settings: Settings) -> Recorded:
    with Journal.open(settings.journal_path) as journal:
        ledger = journal.ledger()
        assert ledger.balances, ledger.imbalances
        assert not sum(row.in_flight for row in ledger.rows)
        return {
            one.url: (
                {
                    name: getattr(one, name)
                    for name in one.__dataclass_fields__
                    if name not in OF_THE_READING
                },
                tuple(match.topic for match in journal.matches(one.id)),
            )
            for one in journal.stories()
        }


@pytest.fixture(scope="module")
def undisturbed(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    settings = settings_for(serving, tmp_path_factory.mktemp("undisturbed"), TOPICS)
    serving.reset_log()
    crawl_whole(settings)
    return recorded(settings)


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_crawl_goes_on_where_it_was(
    serving: Serving, undisturbed: Recorded, tmp_path: Path, seed: int
) -> None:
    settings = settings_for(serving, tmp_path, TOPICS)
    dice = random.Random(seed)
    serving.reset_log()
    killed = crawl(settings)

    requests_before_the_kill = dice.randrange(1, 30)
    while len(serving.requests) < requests_before_the_kill and killed.poll() is None:
        time.sleep(0.002)
    time.sleep(dice.random() * 0.2)
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=30)
    crawl_whole(settings)

    found = recorded(settings)
    assert len(undisturbed) == 9
    assert set(found) == set(undisturbed)
    for url, (fields, topics) in undisturbed.items():
        changed = {
            name: found[url][0][name] for name in fields if found[url][0][name] != fields[name]
        }
        assert (url, changed, found[url][1]) == (url, {}, topics)
