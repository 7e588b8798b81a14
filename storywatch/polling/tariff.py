"""The price of a poll, set so that all sources together keep within their budget of requests."""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from storywatch.polling.forecast import Forecast
from storywatch.polling.week import DAY, HOUR

REPRICED_EVERY = timedelta(hours=6)
_MEMORY = 7 * DAY  # seconds over which polls made are held against polls planned
DREAD = 1.2  # the power of its waiting time that a story costs: two short waits beat a long one
_ROOT = 1 / (1 + DREAD)
_CHEAPEST, _DEAREST = 1e-6, 1e18
_STEPS = 40  # of the search for the price


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What bounds all polling: requests for each source and day, and the shortest and longest
    interval.

    The longest keeps small outlets from being starved; it widens where the budget is small.
    """

    budget: float
    floor: timedelta = timedelta(minutes=1)
    least_ceiling: timedelta = timedelta(hours=3)

    @property
    def ceiling(self) -> timedelta:
        """The longest interval."""
        return max(self.least_ceiling, 3 * timedelta(days=1) / self.budget)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """The price of a poll in the cost of waiting stories, and the polls planned and made of late.

    Feedback on the count of polls would swing, so the price is computed ahead from the forecasts;
    `correction` only evens out by how much such plans have been off lately.
    """

    set_at: datetime
    price: float = 1000.0
    correction: float = 1.0
    planned: float = 0.0
    made: float = 0.0
    made_now: int = field(default=0)  # since `set_at`

    def polled(self) -> Tariff:
        """Returns the tariff with one more poll made."""
        return replace(self, made_now=self.made_now + 1)

    def is_due(self, now: datetime) -> bool:
        """Whether it is time to set the price anew."""
        return now - self.set_at >= REPRICED_EVERY

    def repriced(self, now: datetime, forecasts: Mapping[str, Forecast], limits: Limits) -> Tariff:
        """Returns the tariff of the coming hours."""
        a_day = limits.budget * len(forecasts)
        # Some source is polled within the ceiling: in a longer pause nothing ran, nothing was owed.
        most = REPRICED_EVERY + limits.ceiling
        passed = min(max(now - self.set_at, timedelta(0)), most).total_seconds()
        fading = math.exp(-passed / _MEMORY)
        planned = self.planned * fading + a_day * passed / DAY / self.correction
        made = self.made * fading + self.made_now
        correction = (made + a_day * self.correction) / (planned + a_day)
        needs = [need for one in forecasts.values() for need in _needs(one)]
        return Tariff(
            set_at=now,
            price=_price(needs, a_day * 7 / correction, limits),
            correction=correction,
            planned=planned,
            made=made,
        )

    def as_json(self) -> dict[str, Any]:
        """Returns the tariff as a JSON document."""
        return {**asdict(self), "set_at": self.set_at.isoformat()}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Tariff:
        """Returns the tariff that `as_json` wrote."""
        set_at = datetime.fromisoformat(document["set_at"]).astimezone(UTC)
        return cls(**{**document, "set_at": set_at})


def best_interval(price: float, rate: float) -> float:
    """Returns the seconds between polls that cost least at a steady rate of stories.

    With stories that cost their waiting time to the power of `DREAD`, an interval costs
    rate × interval^(1 + DREAD) ÷ (1 + DREAD) and the price of its poll.
    """
    return float((price * (1 + 1 / DREAD) / rate) ** _ROOT)


def _needs(forecast: Forecast) -> list[float]:
    """For each hour of the week, the polls a second that a price of one would pay for."""
    paces = [1 / best_interval(1, rate * forecast.weight) for rate in forecast.rates]
    return [sum(paces[first : first + 6]) / 6 for first in range(0, len(paces), 6)]


def _price(needs: Sequence[float], polls_a_week: float, limits: Limits) -> float:
    """The price at which the needs of the week add up to the polls that it may have."""
    fewest, most = 1 / limits.ceiling.total_seconds(), 1 / limits.floor.total_seconds()
    needs = sorted(needs)
    summed = [0.0, *accumulate(needs)]
    low, high = _CHEAPEST, _DEAREST
    for _ in range(_STEPS):
        price = math.sqrt(low * high)
        scale = price**-_ROOT
        least, full = bisect(needs, fewest / scale), bisect(needs, most / scale)
        between = (summed[full] - summed[least]) * scale
        polls = (fewest * least + between + most * (len(needs) - full)) * HOUR
        low, high = (price, high) if polls > polls_a_week else (low, price)
    return math.sqrt(low * high)
