"""Whether an outlet has gone dark, and why: its silence held against how much it publishes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storywatch.alerts import wording
from storywatch.journal import LedgerRow, SourceState
from storywatch.layout import LAYOUT_REASONS, Alarm

LOOKED_BACK = timedelta(days=28)
HOUR = timedelta(hours=1)
UNLIKELY = 0.01  # a silence this improbable is not by chance
LEAST_KNOWN = timedelta(days=2)  # of an outlet's past, before its silence means anything
PRIOR_WEEKS = 0.25  # of the outlet's mean hour, added to what each hour of the week has shown
MOST_REJECTED = 0.6  # of the leads of a day; beyond it the outlet's pages have changed
FEW = 5  # leads of a day, below which shares say nothing


class Cause(StrEnum):
    """Why an outlet brings nothing; the order is that of the way from its host to its stories."""

    DNS = "dns"
    UNREACHABLE = "unreachable"
    HTTP_ERROR = "http_error"
    BLOCKED = "blocked"
    FEED_GONE = "feed_gone"
    ROBOTS = "robots"
    LAYOUT = "layout"
    DATES = "dates"
    QUIET = "quiet"


SENTENCES = {
    Cause.DNS: "its name does not resolve; has it moved?",
    Cause.UNREACHABLE: "its server does not answer, or not in time",
    Cause.HTTP_ERROR: "its server answers with errors",
    Cause.BLOCKED: "it shows us a challenge or a refusal instead of its pages",
    Cause.FEED_GONE: "its sources are gone or are no feeds any more; `storywatch outlets check`",
    Cause.ROBOTS: "its robots.txt forbids its stories, or cannot be had",
    Cause.LAYOUT: "its pages give no story; its layout may have changed",
    Cause.DATES: "its pages do not say any more when they were published",
    Cause.QUIET: "its sources answer and announce nothing new",
}
_NO_ROBOTS = "robots_unreachable: robots.txt cannot be had: "
_OF_ERROR = (
    (_NO_ROBOTS + "dns", Cause.DNS),
    *((_NO_ROBOTS + why, Cause.UNREACHABLE) for why in ("timeout", "connection", "tls")),
    ("blocked", Cause.BLOCKED),
    ("unavailable", Cause.HTTP_ERROR),
    ("tls", Cause.UNREACHABLE),
    ("dns", Cause.DNS),
    ("robots", Cause.ROBOTS),
    ("timeout", Cause.UNREACHABLE),
    ("connection", Cause.UNREACHABLE),
    ("cut_off", Cause.UNREACHABLE),
    ("answers 401", Cause.BLOCKED),
    ("answers 403", Cause.BLOCKED),
    ("answers 429", Cause.BLOCKED),
    ("answers 404", Cause.FEED_GONE),
    ("answers 410", Cause.FEED_GONE),
    ("answers", Cause.HTTP_ERROR),
)
_OF_REASON = {
    "blocked": Cause.BLOCKED,
    **dict.fromkeys(map(str, LAYOUT_REASONS), Cause.LAYOUT),
    "not_found": Cause.FEED_GONE,
    "placeholder": Cause.FEED_GONE,
    "http_error": Cause.HTTP_ERROR,
    "unavailable": Cause.HTTP_ERROR,
    "robots": Cause.ROBOTS,
    "noindex": Cause.ROBOTS,
}
_OF_FIELD = {"body": Cause.LAYOUT, "published_at": Cause.DATES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Darkness:
    """An outlet that brings less than it should, since when, and by what evidence."""

    outlet: str
    cause: Cause
    since: datetime
    evidence: str

    @property
    def why(self) -> str:
        """The cause in words, with the evidence."""
        return f"{SENTENCES[self.cause]} ({self.evidence})"

    def __str__(self) -> str:
        return f"{self.outlet}: {self.why}"


def darkness(
    outlet: str,
    sources: Sequence[SourceState],
    hours: Sequence[LedgerRow],
    changes: Sequence[Alarm],
    now: datetime,
) -> Darkness | None:
    """Returns why the outlet is dark, or None if nothing speaks for it.

    `hours` are its ledger's rows of the last four weeks, `changes` what has changed in the reading
    of its pages. An outlet is dark when all of its sources fail, when most of a day's leads end as
    rejections, when its pages have lost their text or their date, or when it has been silent for
    longer than its week's rhythm makes likely.
    """
    return (
        _failing(outlet, sources)
        or _rejected(outlet, hours, now)
        or _misread(outlet, changes)
        or _silent(outlet, sources, hours, now)
    )


def _failing(outlet: str, sources: Sequence[SourceState]) -> Darkness | None:
    polled = [state for state in sources if state.polled_at]
    failing = [state for state in polled if state.failure_count]
    if not failing or len(failing) < len(polled):
        return None
    worst = max(failing, key=lambda state: state.failure_count)
    error = worst.last_error or ""
    cause = next((cause for start, cause in _OF_ERROR if error.startswith(start)), Cause.FEED_GONE)
    since = min(at for state in failing if (at := state.read_at or state.polled_at))
    evidence = f"{worst.url} failed {wording.counted(worst.failure_count, 'time')}: {error}"
    return Darkness(outlet=outlet, cause=cause, since=since, evidence=evidence)


def _rejected(outlet: str, hours: Iterable[LedgerRow], now: datetime) -> Darkness | None:
    today = [row for row in hours if row.hour and row.hour > now - timedelta(days=1)]
    reasons: Counter[str] = Counter()
    for row in today:
        reasons.update(row.rejected)
        reasons.update(row.refused)
    settled = sum(row.discovered - row.in_flight for row in today)
    if settled < FEW or reasons.total() < MOST_REJECTED * settled:
        return None
    reason, count = reasons.most_common(1)[0]
    return Darkness(
        outlet=outlet,
        cause=_OF_REASON.get(reason, Cause.LAYOUT),
        since=min(row.hour for row in today if row.hour and (row.rejected or row.refused)),
        evidence=f"{count} of {settled} leads of the last day: {reason}",
    )


def _misread(outlet: str, changes: Iterable[Alarm]) -> Darkness | None:
    for alarm in changes:
        cause = _OF_FIELD.get(alarm.field)
        if cause and not alarm.now:
            evidence = f"{alarm}, such as {alarm.examples[-1]}; `storywatch outlets heal {outlet}`"
            return Darkness(outlet=outlet, cause=cause, since=alarm.since, evidence=evidence)
    return None


def _silent(
    outlet: str, sources: Sequence[SourceState], hours: Sequence[LedgerRow], now: datetime
) -> Darkness | None:
    # Pages that are visited again, for an edit or to find one, say nothing of what is published.
    fresh = ((row.hour, row.discovered - row.duplicate - row.revision) for row in hours)
    counted = {hour: count for hour, count in fresh if hour and count > 0}
    if not counted or now - min(counted) < LEAST_KNOWN:
        return None
    last = max(counted) + HOUR
    watched_until = max((state.read_at for state in sources if state.read_at), default=last)
    expected = expected_between(counted, last, watched_until)
    if math.exp(-expected) > UNLIKELY:
        return None
    evidence = f"{expected:.0f} leads expected since {last:%Y-%m-%d %H:%M} UTC, none came"
    return Darkness(outlet=outlet, cause=Cause.QUIET, since=last, evidence=evidence)


def expected_between(counted: dict[datetime, int], start: datetime, end: datetime) -> float:
    """Returns how many leads an outlet announces between two instants, by its hours of the week.

    `counted` has the leads of its past hours. Each hour of the week is drawn towards the mean.
    """
    first, last = min(counted), max(counted)
    known_hours = (last - first) / HOUR + 1
    mean = sum(counted.values()) / known_hours
    weeks = known_hours / (24 * 7)
    of_week: Counter[tuple[int, int]] = Counter()
    for hour, count in counted.items():
        of_week[hour.weekday(), hour.hour] += count
    total, at = 0.0, start
    while at < end:
        rate = (of_week[at.weekday(), at.hour] + PRIOR_WEEKS * mean) / (weeks + PRIOR_WEEKS)
        step = min(HOUR, end - at)
        total += rate * (step / HOUR)
        at += step
    return total
