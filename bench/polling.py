"""Compares polling policies at equal polls: `python -m bench polling [--rules]`.

The rules of other software are written from what they publish; each has one scale, which is set
so that all make the same number of polls.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import math
import sys
from array import array
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bench.floors import Measures, failures
from storywatch.polling.deciding import next_poll
from storywatch.polling.forecast import Forecast
from storywatch.polling.replay import (
    Adaptive,
    Fixed,
    Outcome,
    Policy,
    Published,
    Trace,
    marked,
    read_rows,
    replay,
)
from storywatch.polling.rhythm import Rhythm
from storywatch.polling.tariff import Limits, Tariff
from storywatch.polling.week import hour_of

TRACE = Path(__file__).resolve().parents[2] / "shared" / "polling" / "feeds.csv.gz"
BUDGETS = (6.0, 24.0, 96.0)
WEEK = timedelta(weeks=1)
STEPS = 9  # of the search for a rule's scale


class Recent:
    """The stories that polls found of each source in the last seven days."""

    def begin(self, sources: Sequence[str], now: datetime) -> None:
        self.start = now
        self.stories: dict[str, deque[datetime]] = {source: deque() for source in sources}

    def a_week(self, source: str, at: datetime, found: Sequence[Published]) -> float:
        stories = self.stories[source]
        stories.extend(story.at for story in found)
        while stories and stories[0] < at - WEEK:
            stories.popleft()
        return len(stories) * WEEK / min(max(at - self.start, timedelta(hours=6)), WEEK)


class EntryFrequency(Recent):
    """Miniflux: a week divided by the stories of a week, from five minutes to a day."""

    def __init__(self, scale: float) -> None:
        self.scale = scale

    def polled(self, source: str, at: datetime, found: Sequence[Published]) -> datetime:
        interval = WEEK / max(self.a_week(source, at, found), 0.1) * self.scale
        return at + min(max(interval, timedelta(minutes=5)), timedelta(days=1))


class RootOfRate(Recent):
    """The interval in proportion to one over the root of the rate, from a minute to a day."""

    def __init__(self, scale: float) -> None:
        self.scale = scale

    def polled(self, source: str, at: datetime, found: Sequence[Published]) -> datetime:
        rate = max(self.a_week(source, at, found), 1.0)
        interval = timedelta(hours=6) / math.sqrt(rate) * self.scale
        return at + min(max(interval, timedelta(minutes=1)), timedelta(days=1))


class HalfUpHalfDown:
    """StormCrawler: half as long after a change, half as much longer without one; `scale` sets the
    shortest interval in minutes, the longest is two weeks."""

    def __init__(self, scale: float) -> None:
        self.least = timedelta(minutes=scale)

    def begin(self, sources: Sequence[str], now: datetime) -> None:
        self.intervals = dict.fromkeys(sources, timedelta(hours=1))

    def polled(self, source: str, at: datetime, found: Sequence[Published]) -> datetime:
        interval = self.intervals[source] * (0.5 if found else 1.5)
        self.intervals[source] = min(max(interval, self.least), 2 * WEEK)
        return at + self.intervals[source]


class ShareOfDuplicates:
    """Media Cloud: an hour more when two thirds of a feed are known, one less when under a third
    are; `scale` stretches its hour, its ten minutes least and its twelve hours most."""

    ENTRIES = 30

    def __init__(self, scale: float) -> None:
        self.scale = scale

    def begin(self, sources: Sequence[str], now: datetime) -> None:
        self.intervals = dict.fromkeys(sources, timedelta(hours=6) * self.scale)

    def polled(self, source: str, at: datetime, found: Sequence[Published]) -> datetime:
        known = 1 - min(len(found) / self.ENTRIES, 1.0)
        step = (known > 2 / 3) - (known < 1 / 3)
        interval = self.intervals[source] + step * timedelta(hours=1) * self.scale
        least, most = timedelta(minutes=10) * self.scale, timedelta(hours=12) * self.scale
        self.intervals[source] = min(max(interval, least), most)
        return at + self.intervals[source]


class KnownRates:
    """The bound: storywatch's rule with each source's true hour-of-week rates known beforehand."""

    def __init__(self, trace: Trace, budget: float) -> None:
        self.trace, self.limits = trace, Limits(budget=budget)

    def begin(self, sources: Sequence[str], now: datetime) -> None:
        weeks = max(stories[-1].at for stories in self.trace.values()) - now
        self.forecasts = {source: self._known(source, weeks / WEEK) for source in sources}
        self.rhythms = {source: Rhythm(polled_at=now) for source in sources}
        self.tariff = Tariff(set_at=now).repriced(now, self.forecasts, self.limits)

    def _known(self, source: str, weeks: float) -> Forecast:
        counts = [0.1] * 168
        for story in self.trace[source]:
            counts[hour_of(story.at.timestamp())] += 1
        return Forecast(
            rates=array("d", (counts[slot // 6] / weeks / 3600 for slot in range(1008)))
        )

    def polled(self, source: str, at: datetime, found: Sequence[Published]) -> datetime:
        rhythm = self.rhythms[source].polled(at, [story.at for story in found])
        self.rhythms[source] = replace(rhythm, is_fresh=False)
        return next_poll(rhythm, self.forecasts[source], self.tariff.price, self.limits)


RULES: dict[str, Callable[[float], Policy]] = {
    "Miniflux entry_frequency": EntryFrequency,
    "StormCrawler adaptive": HalfUpHalfDown,
    "Media Cloud": ShareOfDuplicates,
    "interval by 1/√rate": RootOfRate,
}


def main(argv: list[str] | None = None) -> int:
    """Prints the tables; returns 1 if a measure is below its floor, 2 without the trace."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trace", type=Path, default=TRACE)
    parser.add_argument("--rules", action="store_true", help="other software's rules too")
    asked, _ = parser.parse_known_args(argv)
    if not asked.trace.is_file():
        print(f"bench polling: no trace at {asked.trace}", file=sys.stderr)
        return 2
    with gzip.open(asked.trace, "rt") as file:
        trace = read_rows(csv.DictReader(file))
    measured: Measures = {}
    for budget in BUDGETS:
        measured[f"{budget:g} a day"] = _measured(trace, budget)
        if asked.rules:
            _print_rules(trace, budget)
    failed = failures("polling", measured)
    print("\n".join(failed) or "polling: every measure holds its floor")
    return int(bool(failed))


def _measured(trace: Trace, budget: float) -> dict[str, float]:
    """Measures storywatch's rule as shares of a fixed interval's."""
    fixed, adaptive = (replay(trace, rule, budget) for rule in (Fixed(budget), Adaptive(budget)))
    shares = {
        "mean_ratio": adaptive.mean / fixed.mean,
        "p95_ratio": adaptive.percentile(95) / fixed.percentile(95),
    }
    print(f"{budget:g} polls for each source and day, as a share of a fixed interval's delay:")
    print("  " + ", ".join(f"{name} {share:.3f}" for name, share in shares.items()))
    return shares


def _print_rules(trace: Trace, budget: float) -> None:
    print(f"{'policy':<28}{'mean':>8}{'p95':>8}{'polls':>8}{'lost of 30':>12}")
    fixed = replay(trace, Fixed(budget), budget)
    for name, make in _policies(trace, budget).items():
        whole, shown = (replay(trace, make(w), budget, window=w) for w in (None, 30))
        _print(name, whole, fixed, shown.share_lost)
    _print_matched(trace, budget)


def _policies(trace: Trace, budget: float) -> dict[str, Callable[[int | None], Policy]]:
    scaled = {name: (_scaled(rule, trace, budget), rule) for name, rule in RULES.items()}
    rules = {
        name: lambda _, scale=scale, rule=rule: rule(scale)
        for name, (scale, rule) in scaled.items()
    }
    return {
        "fixed": lambda _: Fixed(budget),
        **rules,
        "storywatch": lambda window: Adaptive(budget, window=window),
        "the same, rates known": lambda _: KnownRates(trace, budget),
    }


def _scaled(rule: Callable[[float], Policy], trace: Trace, budget: float) -> float:
    """The scale at which a rule makes the budgeted number of polls, or comes nearest."""
    low, high = 0.01, 1000.0
    for _ in range(STEPS):
        scale = math.sqrt(low * high)
        outcome = replay(trace, rule(scale), budget)
        low, high = (scale, high) if outcome.polls > outcome.polls_expected else (low, scale)
    return math.sqrt(low * high)


def _print(name: str, outcome: Outcome, fixed: Outcome, lost: float) -> None:
    mean, p95 = outcome.mean / fixed.mean, outcome.percentile(95) / fixed.percentile(95)
    polls = outcome.polls / outcome.polls_expected
    print(f"{name:<28}{mean:>8.3f}{p95:>8.3f}{polls:>8.3f}{lost:>12.2%}")


def _print_matched(trace: Trace, budget: float) -> None:
    tenth = marked(trace, 0.1)
    fixed, ours = (replay(tenth, one, budget) for one in (Fixed(budget), Adaptive(budget)))
    print(f"stories that match, one in ten: {ours.matched_mean / fixed.matched_mean:.3f}\n")


if __name__ == "__main__":
    sys.exit(main())
