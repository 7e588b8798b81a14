"""The latency ledger: how long each leg of a story's way took, from publication to acceptance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from storywatch.alert import Clocks

PERCENTILES = (50, 90, 95, 99)


class Leg(StrEnum):
    """A stretch of the way, named by what happened at its end."""

    SEEN = "seen"  # from publication until a source announced it
    FETCHED = "fetched"
    RECORDED = "recorded"
    MATCHED = "matched"
    DUE = "due"  # the policy's part: digest, throttle, quiet hours
    ACCEPTED = "accepted"  # until the mail server or channel had it


IN_WORDS = {
    Leg.SEEN: "until we saw it announced",
    Leg.FETCHED: "fetching its page",
    Leg.RECORDED: "reading and recording it",
    Leg.MATCHED: "matching it",
    Leg.DUE: "waiting for its mail to be due",
    Leg.ACCEPTED: "handing the mail over",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One alert's way, leg by leg; where no minute of publication is known it begins when seen."""

    legs: Mapping[Leg, timedelta]

    @property
    def total(self) -> timedelta:
        """How long it took in all: the sum of the legs."""
        return sum(self.legs.values(), timedelta(0))

    @property
    def biggest(self) -> Leg:
        """The leg that took longest; of equal ones the earliest."""
        return max(self.legs, key=lambda leg: self.legs[leg])


def way(clocks: Clocks, due_at: datetime, accepted_at: datetime | None = None) -> Way:
    """Returns the legs between the clocks' instants; a clock that runs before its time counts 0.

    Without `accepted_at` the way ends when the mail was due.
    """
    ends = {
        Leg.SEEN: clocks.first_seen_at if clocks.published_at else None,
        Leg.FETCHED: clocks.fetched_at,
        Leg.RECORDED: clocks.recorded_at,
        Leg.MATCHED: clocks.matched_at,
        Leg.DUE: due_at,
        Leg.ACCEPTED: accepted_at,
    }
    # The outlet's clock may be ahead of ours, an edit's page fetched before it was announced.
    at = min(clocks.published_at or clocks.first_seen_at, clocks.first_seen_at)
    legs: dict[Leg, timedelta] = {}
    for leg, end in ends.items():
        if end is not None:
            legs[leg] = max(timedelta(0), end - at)
            at = max(at, end)
    return Way(legs=legs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How a leg, or the whole way, is spread over alerts, in seconds."""

    count: int
    mean: float
    percentiles: Mapping[int, float]
    longest: float

    @classmethod
    def of(cls, lengths: Sequence[timedelta]) -> Spread:
        """Returns the spread of at least one length."""
        seconds = sorted(length.total_seconds() for length in lengths)
        return cls(
            count=len(seconds),
            mean=sum(seconds) / len(seconds),
            percentiles={
                percent: seconds[max(0, ceil(len(seconds) * percent / 100) - 1)]
                for percent in PERCENTILES
            },
            longest=seconds[-1],
        )


def spreads(ways: Iterable[Way]) -> dict[str, Spread]:
    """Returns the spread of each leg over the ways that have it, and of the `total` of all."""
    lengths: dict[str, list[timedelta]] = {}
    for one in ways:
        for leg, length in one.legs.items():
            lengths.setdefault(leg.value, []).append(length)
        lengths.setdefault("total", []).append(one.total)
    order = [*(leg.value for leg in Leg), "total"]
    return {name: Spread.of(lengths[name]) for name in order if name in lengths}
