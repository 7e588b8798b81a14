"""No secret of the configuration is in any log, output, journal or export, at debug level too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.conftest import OPEN, STORY
from tests.hostile.pages import item, rss
from tests.hostile.rogue import Rogue, declare, feed, plain

SECRETS = {
    "STORYWATCH_ELASTIC_PASSWORD": "pa55-elastic",
    "STORYWATCH_ELASTIC_API_KEY": "k3y-elastic",
    "STORYWATCH_SMTP_PASSWORD": "pa55-smtp",
    "STORYWATCH_WEB_TOKEN": "t0ken-web",
    "STORYWATCH_APPRISE_TOKEN": "t0ken-apprise",
    "STORYWATCH_ELASTIC_URL": "https://ann:pa55-in-url@search.invalid:9200",
    "STORYWATCH_SMTP_URL": "smtps://ann:pa55-in-smtp@mail.invalid:465",
}
WORDS = ("pa55", "k3y-", "t0ken", "s3cr3t")
DEBUGGING = (
    "import logging, sys; logging.basicConfig(level=logging.DEBUG); "
    "logging.basicConfig = lambda **_: None; from storywatch.cli import main; main()"
)


@pytest.fixture
def desk(rogue: Rogue, tmp_path: Path) -> Path:
    declare(rogue, tmp_path)
    link = rogue.home.replace("http://", "http://ann:s3cr3t@") + "/news/harbour-bridge-opens"
    rogue.answers["/feed"] = feed(rss(item(link)))
    rogue.answers["/news/harbour-bridge-opens"] = plain(STORY)
    return tmp_path


def run(desk: Path, *words: str) -> str:
    """Runs the command at debug level and returns all that it wrote."""
    data = ["--data", str(desk / "data")]
    if words[0] in {"crawl", "doctor"}:
        data += ["--outlets", str(desk / "outlets"), "--topics", str(desk / "topics")]
    done = subprocess.run(
        [sys.executable, "-c", DEBUGGING, *words, *data],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, **SECRETS, "STORYWATCH_WORKERS": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return done.stdout + done.stderr


def test_no_secret_is_written_anywhere(desk: Path) -> None:
    crawled = run(desk, "crawl", "--allow-private", f"{OPEN}/32", "--json")
    assert '"new": 1' in crawled
    assert "DEBUG" in crawled
    written = {
        "crawl": crawled,
        "doctor": run(desk, "doctor"),
        "ledger": run(desk, "ledger", "--json"),
        "export": run(desk, "export", "--format", "jsonl"),
        "check": run(desk, "journal", "check"),
    }
    for file in (path for path in desk.rglob("*") if path.is_file()):
        written[file.name] = file.read_bytes().decode("latin-1")

    found = [(name, word) for name, text in written.items() for word in WORDS if word in text]
    assert found == []
