"""Guesses an outlet's time zone from its country and the offsets its pages write, or does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import chain, islice
from zoneinfo import ZoneInfo

from storywatch.discover.rough_time import as_written

_ISO = re.compile(
    r"(?<!\d)(20\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?([+-]\d\d:?\d\d)(?!\d)"
)
_RFC_822 = re.compile(r"\b\d{1,2} [A-Z][a-z]{2} 20\d\d \d\d:\d\d(?::\d\d)? [+-]\d{4}\b")
# What clocks on pages say where most that say so are; GMT is how many tell time wherever they are.
_NAMED = {
    "IST": "Asia/Kolkata",
    "PKT": "Asia/Karachi",
    **dict.fromkeys(("ET", "EST", "EDT"), "America/New_York"),
    **dict.fromkeys(("PT", "PST", "PDT"), "America/Los_Angeles"),
    "BST": "Europe/London",
    **dict.fromkeys(("CET", "CEST"), "Europe/Berlin"),
    "MSK": "Europe/Moscow",
    "JST": "Asia/Tokyo",
    "HKT": "Asia/Hong_Kong",
    "SGT": "Asia/Singapore",
    "WIB": "Asia/Jakarta",
    **dict.fromkeys(("AEST", "AEDT"), "Australia/Sydney"),
    **dict.fromkeys(("NZST", "NZDT"), "Pacific/Auckland"),
    "SAST": "Africa/Johannesburg",
    "EAT": "Africa/Nairobi",
    "WAT": "Africa/Lagos",
}
_CLOCK = re.compile(
    r"(?<![\d:])\d{1,2}[:.]\d\d(?:\s?[AaPp]\.?[Mm]\.?)?,?\s?\(?(" + "|".join(_NAMED) + r")\b"
)
_LOOKED_AT = 2_000_000  # characters of a page in which time stamps are looked for
_MOST_STAMPS = 200
# Where most newsrooms of an offset are, for an outlet whose country nobody knows.
_LARGE = (
    "America/New_York",
    "Asia/Kolkata",
    "Europe/Berlin",
    "Europe/London",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "America/Los_Angeles",
    "America/Chicago",
    "America/Sao_Paulo",
    "Europe/Moscow",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Dhaka",
    "Asia/Jakarta",
    "Australia/Sydney",
    "Pacific/Auckland",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Asia/Yangon",
    "America/Mexico_City",
    "America/Bogota",
    "America/Denver",
)


def stamps(text: str) -> list[datetime]:
    """Returns the time stamps of a page that carry an offset other than UTC's.

    A zero offset says how a machine keeps time, not where the newsroom is.
    """
    iso = (f"{found[1]}{found[2]}" for found in _ISO.finditer(text, 0, _LOOKED_AT))
    rfc = (found[0] for found in _RFC_822.finditer(text, 0, _LOOKED_AT))
    read = map(as_written, islice(chain(iso, rfc), _MOST_STAMPS))
    return [moment for moment in read if moment is not None and moment.utcoffset()]


def clocks(text: str) -> list[str]:
    """Returns the zones' abbreviations that the clocks on a page bear, such as IST."""
    return [found[1] for found in islice(_CLOCK.finditer(text, 0, _LOOKED_AT), _MOST_STAMPS)]


def guess_zone(
    country: str | None, seen: Sequence[datetime], named: Sequence[str] = ()
) -> tuple[str, str] | None:
    """Returns an IANA zone and what speaks for it, or None if it cannot be known.

    Of a country's zones the most populous comes first. Where they differ, the offsets `seen` in the
    pages' stamps decide, then what their clocks are `named`. Without a country it is the zone of
    that offset or name in which most newsrooms are.
    """
    zones = _zones_by_country().get(country or "", ())
    fitting = [zone for zone in zones or _LARGE if _fits(zone, seen)]
    if fitting:
        where = f"country {country}" if zones else "no country is known"
        return fitting[0], f"{where}, and the pages' times say {_shown(fitting[0], seen)}"
    if zones and len({_year(zone) for zone in zones}) == 1:
        return zones[0], f"country {country} has one time"
    for name, _ in Counter(named).most_common():
        if not zones or _NAMED[name] in zones:
            return _NAMED[name], f"the pages' clocks say {name}"
    return None


def _shown(zone: str, seen: Sequence[datetime]) -> str:
    offset = next(f"{at:%z}" for at in seen if _fits(zone, (at,)))
    return f"{offset[:3]}:{offset[3:]}"


def _fits(zone: str, moments: Sequence[datetime]) -> bool:
    """Whether nearly all of the moments are told in the zone; some pages quote other places."""
    clock = ZoneInfo(zone)
    agreeing = sum(at.astimezone(clock).utcoffset() == at.utcoffset() for at in moments)
    return bool(moments) and agreeing >= 0.8 * len(moments)


def _year(zone: str) -> tuple[timedelta | None, ...]:
    """A zone's offsets in the middle of each month of a year: what its readers see."""
    clocks = (datetime(2026, month, 15, 12, tzinfo=ZoneInfo(zone)) for month in range(1, 13))
    return tuple(clock.utcoffset() for clock in clocks)


@cache
def _zones_by_country() -> dict[str, tuple[str, ...]]:
    """The zones of each country, the most populous first, as zone.tab orders them."""
    table: dict[str, tuple[str, ...]] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text("ascii").splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            table[country] = (*table.get(country, ()), zone)
    return table
