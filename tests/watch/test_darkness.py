"""When an outlet counts as dark, and which cause is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storywatch.journal import LedgerRow, SourceState
from storywatch.layout import Alarm
from storywatch.watch.darkness import Cause, Darkness, darkness

NOW = datetime(2026, 3, 18, 15, 0, tzinfo=UTC)  # a Wednesday
FEED = SourceState(outlet="a", url="https://a.example/feed", polled_at=NOW, read_at=NOW)


def failing(error: str) -> SourceState:
    return replace(FEED, failure_count=3, last_error=error, read_at=NOW - timedelta(hours=5))


def office_hours(until: datetime = NOW, a_day: int = 4) -> list[LedgerRow]:
    """Four weeks of an outlet that announces on workdays from 9 to 17."""
    rows = []
    hour = NOW - timedelta(days=28)
    while hour < until:
        if hour.weekday() < 5 and 9 <= hour.hour < 17:
            rows.append(LedgerRow(outlet="a", hour=hour, discovered=a_day, new=a_day))
        hour += timedelta(hours=1)
    return rows


def seen(state: SourceState, hours: list[LedgerRow], now: datetime = NOW) -> Darkness | None:
    return darkness("a", [state], hours, (), now)


def test_an_outlet_that_publishes_as_usual_is_not_dark() -> None:
    assert seen(FEED, office_hours()) is None


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        ("dns: the host's name does not resolve", Cause.DNS),
        ("timeout: no whole answer within the time limit", Cause.UNREACHABLE),
        ("connection_refused: nothing listens there", Cause.UNREACHABLE),
        ("answers 403", Cause.BLOCKED),
        ("answers 500", Cause.HTTP_ERROR),
        ("answers 404", Cause.FEED_GONE),
        ("this is a web page, not a feed", Cause.FEED_GONE),
        ("robots: robots.txt forbids it", Cause.ROBOTS),
        ("robots_unreachable: robots.txt cannot be had: answers 503", Cause.ROBOTS),
        ("robots_unreachable: robots.txt cannot be had: dns: no such host", Cause.DNS),
        ("robots_unreachable: robots.txt cannot be had: tls: expired", Cause.UNREACHABLE),
        ("blocked: answered a notice where stories should be listed", Cause.BLOCKED),
    ],
)
def test_failing_sources_name_their_cause(error: str, cause: Cause) -> None:
    dark = seen(failing(error), office_hours())

    assert dark is not None
    assert dark.cause is cause
    assert error in dark.evidence


def test_one_source_that_still_answers_keeps_the_outlet_lit() -> None:
    assert darkness("a", [failing("answers 500"), FEED], office_hours(), (), NOW) is None


@pytest.mark.parametrize(
    ("reason", "cause"),
    [("blocked", Cause.BLOCKED), ("no_body", Cause.LAYOUT), ("robots", Cause.ROBOTS)],
)
def test_a_day_of_rejections_names_its_cause(reason: str, cause: Cause) -> None:
    hour = NOW - timedelta(hours=2)
    counts = {reason: 9}
    row = LedgerRow(
        outlet="a",
        hour=hour,
        discovered=10,
        new=1,
        rejected={} if reason == "robots" else counts,
        refused=counts if reason == "robots" else {},
    )

    dark = seen(FEED, [*office_hours(NOW - timedelta(days=1)), row])

    assert dark is not None
    assert (dark.cause, dark.since) == (cause, hour)


def test_a_silence_in_busy_hours_is_dark_and_a_weekend_is_not() -> None:
    quiet_since_noon = office_hours(NOW.replace(hour=9))
    sunday = datetime(2026, 3, 15, 15, 0, tzinfo=UTC)
    over_the_weekend = replace(FEED, polled_at=sunday, read_at=sunday)

    dark = seen(FEED, quiet_since_noon)

    assert dark is not None
    assert dark.cause is Cause.QUIET
    assert seen(over_the_weekend, office_hours(sunday), sunday) is None


def test_a_new_outlet_is_given_time() -> None:
    first = [LedgerRow(outlet="a", hour=NOW - timedelta(hours=8), discovered=50, new=50)]

    assert seen(FEED, first) is None


@pytest.mark.parametrize(
    ("field", "cause"), [("body", Cause.LAYOUT), ("published_at", Cause.DATES)]
)
def test_pages_that_lost_text_or_date_make_an_outlet_dark(field: str, cause: Cause) -> None:
    dark = darkness("a", [FEED], office_hours(), [_lost(field)], NOW)

    assert dark
    assert (dark.cause, dark.since) == (cause, NOW)
    assert "storywatch outlets heal a" in str(dark)


def test_pages_that_lost_their_bylines_leave_an_outlet_light() -> None:
    assert darkness("a", [FEED], office_hours(), [_lost("authors")], NOW) is None


def _lost(field: str) -> Alarm:
    return Alarm(
        field=field,
        usual="json-ld",
        now="",
        since=NOW,
        count=6,
        of=6,
        examples=("https://a.example/1",),
    )
