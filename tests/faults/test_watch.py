"""What a watch does when the disk fills up under it, and when there is room again."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from storywatch.deliver import Parcel
from storywatch.journal import Journal
from tests.alerts.soak import told_entries
from tests.faults.conftest import COUNT, EXPECTED, Desk

pytestmark = [
    pytest.mark.skipif(
        not (os.environ.get("STORYWATCH_FULL") or os.environ.get("CI")),
        reason="takes two minutes; set STORYWATCH_FULL to run it here",
    ),
    pytest.mark.timeout(900),
]
TOLD = 'query = "council"\n[alert]\nwhen = "instant"\nrecipients = ["ann@example.org"]\n'


def until(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 400
    while not condition():
        assert process.poll() is None, process.returncode
        assert time.monotonic() < end
        time.sleep(0.05)


def logged(log: Path) -> list[dict[str, str]]:
    lines = log.read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]


def test_a_watch_outlives_a_full_disk_and_tells_all_when_there_is_room_again(
    desk: Desk, tmp_path: Path
) -> None:
    (desk.folder / "topics" / "everything.toml").write_text(TOLD, encoding="utf-8")
    Journal.open(desk.journal).close()
    room = desk.journal.stat().st_size + 4_096
    log, mails = tmp_path / "log", desk.folder / "data" / "mail" / "new"
    desk.verb = "watch"
    with log.open("w", encoding="utf-8") as errors:
        watch = desk.start(stderr=errors)
        resource.prlimit(watch.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        until(lambda: any("check the disk" in str(line) for line in logged(log)), watch)
        full = Journal.open(desk.journal)
        assert full.count() < COUNT
        full.close()

        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(watch.pid, resource.RLIMIT_FSIZE, unlimited)
        until(lambda: mails.is_dir() and told(mails) == COUNT, watch)
        watch.send_signal(signal.SIGTERM)
        assert watch.wait(40) == 0

    assert desk.titles() == EXPECTED


def told(mails: Path) -> int:
    """Of how many stories the mails tell."""
    parcels = [
        Parcel(recipient="ann@example.org", message_id=mail.name, content=mail.read_bytes())
        for mail in mails.iterdir()
    ]
    return len({entry.url for entry in told_entries(parcels)})
