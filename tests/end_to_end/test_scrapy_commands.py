"""Scrapy's own commands work in the checkout: the outlets are its spiders."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from newsstand import Stand, serve
from newsstand.outlets import MERIDIAN_PRESS
from storywatch.declarations import read_outlets
from storywatch.journal import Journal
from storywatch.settings import CHECKOUT
from tests.end_to_end.conftest import OPENED_AT, PRESS, settings_for, story


def scrapy(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *words],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), **environment},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_scrapy_list_prints_the_declared_outlets() -> None:
    listed = scrapy("list")

    assert listed.stdout.split() == sorted(read_outlets(CHECKOUT / "outlets"))


def test_scrapy_crawl_runs_one_round_of_an_outlet(tmp_path: Path) -> None:
    stand = Stand(opened_at=OPENED_AT, profiles=(MERIDIAN_PRESS,))
    stand.publish(PRESS, story("harbour-bridge-opens"))
    with serve(stand) as serving:
        settings = settings_for(serving, tmp_path, {"everything": 'query = "*"\n'})
        done = scrapy(
            "crawl",
            PRESS,
            STORYWATCH_OUTLETS_DIR=str(settings.outlets_dir),
            STORYWATCH_TOPICS_DIR=str(settings.topics_dir),
            STORYWATCH_DATA_DIR=str(settings.data_dir),
            STORYWATCH_ALLOW_PRIVATE="127.0.0.0/8",
        )

    assert done.returncode == 0, done.stderr
    with Journal.open(settings.journal_path) as journal:
        assert journal.count() == 1
        assert journal.ledger().balances
