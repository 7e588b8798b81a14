"""Whole rounds measured: storywatch beside Scrapy alone and beside Scrapy with trafilatura.

All crawl the same pages of 60 to 300 kB, one in ten on topic, from a server in memory, in turns.
Each turn is a process of its own, measured from its start to its end.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Mapping, Sequence

from bench import floors
from bench.peers import peers_python
from bench.process_tree import Taken, watched
from bench.serving import ROOT, serving

ALL = ("bare", "storywatch", "naive")
PEERS = ("newspaper4k", "news-please")  # with a Python of their own: `make peers`
GOALS = {  # a ratio of medians, and what it shall be at least
    "throughput beside bare Scrapy": 0.9,
    "bare Scrapy's CPU, doubled, beside ours": 1.0,
    "throughput beside Scrapy with trafilatura": 5.0,
    "throughput beside Scrapy with news-please": 20.0,
}
Turns = Mapping[str, Sequence[Taken]]


def main(argv: list[str] | None = None) -> int:
    """Prints the table and the ratios; returns 1 if a page was left out or a floor not held."""
    options = _options(argv)
    pages, turns = (400, 1) if options.quick else (options.pages, options.turns)
    wanted = options.only or (ALL + PEERS if options.peers else ALL)
    names = [name for name in ALL + PEERS if name in wanted]
    taken: dict[str, list[Taken]] = {name: [] for name in names}
    with serving("bench.page_server", pages) as port:
        for _ in range(turns):
            for name in names:
                taken[name].append(_turn(name, port, pages))
    wrong = [one for runs in taken.values() for one in runs if one.out.strip() != str(pages)]
    for one in wrong:
        print(one.out, one.err[-2_000:], file=sys.stderr)
    if wrong:
        return 1
    print(json.dumps(_document(taken, pages)) if options.json else _table(taken, pages))
    return _below_floors(taken, pages) if set(names) >= set(ALL) else 0


def _below_floors(taken: Turns, pages: int) -> int:
    medians = {what: statistics.median(found) for what, found in _ratios(taken).items()}
    below = floors.failures(f"round of {pages} pages", {"ratios": medians})
    print("".join(f"{sentence}\n" for sentence in below), file=sys.stderr, end="")
    return 1 if below else 0


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.round", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="400 pages, one turn")
    parser.add_argument("--pages", type=int, default=3_000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=ALL + PEERS)
    parser.add_argument("--peers", action="store_true", help="newspaper4k and news-please too")
    parser.add_argument("--json", action="store_true", help="prints JSON and no table")
    return parser.parse_known_args(argv)[0]


def _turn(name: str, port: int, pages: int) -> Taken:
    python = str(peers_python()) if name in PEERS else sys.executable
    command = [python, "-m", "bench.contenders", name, str(port), str(pages)]
    return watched(command, PYTHONPATH=str(ROOT))


def _table(taken: Turns, pages: int) -> str:
    lines = [f"{pages:,} pages, {len(next(iter(taken.values())))} turns; min / median / max"]
    lines.append(f"{'':12}{'pages a second':>24}{'CPU s per 1,000':>24}{'peak MiB':>18}")
    for name, runs in taken.items():
        speeds = _spread([pages / one.seconds for one in runs], 0)
        costs = _spread([1_000 * one.cpu_seconds / pages for one in runs], 1)
        peaks = _spread([one.peak_bytes / 2**20 for one in runs], 0)
        lines.append(f"{name:12}{speeds:>24}{costs:>24}{peaks:>18}")
    for what, found in _ratios(taken).items():
        lines.append(f"{what}: {_spread(found, 2)} (goal {GOALS[what]})")
    return "\n".join(lines)


def _spread(values: Sequence[float], places: int) -> str:
    marks = (min(values), statistics.median(values), max(values))
    return " / ".join(f"{value:.{places}f}" for value in marks)


def _ratios(taken: Turns) -> dict[str, list[float]]:
    """Returns each ratio turn by turn, between runs that stood side by side."""

    def beside(name: str) -> list[tuple[Taken, Taken]]:
        return list(zip(taken.get(name, ()), taken.get("storywatch", ()), strict=False))

    found = (
        [one.seconds / our.seconds for one, our in beside("bare")],
        [2 * one.cpu_seconds / our.cpu_seconds for one, our in beside("bare")],
        [one.seconds / our.seconds for one, our in beside("naive")],
        [one.seconds / our.seconds for one, our in beside("news-please")],
    )
    return {what: ratios for what, ratios in zip(GOALS, found, strict=True) if ratios}


def _document(taken: Turns, pages: int) -> dict[str, object]:
    return {
        "pages": pages,
        "turns": {
            name: [
                {
                    "pages_a_second": pages / one.seconds,
                    "cpu_seconds_per_1000": 1_000 * one.cpu_seconds / pages,
                    "peak_mib": one.peak_bytes / 2**20,
                }
                for one in runs
            ]
            for name, runs in taken.items()
        },
        "ratios": _ratios(taken),
    }


if __name__ == "__main__":
    sys.exit(main())
