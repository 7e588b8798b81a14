"""Decides from all candidates when a story was published and modified, with precision, bounds and
evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone

from storywatch.extract.dates.judging import Judged, judge
from storywatch.extract.dates.written import EARLIEST_YEAR
from storywatch.extract.dates.zones import zone_of
from storywatch.outlet import Outlet
from storywatch.story import DateCandidate, Precision

SKEW = timedelta(minutes=10)  # how far an outlet's clock may be ahead of ours
_MOST = 80  # candidates judged

_ZONE_STEP = timedelta(minutes=15)  # the offsets of all zones are multiples of it
_WESTMOST, _EASTMOST = timedelta(hours=-8), timedelta(hours=12)
_BEGINNING = datetime(EARLIEST_YEAR, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """When a story was published and modified; `evidence` says from where, and what is doubtful
    about it.

    Its keys are "published_at", "published_on" (the day as the outlet writes it), "modified_at",
    and only where it applies "published_local" (the instant on the outlet's clock, where that is
    not UTC), "published_ambiguous" (day and month could be the other way round),
    "published_too_late" (a claim from the future that was not believed) and "published_guessed"
    (only a date of modification is told).
    """

    published_at: datetime | None = None
    published_precision: Precision | None = None
    published_earliest: datetime | None = None
    published_latest: datetime | None = None
    modified_at: datetime | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)


def decide(
    candidates: Iterable[DateCandidate],
    *,
    outlet: Outlet,
    fetched_at: datetime,
    first_seen_at: datetime,
    order: str | None = None,
) -> Dating:
    """Returns the story's dates; never raises, and gives nothing where nothing trustworthy was
    said.
    """
    limit = first_seen_at + SKEW
    judged = judge(list(candidates)[:_MOST], outlet, fetched_at, order)
    timely = [one for one in judged if one.reading.earliest <= limit]
    doubts = _doubts([one for one in judged if one.reading.earliest > limit])
    published = sorted((one for one in timely if one.claims_published), key=lambda one: one.rank)
    if not published:
        return _guessed(timely, limit, doubts)
    best = _refined(_trusted(published, timely), published)
    if _is_poor(best, timely):
        return _guessed(timely, limit, doubts)
    if best.reading.is_ambiguous:
        doubts["published_ambiguous"] = "day and month could be the other way round"
    notes = {**_told_there(best, published, outlet), **doubts}
    return _dating(best, _modified(timely, best), limit, notes)


def _doubts(late: Sequence[Judged]) -> dict[str, str]:
    claims = [one for one in late if one.claims_published]
    return {"published_too_late": f"{claims[0].told}: not believed"} if claims else {}


def _trusted(published: Sequence[Judged], timely: Sequence[Judged]) -> Judged:
    """The best kind of evidence, unless others outvote it or it is a date of modification in
    disguise.
    """
    best = published[0]
    if best.is_hint or _supporters(best, published):
        return best
    for other in published[1:]:
        outvoted = other.is_strong and len(_supporters(other, published)) >= 1
        disguised = other.is_plain and other.is_before(best) and _is_modification(best, timely)
        if not other.agrees(best) and (outvoted or disguised):
            return other
    return best


def _is_poor(best: Judged, timely: Sequence[Judged]) -> bool:
    """A date somewhere in the text, or a weak one after the story's update, says less than the
    update.
    """
    updates = [one for one in timely if one.claims_modified and one.is_strong]
    return not best.is_strong and any(best.is_in_text or one.is_before(best) for one in updates)


def _supporters(one: Judged, published: Sequence[Judged]) -> set[str]:
    """The other kinds of evidence that name the same day; a date amid the text is none."""
    return {
        other.family for other in published if other.names_same_day(one) and not other.is_in_text
    } - {one.family}


def _is_modification(one: Judged, timely: Sequence[Judged]) -> bool:
    return any(
        other.candidate.claim == "modified" and other.reading.at == one.reading.at
        for other in timely
    )


def _refined(best: Judged, published: Sequence[Judged]) -> Judged:
    """A day, or a time whose zone is unknown, becomes the instant that another candidate makes of
    it.
    """
    if best.is_instant:
        return best
    instants = (other for other in published if other.is_instant)
    return next((other for other in instants if _is_same_time(best, other)), best)


def _is_same_time(best: Judged, instant: Judged) -> bool:
    if not best.reading.earliest <= instant.reading.at <= best.reading.latest:
        return False
    apart = abs(best.reading.at - instant.reading.at) % _ZONE_STEP
    return not best.is_minute or min(apart, _ZONE_STEP - apart) <= timedelta(minutes=1)


def _told_there(best: Judged, published: Sequence[Judged], outlet: Outlet) -> dict[str, str]:
    """The moment on the outlet's own clock where that is known, and the day as its readers know
    it: machines write UTC, whose day may be the next or the last.
    """
    reading = best.reading
    offset = _offset(best, published, outlet)
    if offset:
        there = reading.at.astimezone(timezone(offset))
        return {"published_on": there.date().isoformat(), "published_local": there.isoformat()}
    days = _days_around(reading.at) if offset is None and best.is_instant else set()
    told = (other.reading.on for other in published if other.is_for_readers)
    on = next((day for day in told if day in days), reading.on)
    return {"published_on": on.isoformat()}


def _offset(best: Judged, published: Sequence[Judged], outlet: Outlet) -> timedelta | None:
    """How far the outlet's clock is from UTC at an instant: by the instant's own offset, the
    outlet's zone, or another print of the same time that has the outlet's clock.
    """
    if not best.is_instant:
        return None
    at = best.reading.at
    if own := _apart(best.reading.local, at):
        return own
    if tz := zone_of(None, outlet).tz:
        return at.astimezone(tz).utcoffset()
    same = (one for one in published if one.is_minute and _is_same_time(one, best))
    clocks = sorted(same, key=lambda one: not one.is_for_readers)
    return next((found for one in clocks if (found := _apart(one.reading.local, at))), None)


def _apart(local: datetime, at: datetime) -> timedelta:
    return round((local - at.replace(tzinfo=None)) / _ZONE_STEP) * _ZONE_STEP


def _days_around(at: datetime) -> set[date]:
    """The days that newsrooms from the Pacific to the east of Australia write at an instant."""
    return {(at + offset).date() for offset in (_WESTMOST, _EASTMOST)}


def _modified(timely: Sequence[Judged], best: Judged) -> Judged | None:
    claimed = [one for one in timely if one.claims_modified]
    later = [one for one in claimed if one.reading.latest >= best.reading.earliest]
    return min(later, key=lambda one: (not one.is_minute, one.rank), default=None)


def _guessed(timely: Sequence[Judged], limit: datetime, doubts: Mapping[str, str]) -> Dating:
    """A story that tells only when it was modified was published by then."""
    modified = [one for one in timely if one.claims_modified and not one.is_from_server]
    if not modified:
        return Dating(evidence=dict(doubts))
    first = min(modified, key=lambda one: (one.rank, one.reading.at))
    guess = _dating(first, first, limit, {"published_on": first.reading.on.isoformat(), **doubts})
    why = "only a date of modification is told; published by then"
    return replace(
        guess, published_earliest=_BEGINNING, evidence={**guess.evidence, "published_guessed": why}
    )


def _dating(
    best: Judged, modified: Judged | None, limit: datetime, notes: Mapping[str, str]
) -> Dating:
    reading = best.reading
    at = max(min(reading.at, limit), reading.earliest)
    evidence = {"published_at": best.told, **notes}
    if modified:
        evidence["modified_at"] = modified.told
    return Dating(
        published_at=at,
        published_precision=reading.precision,
        published_earliest=reading.earliest,
        published_latest=max(at, min(reading.latest, limit)),
        modified_at=min(modified.reading.at, limit) if modified else None,
        evidence=evidence,
    )
