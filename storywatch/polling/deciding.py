"""When the next poll of one source is worth its price."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from functools import cache

from storywatch.polling.forecast import Forecast
from storywatch.polling.rhythm import BRANCHING, BURST_DECAY, Rhythm
from storywatch.polling.tariff import Limits, best_interval
from storywatch.polling.week import SLOT, slot_of

_CROWDING = 1 / (1 - BRANCHING) ** 2  # variance over mean of counts, as stories draw stories
_BUSY_DAYS = 0.4  # the share by which a busy day's rate passes its forecast
_SPREADS = 2.9  # of the expected count that must fit beside it into the window


def next_poll(rhythm: Rhythm, forecast: Forecast, price: float, limits: Limits) -> datetime:
    """Returns when to look next at a source that was polled at `rhythm.polled_at`.

    A poll is due when as many stories are expected to wait as would at the end of the best steady
    interval for the rate of that moment, and at any price before the feed's window could scroll
    past unread.
    """
    polled = rhythm.polled_at.timestamp()
    earliest = polled + limits.floor.total_seconds()
    latest = polled + limits.ceiling.total_seconds()
    at = _due(rhythm, forecast, price, latest)
    return datetime.fromtimestamp(min(max(at, earliest), latest), UTC)


def _due(rhythm: Rhythm, forecast: Forecast, price: float, latest: float) -> float:
    polled = at = rhythm.polled_at.timestamp()
    dear, steady, waiting = price / forecast.weight, 1 - BRANCHING, 0.0
    bound = most_waiting(rhythm.window) if rhythm.window else math.inf
    while at < latest:
        until = min((at // SLOT + 1) * SLOT, latest)
        fading = math.exp((polled - (at + until) / 2) / BURST_DECAY)
        rate = steady * forecast.rates[slot_of(at)] + rhythm.burst * fading
        enough = min(rate * best_interval(dear, rate), bound)
        if waiting >= enough:
            return at
        if rate * (until - at) >= enough - waiting:
            return at + (enough - waiting) / rate
        waiting += rate * (until - at)
        at = until
    return latest


@cache
def most_waiting(window: int) -> float:
    """Returns the expected number of waiting stories at which a feed of so many entries is polled.

    The true number is then above the window in about one case of a hundred: counts spread because
    stories draw stories, and because some days are busier than the forecast.
    """
    low, high = 0.0, float(window)
    for _ in range(30):
        middle = (low + high) / 2
        spread = math.sqrt(_CROWDING * middle + (_BUSY_DAYS * middle) ** 2)
        low, high = (middle, high) if middle + _SPREADS * spread < window else (low, middle)
    return low
