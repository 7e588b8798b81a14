"""A journal that knows a million leads: how soon a new process is ready, and finds one of them."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.floors import failures, keep
from bench.process_tree import watched
from storywatch.journal import Journal
from storywatch.story import Fate, Lead

ROOT = Path(__file__).resolve().parent.parent
OUTLETS = 50
A_POLL = 500  # leads
LOOKED_UP = 20_000  # known leads that sources announce again
READY_WITHIN = 3.0  # seconds
FOUND_WITHIN = 50e-6  # seconds
AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
# What a round does before its first request, in a process of its own: from its start on.
READY = """
import sys, time
from pathlib import Path
from crawler.round import run_round
from pipelines.desk import wall_clock
from storywatch.journal import Journal
journal = Journal.open(Path(sys.argv[1]))
journal.claim_leads("o1", now=wall_clock(), limit=500)
print("ready")
"""


def main(argv: list[str] | None = None) -> int:
    """Prints what was measured; returns 1 below a floor."""
    parser = argparse.ArgumentParser(prog="python -m bench.restart", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20,000 leads")
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--keep", action="store_true", help="keeps what is better as the floors")
    options, _ = parser.parse_known_args(argv)
    count = 20_000 if options.quick else options.leads
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite"
        _fill(path, count)
        ready, lookup = _ready(path), _lookup(path, count)
        size = path.stat().st_size / 2**20
    print(f"{count:,} known leads, a journal of {size:.0f} MiB")
    print(f"ready to crawl after {ready:.2f} CPU s (goal {READY_WITHIN:g})")
    print(f"a lead looked up in {lookup * 1e6:.1f} µs of CPU (goal {FOUND_WITHIN * 1e6:g})")
    ratios = {"ready_ratio": ready / READY_WITHIN, "lookup_ratio": lookup / FOUND_WITHIN}
    measured = {"known leads": ratios}
    if options.quick:
        return 0
    if options.keep:
        keep("restart", measured, lower=False)
    found = failures("restart", measured)
    print(*found, sep="\n", file=sys.stderr)
    return 1 if found else 0


def _lead(number: int) -> Lead:
    outlet = f"o{number % OUTLETS}"
    url = f"https://www.{outlet}.example/news/2026/03/04/report-{number}-on-what-has-changed"
    return Lead(outlet=outlet, url=url, seen_at=AT, title=f"Report {number} on what has changed")


def _fill(path: Path, count: int) -> None:
    journal = Journal.open(path)
    for first in range(0, count, A_POLL):
        numbers = range(first, min(first + A_POLL, count))
        with journal.together():
            for queued in journal.discover([_lead(n) for n in numbers], now=AT).queued:
                journal.settle(queued.id, Fate.OFF_TOPIC, now=AT)
    journal.close()


def _ready(path: Path) -> float:
    """Returns the CPU seconds of a process that starts, opens the journal and claims leads."""
    taken = watched([sys.executable, "-c", READY, str(path)], PYTHONPATH=str(ROOT))
    if taken.out != "ready\n":
        sys.exit(taken.err)
    return taken.cpu_seconds


def _lookup(path: Path, count: int) -> float:
    """Returns the CPU seconds of looking up one known lead."""
    numbers = random.Random(1).choices(range(count), k=LOOKED_UP)
    journal = Journal.open(path)
    polls = [[_lead(n) for n in numbers[at : at + A_POLL]] for at in range(0, LOOKED_UP, A_POLL)]
    started = time.process_time()
    for leads in polls:
        found = journal.discover(leads, now=AT)
        assert not found.queued
    spent = time.process_time() - started
    journal.close()
    return spent / LOOKED_UP


if __name__ == "__main__":
    sys.exit(main())
