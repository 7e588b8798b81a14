"""Time zones as outlets write them: offsets, abbreviations by country, and what follows when none
is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel.core import get_global

from storywatch.outlet import Outlet

# What an abbreviation means: by country where countries differ, and under "" elsewhere.
ABBREVIATIONS = MappingProxyType({
    "Z": {"": "UTC"}, "UTC": {"": "UTC"}, "GMT": {"": "UTC"}, "UT": {"": "UTC"},
    "IST": {"": "Asia/Kolkata", "IL": "Asia/Jerusalem", "IE": "Europe/Dublin"},
    "IDT": {"": "Asia/Jerusalem"}, "BST": {"": "+01:00", "BD": "Asia/Dhaka"},
    "CST": {"": "-06:00", "US": "America/Chicago", "CN": "+08:00", "TW": "+08:00", "HK": "+08:00",
            "MO": "+08:00", "CU": "America/Havana"},
    "CDT": {"": "-05:00", "CU": "America/Havana"}, "CT": {"": "America/Chicago"},
    "EST": {"": "-05:00", "US": "America/New_York", "CA": "America/Toronto"},
    "EDT": {"": "-04:00"}, "ET": {"": "America/New_York"},
    "MST": {"": "-07:00", "MY": "+08:00", "MM": "+06:30"}, "MDT": {"": "-06:00"},
    "MT": {"": "America/Denver"},
    "PST": {"": "-08:00", "US": "America/Los_Angeles", "PH": "+08:00"}, "PDT": {"": "-07:00"},
    "PT": {"": "America/Los_Angeles"}, "AKST": {"": "-09:00"}, "AKDT": {"": "-08:00"},
    "HST": {"": "-10:00"},
    "AST": {"": "-04:00", "SA": "+03:00", "IQ": "+03:00", "KW": "+03:00", "BH": "+03:00",
            "QA": "+03:00", "YE": "+03:00"},
    "ADT": {"": "-03:00"}, "NST": {"": "-03:30"}, "NDT": {"": "-02:30"}, "BRT": {"": "-03:00"},
    "ART": {"": "-03:00"}, "CLT": {"": "America/Santiago"}, "CLST": {"": "-03:00"},
    "COT": {"": "-05:00"}, "PET": {"": "-05:00"}, "UYT": {"": "-03:00"}, "VET": {"": "-04:00"},
    "WET": {"": "Europe/Lisbon"}, "WEST": {"": "+01:00"}, "CET": {"": "Europe/Paris"},
    "CEST": {"": "+02:00"}, "MEZ": {"": "Europe/Berlin"}, "MESZ": {"": "+02:00"},
    "EET": {"": "Europe/Athens"}, "EEST": {"": "+03:00"}, "MSK": {"": "+03:00"},
    "МСК": {"": "+03:00"}, "TRT": {"": "+03:00"}, "SAST": {"": "+02:00"}, "CAT": {"": "+02:00"},
    "EAT": {"": "+03:00"}, "WAT": {"": "+01:00"}, "GST": {"": "+04:00"}, "PKT": {"": "+05:00"},
    "NPT": {"": "+05:45"}, "ICT": {"": "+07:00"}, "WIB": {"": "+07:00"}, "WITA": {"": "+08:00"},
    "WIT": {"": "+09:00"}, "SGT": {"": "+08:00"}, "HKT": {"": "+08:00"}, "MYT": {"": "+08:00"},
    "PHT": {"": "+08:00"}, "KST": {"": "+09:00"}, "JST": {"": "+09:00"}, "AEST": {"": "+10:00"},
    "AEDT": {"": "+11:00"}, "ACST": {"": "+09:30"}, "ACDT": {"": "+10:30"},
    "AWST": {"": "+08:00"}, "AET": {"": "Australia/Sydney"}, "NZST": {"": "+12:00"},
    "NZDT": {"": "+13:00"},
})  # fmt: skip
# The zone of most newsrooms, where a country has several.
_NEWSROOM = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CL": "America/Santiago", "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia", "DE": "Europe/Berlin", "EC": "America/Guayaquil", "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta", "KZ": "Asia/Almaty", "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland", "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "US": "America/New_York", "UZ": "Asia/Tashkent",
    "VN": "Asia/Ho_Chi_Minh", "GL": "America/Nuuk", "PS": "Asia/Gaza",
}  # fmt: skip
# Countries whose newsrooms sit in zones hours apart: the main zone is a guess there.
_WIDE = frozenset({"AU", "BR", "CA", "ID", "KZ", "MX", "RU", "US"})
_COUNTRY_IN_DOMAIN = re.compile(r"https?://[^/]*\.([a-z]{2})(?:[:/]|$)", re.IGNORECASE)
# Two-letter endings that the world buys for their sound.
_NOT_COUNTRIES = frozenset({
    "ai", "am", "cc", "cd", "co", "eu", "fm", "gg", "io", "la", "ly", "me", "sh", "so",
    "st", "su", "tk", "to", "tv", "vc", "ws",
})  # fmt: skip
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?(?::\d{2})?")
WESTMOST = timedelta(hours=12)  # a local time is at most this much earlier than UTC
EASTMOST = timedelta(hours=14)  # and at most this much later


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A zone with the evidence for it; without `tz`, the local time may belong to any zone."""

    tz: tzinfo | None
    evidence: str

    @property
    def is_certain(self) -> bool:
        """Whether the zone is known, so that a local time is one instant."""
        return self.tz is not None

    def instant(self, local: datetime) -> datetime:
        """The UTC instant of a local time; an unknown zone is taken for UTC."""
        return _to_utc(local, self.tz or UTC)

    def bounds(self, earliest: datetime, latest: datetime) -> tuple[datetime, datetime]:
        """The UTC instants between which a span of local time lies."""
        if self.tz is None:
            return _shifted(earliest, -EASTMOST), _shifted(latest, WESTMOST)
        return _to_utc(earliest, self.tz), _to_utc(latest, self.tz)

    def day(self, day: date) -> tuple[datetime, datetime]:
        """The first and last second of a local day, in UTC."""
        return self.bounds(datetime.combine(day, time.min), datetime.combine(day, time(23, 59, 59)))


def zone_of(written: str | None, outlet: Outlet) -> Zone:
    """Returns the zone of a date line: as written, else the outlet's, else its country's, else
    unknown.
    """
    if written and (offset := _offset(written)):
        return Zone(tz=offset, evidence=f"offset {written}")
    if written and written.upper() in ABBREVIATIONS:
        return _abbreviated(written.upper(), outlet)
    if outlet.zone:
        return Zone(tz=outlet.zone, evidence=f"the outlet's zone {outlet.timezone}")
    country = country_of(outlet)
    if country and country not in _WIDE and (name := _country_zone(country)):
        return Zone(tz=ZoneInfo(name), evidence=f"the zone of {country}, {name}")
    return Zone(tz=None, evidence="zone unknown, read as UTC")


def country_of(outlet: Outlet) -> str | None:
    """Returns the outlet's country: as declared, else the one its home page's address ends in."""
    found = _COUNTRY_IN_DOMAIN.match(outlet.homepage)
    ending = found[1] if found and found[1].lower() not in _NOT_COUNTRIES else ""
    country = (outlet.country or ending).upper()
    country = {"UK": "GB"}.get(country, country)
    return country if country in get_global("territory_zones") else None


def _abbreviated(written: str, outlet: Outlet) -> Zone:
    meanings = ABBREVIATIONS[written]
    country = country_of(outlet) or ""
    meaning = meanings.get(country, meanings[""])
    where = f" in {country}" if country in meanings and country else ""
    tz = _offset(meaning) or ZoneInfo(meaning)
    return Zone(tz=tz, evidence=f"{written}{where}")


@cache
def _country_zone(country: str) -> str | None:
    zones = get_global("territory_zones").get(country, ())
    return _NEWSROOM.get(country) or (zones[0] if len(zones) == 1 else None)


def _offset(written: str) -> timezone | None:
    found = _OFFSET.fullmatch(written.upper().replace(" ", ""))
    if not found:
        return None
    digits = found[2] if found[3] is not None or len(found[2]) <= 2 else found[2][:2]
    width = timedelta(hours=int(digits), minutes=int(found[3] or 0))
    if width > EASTMOST or (found[1] == "-" and width > WESTMOST):
        return None
    return timezone(-width if found[1] == "-" else width)


def _to_utc(local: datetime, tz: tzinfo) -> datetime:
    try:
        return local.replace(tzinfo=tz).astimezone(UTC)
    except (OverflowError, ValueError):
        return local.replace(tzinfo=UTC)


def _shifted(local: datetime, by: timedelta) -> datetime:
    try:
        return local.replace(tzinfo=UTC) + by
    except OverflowError:
        return local.replace(tzinfo=UTC)
