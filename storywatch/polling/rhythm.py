"""What is remembered of one source: when its stories come, how many came lately, and how many
match.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from storywatch.polling.week import (
    HOUR,
    HOURS_A_WEEK,
    SLOTS_A_DAY,
    hour_of,
    slot_of,
    weight_at,
)

BRANCHING = 0.35  # stories that one story draws after it, on average
BURST_DECAY = 75 * 60.0  # seconds in which a burst fades to a third
_LONGEST_HISTORY = timedelta(days=14)  # of a first fetch's entries; older ones are a selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """One source's publishing as far as polls have seen it; lives in the journal as JSON.

    Counts are weighted by `weight_at` the time of each story. `slots` are ten minutes of a day,
    `hours` are hours of a week, `watched` are the weighted seconds of each hour of the week that
    polls have covered. `burst` is the rate a second, at `polled_at`, that late stories lend to the
    next ones.
    """

    polled_at: datetime
    hours: tuple[float, ...] = (0.0,) * HOURS_A_WEEK
    slots: tuple[float, ...] = (0.0,) * SLOTS_A_DAY
    watched: tuple[float, ...] = (0.0,) * HOURS_A_WEEK
    burst: float = 0.0
    matched: float = 0.0
    window: int | None = None
    is_fresh: bool = True

    def polled(self, at: datetime, published: Sequence[datetime], *, matched: int = 0) -> Rhythm:
        """Returns the rhythm after a poll at `at` that found new stories with these times.

        A first poll's entries tell the history before it.
        """
        now = at.timestamp()
        since = _beginning(at, published) if self.is_fresh else self.polled_at.timestamp()
        times = [min(max(one.timestamp(), since), now) for one in published]
        return replace(
            self,
            polled_at=at,
            hours=_added(self.hours, [(hour_of(one), weight_at(one)) for one in times]),
            slots=_added(
                self.slots, [(slot_of(one) % SLOTS_A_DAY, weight_at(one)) for one in times]
            ),
            watched=_added(self.watched, _hours_between(since, now)),
            burst=self.burst_at(now) + sum(_lent(now - one) for one in times),
            matched=self.matched + matched * weight_at(now),
            is_fresh=False,
        )

    def burst_at(self, at: float) -> float:
        """Returns what is left of the burst at a Unix time."""
        return self.burst * math.exp(min(0.0, self.polled_at.timestamp() - at) / BURST_DECAY)

    def as_json(self) -> dict[str, Any]:
        """Returns the rhythm as a JSON document."""
        document = {one.name: getattr(self, one.name) for one in fields(self)}
        return {**document, "polled_at": self.polled_at.isoformat()}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Rhythm:
        """Returns the rhythm that `as_json` wrote."""
        lists = {key: tuple(document[key]) for key in ("hours", "slots", "watched")}
        polled_at = datetime.fromisoformat(document["polled_at"]).astimezone(UTC)
        return cls(**{**document, **lists, "polled_at": polled_at})


def _beginning(at: datetime, published: Sequence[datetime]) -> float:
    oldest = min(published, default=at)
    return max(min(oldest, at), at - _LONGEST_HISTORY).timestamp()


def _lent(age: float) -> float:
    return BRANCHING / BURST_DECAY * math.exp(-age / BURST_DECAY)


def _hours_between(since: float, now: float) -> list[tuple[int, float]]:
    """Each hour of the week between two times, with its weighted seconds."""
    covered = []
    while since < now:
        until = min((since // HOUR + 1) * HOUR, now)
        covered.append((hour_of(since), (until - since) * weight_at(since)))
        since = until
    return covered


def _added(counts: tuple[float, ...], more: Sequence[tuple[int, float]]) -> tuple[float, ...]:
    if not more:
        return counts
    summed = list(counts)
    for index, weight in more:
        summed[index] += weight
    return tuple(summed)
