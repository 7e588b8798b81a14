"""`storywatch watch` measured on the newsstand, declared so many times: `python -m bench.watching
--minutes 60`.

Says how many polls a second it made, their CPU time, and how its memory grew after a warm-up of
the first fifth; returns 1 if a job was missed or failed.
"""

from __future__ import annotations

import argparse
import json
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import tomli_w

from bench.process_tree import look
from newsstand import HOST, standing

EVERY = 1.0  # seconds between two looks
WARM_UP = 0.2  # of the whole time
MOST_POLLS = 1440.0  # a source and day: at the policy's floor of a minute


def main(argv: list[str] | None = None) -> int:
    """Prints the figures; returns 1 if a job was missed or failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.watching", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--copies", type=int, default=60, help="of each declared outlet")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with standing(opened_at=datetime.now(UTC), speed=1, desk=folder):
            _multiply(folder / "outlets", asked.copies)
            looks = _watched(folder, asked.minutes * 60)
        text = (folder / "log").read_text(encoding="utf-8")
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        others = [line for line in text.splitlines() if not line.startswith("{")]
    if others:
        print(*others[-5:], sep="\n", file=sys.stderr)
    return _told(lines, looks)


def _multiply(outlets: Path, copies: int) -> None:
    for path in sorted(outlets.glob("*.toml")):
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
        for number in range(1, copies):
            copy = {**declared, "id": f"{declared['id']}_{number}"}
            text = tomli_w.dumps(copy)
            (outlets / f"{copy['id']}.toml").write_text(text, encoding="utf-8")


def _watched(folder: Path, seconds: float) -> Sequence[tuple[float, int]]:
    """CPU seconds and resident bytes of the watch at every look."""
    where = [
        word
        for option in ("data", "outlets", "topics")
        for word in (f"--{option}", str(folder / option))
    ]
    own = ["--allow-private", f"{HOST}/32", "--budget", str(MOST_POLLS), "--json"]
    command = [str(Path(sys.executable).with_name("storywatch")), "watch", *where, *own]
    looks = []
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, stderr=log) as process,
    ):
        ends = time.monotonic() + seconds
        while time.monotonic() < ends and (taken := look(process.pid)):
            looks.append(taken)
            time.sleep(EVERY)
        process.send_signal(signal.SIGTERM)
    return looks


def _told(lines: Sequence[dict[str, object]], looks: Sequence[tuple[float, int]]) -> int:
    rounds = [line for line in lines if line.get("event") == "round"]
    polls = sum(_polls(line) for line in rounds)
    warm = looks[int(len(looks) * WARM_UP) :]
    tenth = max(len(warm) // 10, 1)
    before, after = (
        statistics.median(memory for _, memory in part) for part in (warm[:tenth], warm[-tenth:])
    )
    print(f"{polls:,} polls in {len(rounds):,} rounds, {polls / (len(looks) * EVERY):.1f} a second")
    print(f"CPU a poll: {1000 * looks[-1][0] / max(polls, 1):.1f} ms")
    print(f"memory: {before / 2**20:.0f} to {after / 2**20:.0f} MiB, {after / before - 1:+.1%}")
    ended = next((line for line in lines if line.get("event") == "stopped"), None)
    print(f"missed and failed jobs: {ended and (ended['missed_jobs'], ended['failed_jobs'])}")
    return int(not ended or bool(ended["missed_jobs"] or ended["failed_jobs"]))


def _polls(line: dict[str, object]) -> int:
    sources = line["sources"]
    assert isinstance(sources, dict)
    return sum(sources.values())


if __name__ == "__main__":
    sys.exit(main())
