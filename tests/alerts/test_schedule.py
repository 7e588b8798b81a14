from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.schedule import QuietHours, Schedule

BERLIN = ZoneInfo("Europe/Berlin")
INSTANTS = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001 - the strategy takes naive bounds
    max_value=datetime(2027, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
WORDS = st.sampled_from(
    [
        "hourly",
        "18:00",
        "daily 07:00 Europe/Berlin",
        "weekdays 8:00 and 17:00",
        "mondays and thursdays 9:00, 21:30 America/New_York",
        "weekends 02:30 Europe/Berlin",
        "hourly Asia/Kolkata",
        "2:15, 2:45 and 3:10 Europe/Berlin",
    ]
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("words", "instant", "first"),
    [
        ("hourly", "2025-12-02T12:00:00Z", "2025-12-02T12:00:00Z"),
        ("hourly", "2025-12-02T12:00:01Z", "2025-12-02T13:00:00Z"),
        ("hourly Asia/Kathmandu", "2025-12-02T12:00:01Z", "2025-12-02T12:15:00Z"),
        ("hourly Asia/Kolkata", "2025-12-02T12:30:01Z", "2025-12-02T13:30:00Z"),
        ("18:00", "2025-12-02T18:00:01Z", "2025-12-03T18:00:00Z"),
        ("daily 07:00 Europe/Berlin", "2025-12-02T00:00:00Z", "2025-12-02T06:00:00Z"),
        ("daily 07:00 Europe/Berlin", "2025-07-02T00:00:00Z", "2025-07-02T05:00:00Z"),
        ("weekdays 8:00 and 17:00", "2025-12-05T09:00:00Z", "2025-12-05T17:00:00Z"),
        ("weekdays 8:00 and 17:00", "2025-12-05T18:00:00Z", "2025-12-08T08:00:00Z"),
        ("mondays 9:00", "2025-12-01T09:00:00Z", "2025-12-01T09:00:00Z"),
    ],
)
def test_words_mean_moments(words: str, instant: str, first: str) -> None:
    assert Schedule.read(words).first_from(at(instant)) == at(first)


def test_a_time_that_the_clock_leaps_over_comes_once_on_that_day() -> None:
    schedule = Schedule.read("daily 02:30 Europe/Berlin")

    leap = schedule.first_from(at("2025-03-30T00:00:00+01:00"))
    following = schedule.first_from(leap + timedelta(seconds=1))

    assert leap.astimezone(BERLIN).date().isoformat() == "2025-03-30"
    assert following == at("2025-03-31T02:30:00+02:00")


def test_times_come_in_order_on_a_day_on_which_the_clock_leaps() -> None:
    schedule = Schedule.read("02:30 and 03:00 Europe/Berlin")

    first = schedule.first_from(at("2025-03-30T01:59:00+01:00"))
    second = schedule.first_from(first + timedelta(seconds=1))

    assert [first, second] == [at("2025-03-30T03:00:00+02:00"), at("2025-03-30T03:30:00+02:00")]
    assert schedule.last_until(at("2025-03-30T12:00:00+02:00")) == second


@given(WORDS, INSTANTS)
@settings(max_examples=60, deadline=None)
def test_last_and_first_enclose_every_instant_without_a_moment_between(
    words: str, instant: datetime
) -> None:
    schedule = Schedule.read(words)
    last, first = schedule.last_until(instant), schedule.first_from(instant)

    assert last <= instant <= first
    assert (last == first) == (instant == first)
    if last < first:
        assert schedule.first_from(last + timedelta(microseconds=1)) == first
        assert schedule.last_until(first - timedelta(microseconds=1)) == last


@pytest.mark.parametrize("words", ["", "sometimes", "daily", "25:00", "daily 7", "0 7 * * *"])
def test_other_words_are_refused_with_what_to_write(words: str) -> None:
    with pytest.raises(ValueError, match="write 'hourly'"):
        Schedule.read(words)


def test_an_unknown_zone_is_named() -> None:
    with pytest.raises(ValueError, match="'Europe/Atlantis' is no IANA time zone"):
        Schedule.read("daily 7:00 Europe/Atlantis")


@pytest.mark.parametrize(
    ("instant", "over"),
    [
        ("2025-12-02T21:59:00Z", "2025-12-02T21:59:00Z"),
        ("2025-12-02T22:00:00Z", "2025-12-03T07:00:00Z"),
        ("2025-12-03T06:59:00Z", "2025-12-03T07:00:00Z"),
        ("2025-12-03T07:00:00Z", "2025-12-03T07:00:00Z"),
    ],
)
def test_quiet_hours_run_over_midnight(instant: str, over: str) -> None:
    assert QuietHours.read("22:00-07:00").over_at(at(instant)) == at(over)


@pytest.mark.parametrize(
    ("instant", "over"),
    [
        ("2025-10-25T23:00:00+02:00", "2025-10-26T02:30:00+02:00"),
        ("2025-10-26T02:10:00+01:00", "2025-10-26T02:30:00+01:00"),  # the clock shows it again
        ("2025-03-29T23:00:00+01:00", "2025-03-30T03:30:00+02:00"),  # and leaps over it here
    ],
)
def test_quiet_hours_end_as_the_clock_shows_it_when_it_is_put_forward_or_back(
    instant: str, over: str
) -> None:
    assert QuietHours.read("22:00-02:30 Europe/Berlin").over_at(at(instant)) == at(over)


TURNS = st.sampled_from(["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"])
QUIET = st.sampled_from(
    ["22:00-07:00", "12:00-13:30", "00:00-06:00", "22:00-02:30", "02:10-02:50", "02:30-02:00"]
)


@given(QUIET, TURNS, st.integers(min_value=-720, max_value=720))
def test_quiet_ends_later_and_when_it_is_quiet_no_more_around_a_turn_of_the_clock(
    words: str, turn: str, minutes: int
) -> None:
    quiet = QuietHours.read(f"{words} Europe/Berlin")
    instant = at(turn) + timedelta(minutes=minutes)
    over = quiet.over_at(instant)

    assert over >= instant
    assert quiet.over_at(over) == over


@given(st.sampled_from(["22:00-07:00 Europe/Berlin", "12:00-13:30", "00:00-06:00"]), INSTANTS)
@settings(max_examples=60, deadline=None)
def test_the_end_of_quiet_is_never_before_and_never_quiet(words: str, instant: datetime) -> None:
    quiet = QuietHours.read(words)
    over = quiet.over_at(instant)

    assert over >= instant
    assert quiet.over_at(over) == over


def test_quiet_hours_in_other_words_are_refused() -> None:
    with pytest.raises(ValueError, match="write hours such as"):
        QuietHours.read("at night")
