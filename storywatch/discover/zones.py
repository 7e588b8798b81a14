"""Guesses an outlet's time zone from its country and from the offsets its pages write, or does not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import islice
from zoneinfo import ZoneInfo

_STAMP = re.compile(
    r"(?<!\d)(20\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?([+-]\d\d:?\d\d)(?!\d)"
)
_LOOKED_AT = 2_000_000  # characters of a page in which time stamps are looked for
_MOST_STAMPS = 200


def stamps(text: str) -> list[datetime]:
    """Returns the time stamps of a page that carry an offset other than UTC's.

    A zero offset says how a machine keeps time, not where the newsroom is.
    """
    found = islice(_STAMP.finditer(text, 0, _LOOKED_AT), _MOST_STAMPS)
    read = [_instant(stamp[1], stamp[2]) for stamp in found]
    return [moment for moment in read if moment is not None and moment.utcoffset()]


def guess_zone(country: str | None, seen: Iterable[datetime]) -> tuple[str, str] | None:
    """Returns an IANA zone and what speaks for it, or None if it cannot be known.

    Of a country's zones the most populous comes first. Where they differ, the page's own stamps
    decide; without a country no zone follows from an offset.
    """
    zones = _zones_by_country().get(country or "", ())
    if not zones:
        return None
    seen = tuple(seen)
    fitting = [zone for zone in zones if seen and all(_fits(zone, moment) for moment in seen)]
    if fitting:
        offset = f"{seen[0]:%z}"
        return fitting[0], f"country {country}, and the page's times say {offset[:3]}:{offset[3:]}"
    if len({_year(zone) for zone in zones}) == 1:
        return zones[0], f"country {country} has one time"
    return None


def _instant(clock: str, offset: str) -> datetime | None:
    try:
        return datetime.fromisoformat(clock + offset)
    except ValueError:
        return None


def _fits(zone: str, moment: datetime) -> bool:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() == moment.utcoffset()


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
