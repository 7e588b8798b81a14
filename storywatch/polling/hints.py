"""What a feed asks of those who poll it: ttl, skipHours, sy:updatePeriod, Cache-Control."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_MOST_HEEDED = timedelta(minutes=30)  # many feeds say "daily" by default and publish every minute
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """A feed's own words about when it changes; `pause` is how long nothing new need be expected.

    `skip_hours` are hours of the day in UTC, `skip_days` weekdays with Monday as 0.
    """

    pause: timedelta = timedelta(0)
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()

    def heeded(self, at: datetime, *, polled_at: datetime) -> datetime:
        """Returns the poll planned for `at`, put off as far as the feed may ask.

        A pause is heeded up to half an hour, so that a careless default does not cost news. Hours
        and days to skip are heeded, unless the feed skips everything.
        """
        at = max(at, polled_at + min(self.pause, _MOST_HEEDED))
        for _ in range(24 * 7):
            if at.hour not in self.skip_hours and at.weekday() not in self.skip_days:
                return at
            at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return polled_at + timedelta(days=1)


def pause_of(
    *,
    ttl: str | None = None,
    period: str | None = None,
    frequency: str | None = None,
    cache_control: str | None = None,
) -> timedelta:
    """Returns the longest pause that a feed's words ask for: minutes of ttl, a period shared by
    its
    frequency, or seconds of max-age; unreadable words ask for none."""
    asked = [timedelta(minutes=_number(ttl))]
    if period and (whole := _PERIODS.get(period.strip().lower())):
        asked.append(whole / max(_number(frequency), 1))
    if cache_control and (found := _MAX_AGE.search(cache_control)):
        asked.append(timedelta(seconds=int(found[1])))
    return max(asked)


def _number(text: str | None) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 0
