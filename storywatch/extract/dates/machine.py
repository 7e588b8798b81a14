"""Dates as machines write them, read exactly: ISO 8601, RFC 822 and Unix time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_tz

from storywatch.extract.dates.written import EARLIEST_YEAR, Written, real_date

_LONGEST = 64  # characters; RFC 822 with a comment has about 40
_ISO = re.compile(
    r"(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})"
    r"(?:(?:[T _]|\s{1,3})(?P<h>\d{2}):?(?P<mi>\d{2})(?::?(?P<s>\d{2})(?:[.,]\d{1,12})?)?"
    r"\s?(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-](?:\d{1,2}:?(?:\d{2})?)(?::\d{2})?)?)?Z?",
    re.IGNORECASE,
)
_RFC_822 = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3,9}[\s-]\d{4}\s+\d{1,2}:\d{2}")
_ASCTIME = re.compile(
    r"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} (?:[A-Z]{3,4} )?\d{4}"
)
_NAMED_ZONE = re.compile(r":\d\d\s+\(?([A-Za-z]{1,5})\b")
_EPOCH = re.compile(r"1\d{9}(?:\d{3}|\.\d{1,6})?")


def read_machine(text: str) -> Written | None:
    """Returns what a machine-written date says, or nothing if it is not exactly one."""
    text = text.strip()
    if not 8 <= len(text) <= _LONGEST or not text.isascii():
        return None
    if found := _ISO.fullmatch(text):
        return _iso(found, text)
    if _EPOCH.fullmatch(text):
        return _epoch(text)
    if _RFC_822.match(text) or _ASCTIME.fullmatch(text):
        return _rfc_822(text)
    return None


def _iso(found: re.Match[str], text: str) -> Written | None:
    day = real_date(int(found["y"]), int(found["m"]), int(found["d"]))
    if day is None:
        return None
    if found["h"] is None:
        return Written(moment=datetime.combine(day, datetime.min.time()), has_time=False, text=text)
    zone = found["zone"]
    moment = _at(day, int(found["h"]), int(found["mi"]), int(found["s"] or 0))
    if moment is None:
        return None
    return Written(moment=moment, has_time=True, text=text, zone=zone.upper() if zone else None)


def _epoch(text: str) -> Written:
    seconds = float(text[:10])
    moment = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    return Written(moment=moment, has_time=True, text=text, zone="Z")


def _rfc_822(text: str) -> Written | None:
    parsed = parsedate_tz(text)
    if parsed is None or parsed[0] < EARLIEST_YEAR:
        return None
    day = real_date(*parsed[:3])
    moment = _at(day, *parsed[3:6]) if day else None
    if moment is None:
        return None
    return Written(moment=moment, has_time=True, text=text, zone=_rfc_822_zone(text, parsed[9]))


def _rfc_822_zone(text: str, seconds: int | None) -> str | None:
    """A named zone as it is named: the e-mail parser knows American ones only, and takes others
    for UTC.
    """
    named = _NAMED_ZONE.search(text)
    if named:
        return named[1].upper()
    return _offset_text(seconds) if seconds is not None else None


def _offset_text(seconds: int) -> str:
    sign = "-" if seconds < 0 else "+"
    hours, rest = divmod(abs(seconds), 3600)
    return f"{sign}{hours:02d}:{rest // 60:02d}"


def _at(day: date, hour: int, minute: int, second: int) -> datetime | None:
    try:
        return datetime.combine(day, time(hour, minute, min(second, 59)))
    except ValueError:
        return None
