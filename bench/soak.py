"""A watch that reads a hundred thousand pages: how the memory of its processes grows.

Eight outlets publish pages of 60 to 300 kB, one in ten on topic, as fast as the watch reads them.
Memory is the median over a twentieth of all pages: after the first tenth, and at the end.
"""

from __future__ import annotations

import argparse
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from bench.contenders import declare
from bench.page_server import HOSTS
from bench.process_tree import look, tree
from bench.serving import ROOT, serving
from storywatch.journal import Journal

EVERY = 1.0  # seconds between two looks
WARM_AT, WINDOW = 0.1, 0.05  # of all pages
MOST_GROWTH = 0.05
NOTHING_NEW = 300  # seconds without a page: then the watch stands still
MIB = 2**20
WATCH = "from storywatch.cli import main; main()"


class Look(NamedTuple):
    """How many pages were asked for so far, and the resident bytes of the watch, by process."""

    pages: int
    main: int
    children: int


def main(argv: list[str] | None = None) -> int:
    """Prints how memory went; returns 1 if it grew by more than a twentieth, or leads are open."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    asked = parser.parse_args(argv)
    with (
        serving("bench.endless_outlets", asked.pages) as port,
        tempfile.TemporaryDirectory() as folder,
    ):
        declare(Path(folder), port)
        looks = _watched(Path(folder), port, asked.pages)
        path = Path(folder) / "data" / "journal.db"
        size = path.stat().st_size
        with Journal.open(path) as journal:
            rows = journal.ledger().by_outlet()
    discovered, stories = sum(row.discovered for row in rows), sum(row.new for row in rows)
    print(f"{discovered:,} leads, {stories:,} stories, a journal of {size / MIB:,.0f} MiB")
    return _told(looks, asked.pages)


def _watched(folder: Path, port: int, pages: int) -> Sequence[Look]:
    where = [f"--{name}={folder / name}" for name in ("data", "outlets", "topics")]
    own = ["--allow-private", "127.0.1.0/24", "--budget", "1440", "--json"]
    looks: list[Look] = []
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-c", WATCH, "watch", *where, *own], cwd=ROOT, stderr=log
        ) as process,
    ):
        last_new = time.monotonic()
        while process.poll() is None and (not looks or looks[-1].pages < pages):
            time.sleep(EVERY)
            one = _look(process.pid, _shown(port))
            if looks and one.pages // (pages // 20) > looks[-1].pages // (pages // 20):
                print(f"{one.pages:>8,} pages  {_mib(one)}", flush=True)
            if not looks or one.pages > looks[-1].pages:
                last_new = time.monotonic()
            if time.monotonic() - last_new > NOTHING_NEW:
                break
            looks.append(one)
        process.send_signal(signal.SIGTERM)
    return looks


def _look(process: int, pages: int) -> Look:
    sizes = {pid: taken[1] for pid in tree(process) if (taken := look(pid))}
    own = sizes.pop(process, 0)
    return Look(pages, own, sum(sizes.values()))


def _shown(port: int) -> int:
    with urlopen(f"http://{HOSTS[0]}:{port}/shown") as answer:
        return int(answer.read())


def _told(looks: Sequence[Look], pages: int) -> int:
    before, after = (_median(looks, pages * at, pages * WINDOW) for at in (WARM_AT, 1 - WINDOW))
    print(f"from {WARM_AT * pages:,.0f} pages on  {_mib(before)}")
    print(f"at the end of {pages:,}  {_mib(after)}")
    growth = (after.main + after.children) / (before.main + before.children) - 1
    print(f"growth {growth:+.1%} (at most {MOST_GROWTH:.0%})")
    return int(growth > MOST_GROWTH)


def _median(looks: Sequence[Look], first: float, width: float) -> Look:
    within = [one for one in looks if first <= one.pages <= first + width]
    return Look(*(int(statistics.median(values)) for values in zip(*within, strict=True)))


def _mib(one: Look) -> str:
    return f"{one.main / MIB:5.0f} MiB in the watch, {one.children / MIB:5.0f} in its readers"


if __name__ == "__main__":
    sys.exit(main())
