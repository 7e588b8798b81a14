"""`storywatch watch` measured on the newsstand, declared so many times: `python -m bench.watching
--minutes 60`.

Says for each tenth of the time how many polls a second it made, what CPU time one took and how much
memory was in use, and how the memory grew after a warm-up of the first fifth; returns 1 if a job
was missed or failed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import tomli_w

from bench.watch_process import EVERY, Look, look_at, watching
from newsstand import HOST, standing

TENTHS = 10
WARM_UP = 2  # tenths
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
    if len(looks) < TENTHS:
        print("the watch ended at once", file=sys.stderr)
        return 1
    return _told(lines, looks)


def _multiply(outlets: Path, copies: int) -> None:
    for path in sorted(outlets.glob("*.toml")):
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
        for number in range(1, copies):
            copy = {**declared, "id": f"{declared['id']}_{number}"}
            text = tomli_w.dumps(copy)
            (outlets / f"{copy['id']}.toml").write_text(text, encoding="utf-8")


def _watched(folder: Path, seconds: float) -> Sequence[Look]:
    looks: list[Look] = []
    own = ("--allow-private", f"{HOST}/32", "--budget", str(MOST_POLLS))
    with watching(folder, *own) as process:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends and (one := look_at(process.pid)):
            looks.append(one)
            time.sleep(EVERY)
    return looks


def _told(lines: Sequence[Mapping[str, Any]], looks: Sequence[Look]) -> int:
    polled = [_polled(line) for line in lines if line.get("event") == "round"]
    size = len(looks) // TENTHS
    parts = [looks[first : first + size] for first in range(0, size * TENTHS, size)]
    for part in parts:
        print(_of_a_tenth(part, (part[0].at - looks[0].at).total_seconds() / 60, polled))
    print(f"{sum(count for _, count in polled):,} polls in {len(polled):,} rounds")
    before, after = (
        statistics.median(look.memory for look in part) for part in (parts[WARM_UP], parts[-1])
    )
    print(f"memory: {before / 2**20:.0f} to {after / 2**20:.0f} MiB, {after / before - 1:+.1%}")
    ended = next((line for line in lines if line.get("event") == "stopped"), None)
    print(f"missed and failed jobs: {ended and (ended['missed_jobs'], ended['failed_jobs'])}")
    return int(not ended or bool(ended["missed_jobs"] or ended["failed_jobs"]))


def _of_a_tenth(part: Sequence[Look], minute: float, polled: Sequence[tuple[datetime, int]]) -> str:
    first, last = part[0], part[-1]
    polls = sum(count for at, count in polled if first.at <= at < last.at)
    seconds = max((last.at - first.at).total_seconds(), EVERY)
    own, whole = (
        1000 * spent / max(polls, 1)
        for spent in (last.cpu - first.cpu, last.cpu_of_all - first.cpu_of_all)
    )
    memory = statistics.median(look.memory for look in part) / 2**20
    with_readers = statistics.median(look.memory_of_all for look in part) / 2**20
    return (
        f"from minute {minute:4.1f}: {polls / seconds:5.1f} polls a second, {own:5.1f} ms of CPU "
        f"a poll ({whole:.1f} with readers), {memory:.0f} MiB ({with_readers:.0f} with readers)"
    )


def _polled(line: Mapping[str, Any]) -> tuple[datetime, int]:
    return datetime.fromisoformat(line["timestamp"]), sum(line["sources"].values())


if __name__ == "__main__":
    sys.exit(main())
