"""Dates as machines write them, read exactly: ISO 8601, RFC 822 and Unix time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from storywatch.extract.dates.written import SHORT_MONTHS, Written, real_date

_LONGEST = 80  # characters; a browser's with the zone's name spelt out has about 70
_HALF = r"(?!(?:[ap]m)\b)"  # of a day: what has one is not written by the standards
_SHORT_YEAR = 2  # digits, as RFC 822 has it; RFC 2822 section 4.3 says of which century it is
_LATE_IN_CENTURY = 50
_COMMENT = r"(?:\s*\([^()]*\))?"
_ISO = re.compile(
    r"(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})"
    r"(?:(?:[T _]|\s{1,3})(?P<h>\d{2}|\d(?=:)):?(?P<mi>\d{2})(?::?(?P<s>\d{2})(?:[.,]\d{1,12})?)?"
    r"\s?(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-](?:\d{1,2}:?(?:\d{2})?)(?::\d{2})?"
    rf"|(?<=\s){_HALF}[A-Z]{{2,5}})?(?:\[[\w/+-]{{1,40}}\])?)?Z?",
    re.IGNORECASE,
)
_CLOCK = r"(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:\.\d{1,9})?)?"
_OFFSET = r"(?:(?:UTC?|GMT)\s?)?[+-]\d{1,2}(?::?\d{2})?"
_ZONE = rf"\(?(?P<zone>{_OFFSET}|{_HALF}[A-Z]{{1,5}})\)?"
_RFC_822 = re.compile(
    rf"(?:[A-Z]{{3,9}}[,.]?\s*)?(?P<d>\d{{1,2}})[\s-](?P<m>[A-Z]{{3,9}})[\s-](?P<y>\d{{4}}|\d\d)"
    rf"\s+{_CLOCK}(?:\s*{_ZONE})?{_COMMENT}",
    re.IGNORECASE,
)
_ASCTIME = re.compile(
    rf"[A-Z]{{3}} (?P<m>[A-Z]{{3}})\s{{1,2}}(?P<d>\d{{1,2}}) {_CLOCK} (?:{_ZONE} )?(?P<y>\d{{4}})",
    re.IGNORECASE,
)
_HYPHENS = dict.fromkeys((0x2010, 0x2013, 0x2212), "-")  # a hyphen, a dash, a minus
_EPOCH = re.compile(r"1\d{9}(?:\d{3}|\.\d{1,6})?")


def read_machine(text: str) -> Written | None:
    """Returns what a machine-written date says, or nothing if it is not exactly one."""
    text = text.strip()
    if not 8 <= len(text) <= _LONGEST:
        return None
    text = text if text.isascii() else text.translate(_HYPHENS)
    if not text.isascii():
        return None
    if found := _ISO.fullmatch(text):
        return _iso(found, text)
    if _EPOCH.fullmatch(text):
        return _epoch(text)
    found = _RFC_822.fullmatch(text) or _ASCTIME.fullmatch(text)
    return _rfc_822(found, text) if found else None


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


def _rfc_822(found: re.Match[str], text: str) -> Written | None:
    """What RFC 822, its successors and C's asctime write; a year of two digits is as they say."""
    year, month = int(found["y"]), SHORT_MONTHS.get(found["m"][:3].lower())
    if len(found["y"]) == _SHORT_YEAR:
        year += 2000 if year < _LATE_IN_CENTURY else 1900
    day = real_date(year, month, int(found["d"])) if month else None
    moment = _at(day, int(found["h"]), int(found["mi"]), int(found["s"] or 0)) if day else None
    if moment is None:
        return None
    zone = found["zone"]
    return Written(moment=moment, has_time=True, text=text, zone=zone.upper() if zone else None)


def _at(day: date, hour: int, minute: int, second: int) -> datetime | None:
    try:
        return datetime.combine(day, time(hour, minute, min(second, 59)))
    except ValueError:
        return None
