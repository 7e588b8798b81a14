"""A watch that reads a hundred thousand pages: how the memory of its processes grows.

Eight outlets publish pages of 60 to 300 kB, one in ten on topic, as fast as the watch reads them.
Memory is the mean over a tenth of all pages: over the second tenth, and over the last. A watch
holds more while a minute's pages come in than between them, which a median tells of either or.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from bench.contenders import declare
from bench.page_addresses import HOSTS
from bench.serving import serving
from bench.watch_process import EVERY, look_at, watching
from storywatch.journal import Journal

TENTH = 0.1  # of all pages
MOST_GROWTH = 0.05
NOTHING_NEW = 300  # seconds without a page: then the watch stands still
MIB = 2**20


class Seen(NamedTuple):
    """How many pages were asked for so far, and the resident bytes of the watch and its readers."""

    pages: int
    watch: int
    readers: int


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
        seen = _watched(Path(folder), port, asked.pages)
        path = Path(folder) / "data" / "journal.db"
        size = path.stat().st_size
        with Journal.open(path) as journal:
            rows = journal.ledger().by_outlet()
    discovered, stories = sum(row.discovered for row in rows), sum(row.new for row in rows)
    print(f"{discovered:,} leads, {stories:,} stories, a journal of {size / MIB:,.0f} MiB")
    return _told(seen, asked.pages)


def _watched(folder: Path, port: int, pages: int) -> Sequence[Seen]:
    seen: list[Seen] = []
    with watching(folder, "--allow-private", "127.0.1.0/24", "--budget", "1440") as process:
        last_new = time.monotonic()
        while (not seen or seen[-1].pages < pages) and (taken := look_at(process.pid)):
            one = Seen(_shown(port), taken.memory, taken.memory_of_all - taken.memory)
            if seen and one.pages // (pages // 20) > seen[-1].pages // (pages // 20):
                print(f"{one.pages:>8,} pages  {_mib(one)}", flush=True)
            if not seen or one.pages > seen[-1].pages:
                last_new = time.monotonic()
            if time.monotonic() - last_new > NOTHING_NEW:
                break
            seen.append(one)
            time.sleep(EVERY)
    return seen


def _shown(port: int) -> int:
    with urlopen(f"http://{HOSTS[0]}:{port}/shown") as answer:
        return int(answer.read())


def _told(seen: Sequence[Seen], pages: int) -> int:
    tenth = pages * TENTH
    before, after = (_mean(seen, first, tenth) for first in (tenth, pages - tenth))
    print(f"from {tenth:,.0f} pages on  {_mib(before)}")
    print(f"from {pages - tenth:,.0f} pages on  {_mib(after)}")
    growth = (after.watch + after.readers) / (before.watch + before.readers) - 1
    print(f"growth {growth:+.1%} (at most {MOST_GROWTH:.0%})")
    return int(growth > MOST_GROWTH)


def _mean(seen: Sequence[Seen], first: float, width: float) -> Seen:
    within = [one for one in seen if first <= one.pages <= first + width]
    return Seen(*(int(statistics.fmean(values)) for values in zip(*within, strict=True)))


def _mib(one: Seen) -> str:
    return f"{one.watch / MIB:5.0f} MiB in the watch, {one.readers / MIB:5.0f} in its readers"


if __name__ == "__main__":
    sys.exit(main())
