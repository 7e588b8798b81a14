"""Times of day as people write them: when a digest is due, and which hours are quiet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMED_DAYS = {"daily": range(7), "weekdays": range(5), "weekends": range(5, 7)}
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
BETWEEN = re.compile(r"(\S+)\s*[-–]\s*(\S+)(?:\s+(\S+))?")
HOUR = timedelta(hours=1)
A_WEEK = 8  # days in which each weekday comes at least once, whatever the hour

HOW_TO_SAY_WHEN = (
    "write 'hourly', or days and times such as 'daily 07:00 Europe/Berlin', "
    "'weekdays 8:00 and 17:00' or 'mondays 9:00'"
)
HOW_TO_SAY_QUIET = "write hours such as '22:00-07:00' or '22:00-07:00 Europe/Berlin'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Moments that come again: times of some weekdays in a time zone, or its every full hour.

    A time that the clock leaps over comes as much later as the leap; one that it shows twice comes
    the first time.
    """

    days: frozenset[int] = frozenset(range(7))
    times: tuple[time, ...] = ()
    zone: ZoneInfo | None = None

    @classmethod
    @lru_cache(maxsize=1000)
    def read(cls, words: str) -> Schedule:
        """Returns the schedule that the words mean, or raises `ValueError` with what to write."""
        parts = [part for part in re.split(r"[\s,]+", words.strip()) if part != "and"]
        zone = zone_of(parts.pop(), HOW_TO_SAY_WHEN) if parts and _is_zone(parts[-1]) else None
        if [part.lower() for part in parts] == ["hourly"]:
            return cls(zone=zone)
        times = tuple(sorted({clock_of(part) for part in parts if ":" in part}))
        days = frozenset(day for part in parts if ":" not in part for day in _days(part))
        if not times:
            raise ValueError(HOW_TO_SAY_WHEN)
        return cls(days=days or frozenset(range(7)), times=times, zone=zone)

    def first_from(self, instant: datetime) -> datetime:
        """Returns the first moment that is not before the instant."""
        if not self.times:
            return self._hour_before(instant + HOUR - timedelta(microseconds=1))
        return next(moment for moment in self._around(instant) if moment >= instant)

    def last_until(self, instant: datetime) -> datetime:
        """Returns the last moment that is not after the instant."""
        if not self.times:
            return self._hour_before(instant)
        return [moment for moment in self._around(instant) if moment <= instant][-1]

    def _around(self, instant: datetime) -> Iterator[datetime]:
        zone = self.zone or UTC
        today = instant.astimezone(zone).date()
        for ahead in range(-A_WEEK, A_WEEK + 1):
            yield from self._of(today + timedelta(days=ahead))

    def _of(self, day: date) -> Iterator[datetime]:
        if day.weekday() in self.days:
            there = (datetime.combine(day, clock, tzinfo=self.zone or UTC) for clock in self.times)
            # What a leap puts off may come after a later time of that day.
            yield from sorted(moment.astimezone(UTC) for moment in there)

    def _hour_before(self, instant: datetime) -> datetime:
        there = instant.astimezone(self.zone or UTC)
        past = timedelta(minutes=there.minute, seconds=there.second, microseconds=there.microsecond)
        return instant.astimezone(UTC) - past


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """The hours of each day in which nobody is disturbed; they may run over midnight."""

    start: time
    end: time
    zone: ZoneInfo | None = None

    @classmethod
    @lru_cache(maxsize=1000)
    def read(cls, words: str) -> QuietHours:
        """Returns the hours that the words mean, or raises `ValueError` with what to write."""
        found = BETWEEN.fullmatch(words.strip())
        if not found:
            raise ValueError(HOW_TO_SAY_QUIET)
        start, end = (clock_of(part, HOW_TO_SAY_QUIET) for part in found.groups()[:2])
        zone = zone_of(found[3], HOW_TO_SAY_QUIET) if found[3] else None
        return cls(start=start, end=end, zone=zone)

    def over_at(self, instant: datetime, zone: ZoneInfo | None = None) -> datetime:
        """Returns the first instant from this one on at which the clock shows no quiet time."""
        there = instant.astimezone(self.zone or zone or UTC)
        clock = there.time()
        if not self._holds(clock):
            return instant
        day = there.date() + timedelta(days=self.start > self.end and clock >= self.start)
        ends = self._ends_on(day, there)
        awake = (end for end in ends if end > instant and self._is_awake(end, there))
        return next(awake, None) or self.over_at(ends[-1], zone)

    def _holds(self, clock: time) -> bool:
        if self.start > self.end:
            return clock >= self.start or clock < self.end
        return self.start <= clock < self.end

    def _is_awake(self, instant: datetime, there: datetime) -> bool:
        return not self._holds(instant.astimezone(there.tzinfo).time())

    def _ends_on(self, day: date, there: datetime) -> list[datetime]:
        """The instants that the end may be, where the clock leaps over it or shows it twice."""
        end = datetime.combine(day, self.end, tzinfo=there.tzinfo)
        return sorted(end.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def clock_of(word: str, instead: str = HOW_TO_SAY_WHEN) -> time:
    """Returns the time of day that `8:00` means, or raises `ValueError` with what to write."""
    found = CLOCK.fullmatch(word)
    if not found:
        raise ValueError(instead)
    return time(int(found[1]), int(found[2]))


def zone_of(name: str, instead: str) -> ZoneInfo:
    """Returns the IANA time zone, or raises `ValueError` with what to write."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{instead}; {name!r} is no IANA time zone") from error


def _is_zone(word: str) -> bool:
    return "/" in word or word in {"UTC", "GMT"}


def _days(word: str) -> Iterator[int]:
    name = word.lower()
    if name in NAMED_DAYS:
        yield from NAMED_DAYS[name]
        return
    if name.removesuffix("s") not in DAYS:
        raise ValueError(HOW_TO_SAY_WHEN)
    yield DAYS.index(name.removesuffix("s"))
