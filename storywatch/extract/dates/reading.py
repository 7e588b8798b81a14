"""One date line read to an instant or a day, with its precision, its bounds and the evidence for
its zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from storywatch.extract.dates.grammar import find_dates
from storywatch.extract.dates.machine import read_machine
from storywatch.extract.dates.relative import read_relative
from storywatch.extract.dates.vocabulary import plain
from storywatch.extract.dates.written import LONGEST_LINE, Written
from storywatch.extract.dates.zones import Zone, country_of, zone_of
from storywatch.outlet import Outlet
from storywatch.story import Precision

_MONTH_FIRST = frozenset({"US", "PH", "FM", "PW", "MH"})
_EITHER_ORDER = frozenset({"CA", None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a date line says: `at` is UTC and lies in [`earliest`, `latest`].

    `on` is the day as the line names it, `local` the moment on its clock. A day's `at` is its
    first instant that bears the same date in UTC. `zone` is the evidence for the zone;
    `is_ambiguous` means that day and month could be the other way round.
    """

    at: datetime
    precision: Precision
    earliest: datetime
    latest: datetime
    on: date
    local: datetime
    zone: str
    text: str
    is_ambiguous: bool = False
    is_zone_known: bool = True
    is_update: bool = False
    has_year: bool = True


def read(
    text: str, *, outlet: Outlet, relative_to: datetime, order: str | None = None
) -> Reading | None:
    """Returns what one date line says, or nothing if it names no day for sure; never raises."""
    written = read_machine(text[:LONGEST_LINE])
    if written:
        return _placed(written, outlet)
    line = plain(text[:LONGEST_LINE])
    written = read_machine(line) or _as_people_write(line, outlet, relative_to)
    return _placed(_in_order(written, outlet, order), outlet) if written else None


def _as_people_write(line: str, outlet: Outlet, relative_to: datetime) -> Written | None:
    zone = zone_of(None, outlet).tz
    local_now = relative_to.astimezone(zone or UTC).replace(tzinfo=None)
    dates = find_dates(line, outlet.languages, local_now.date())
    if not any(written.has_year for written in dates):
        distance = read_relative(line, outlet.languages, local_now)
        if distance and distance.spread and zone is None:
            distance = replace(distance, zone="UTC")  # hours ago are the same everywhere
        dates = [distance] if distance else dates
    return next((written for written in dates if not written.is_update), next(iter(dates), None))


def _in_order(written: Written, outlet: Outlet, order: str | None) -> Written:
    """Settles day against month where it can be: by the learned order, else by the country."""
    settled = order or _country_order(outlet)
    if not written.is_ambiguous or settled is None:
        return written
    right = written.swapped() if settled == "MDY" else written
    return replace(right, alternative=None)


def _country_order(outlet: Outlet) -> str | None:
    country = country_of(outlet)
    if country in _MONTH_FIRST:
        return "MDY"
    if country not in _EITHER_ORDER or _speaks_no_english(outlet.languages):
        return "DMY"
    return None


def _speaks_no_english(languages: Sequence[str]) -> bool:
    return bool(languages) and not any(language.startswith("en") for language in languages)


def _placed(written: Written, outlet: Outlet) -> Reading:
    zone = zone_of(written.zone, outlet)
    earliest, latest = _bounds(written, zone)
    if written.is_ambiguous:
        other_earliest, other_latest = _bounds(written.swapped(), zone)
        earliest, latest = min(earliest, other_earliest), max(latest, other_latest)
    day = written.moment.date()
    at = zone.instant(written.moment) if written.has_time else _first_same_date(day, zone)
    return Reading(
        at=at,
        precision=Precision.MINUTE if written.has_time else Precision.DAY,
        earliest=earliest,
        latest=latest,
        on=day,
        local=written.moment,
        zone=zone.evidence,
        text=written.text,
        is_ambiguous=written.is_ambiguous,
        is_zone_known=zone.is_certain,
        is_update=written.is_update,
        has_year=written.has_year,
    )


def _bounds(written: Written, zone: Zone) -> tuple[datetime, datetime]:
    if written.has_time:
        return zone.bounds(written.moment - written.spread, written.moment)
    return zone.day(written.moment.date())


def _first_same_date(day: date, zone: Zone) -> datetime:
    """East of Greenwich a day begins while UTC, which searches go by, writes the day before."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    earliest, latest = zone.day(day)
    return min(max(earliest, midnight), latest)
