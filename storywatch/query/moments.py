"""Dates as queries write them: each names a stretch of time, from a year down to a second."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

MOST_HOURS = 14  # that any zone is apart from UTC
OFFSET_COLON = "\uff1a"  # as wide as a colon and like one between words, but no sign of the syntax
_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    rf"(?P<zone>Z|[+-]\d\d[:{OFFSET_COLON}]?\d\d)?)?)?)?",
    re.ASCII,
)
_LENGTHS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "day": timedelta(days=1),
}


def stretch(text: str) -> tuple[datetime, datetime]:
    """Returns the first instant of the time that `text` names, and the first one after it.

    A time without a zone is in UTC. Raises ValueError for anything that is no date.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(text)
    given = {
        name: int(value) for name, value in found.groupdict().items() if value and name != "zone"
    }
    try:
        start = datetime(**{"month": 1, "day": 1, **given}, tzinfo=UTC) - _offset(found["zone"])
        return start, _end(start, given)
    except OverflowError as error:
        raise ValueError(text) from error


def _offset(zone: str | None) -> timedelta:
    if zone is None or zone == "Z":
        return timedelta()
    sign = -1 if zone[0] == "-" else 1
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > MOST_HOURS or minutes > 59:
        raise ValueError(zone)
    return sign * timedelta(hours=hours, minutes=minutes)


def _end(start: datetime, given: dict[str, int]) -> datetime:
    for unit, length in _LENGTHS.items():
        if unit in given:
            return start + length
    if "month" in given:
        return (start + timedelta(days=31)).replace(day=1)
    return start.replace(year=start.year + 1)
