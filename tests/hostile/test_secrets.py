"""No secret of the configuration is in any log, output, journal or export, at debug level too."""

from __future__ import annotations

import json
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
DEBUGGING = """
import json, logging, sys
from contextlib import suppress
from storywatch.cli import main

logging.basicConfig(level=logging.DEBUG)
logging.basicConfig = lambda **_: None
for words in json.loads(sys.argv[1]):
    sys.argv[1:] = words
    with suppress(SystemExit):
        main()
"""


@pytest.fixture
def desk(rogue: Rogue, tmp_path: Path) -> Path:
    declare(rogue, tmp_path)
    link = rogue.home.replace("http://", "http://ann:s3cr3t@") + "/news/harbour-bridge-opens"
    rogue.answers["/feed"] = feed(rss(item(link)))
    rogue.answers["/news/harbour-bridge-opens"] = plain(STORY)
    return tmp_path


def run(desk: Path, *commands: str) -> str:
    """Runs the commands at debug level, one after the other, and returns all that they wrote."""
    data = ["--data", str(desk / "data")]
    declared = ["--outlets", str(desk / "outlets"), "--topics", str(desk / "topics")]
    words = [
        [*words, *data, *(declared if words[0] in {"crawl", "doctor"} else ())]
        for words in map(str.split, commands)
    ]
    done = subprocess.run(
        [sys.executable, "-c", DEBUGGING, json.dumps(words)],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, **SECRETS, "STORYWATCH_WORKERS": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return done.stdout + done.stderr


def test_no_secret_is_written_anywhere(desk: Path) -> None:
    output = run(
        desk,
        f"crawl --allow-private {OPEN}/32 --json",
        "doctor",
        "ledger --json",
        "export --format jsonl",
        "journal check",
    )
    for sign in ("DEBUG", '"new": 1', "is whole", '"imbalances": []', '"title": "Har', "is sound"):
        assert sign in output
    assert not [line for line in output.splitlines() for word in WORDS if word in line]

    written = {
        file.name: file.read_bytes().decode("latin-1") for file in desk.rglob("*") if file.is_file()
    }
    assert not [(name, word) for name, text in written.items() for word in WORDS if word in text]
