"""Dates as queries write them: each names a stretch of time, from a year down to a second."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?)?)?)?",
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
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))


def _end(start: datetime, given: dict[str, int]) -> datetime:
    for unit, length in _LENGTHS.items():
        if unit in given:
            return start + length
    if "month" in given:
        return (start + timedelta(days=31)).replace(day=1)
    return start.replace(year=start.year + 1)
