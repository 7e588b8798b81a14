"""Made-up sources for the tests of polling: steady, by day only, and quiet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storywatch.polling.replay import Published

MONDAY = datetime(2025, 12, 1, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def every(step: timedelta, *, days: int = 14, hours: range = range(24)) -> tuple[Published, ...]:
    count = int(timedelta(days=days) / step)
    times = (MONDAY + step * index + timedelta(seconds=index * 37 % 400) for index in range(count))
    return tuple(Published(at=at) for at in sorted(times) if at.hour in hours)


def newsroom(days: int = 14) -> dict[str, tuple[Published, ...]]:
    return {
        "agency": every(9 * MINUTE, days=days),
        "daytime": every(15 * MINUTE, days=days, hours=range(7, 19)),
        "evening": every(30 * MINUTE, days=days, hours=range(18, 22)),
        "weekly": every(30 * HOUR, days=days),
    }
