"""One date line: its instant or day, its zone, and what it must not be taken for."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from storywatch.extract.dates.reading import read
from storywatch.story import Precision
from tests.extract.dates.samples import INDIAN, NOON, at, outlet, reading


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("2025-12-02T12:32:00+05:30", "2025-12-02T07:02"),
        ("2025-12-02T10:15-500", "2025-12-02T15:15"),
        ("2026-01-01T10:00:00+14:00", "2025-12-31T20:00"),
        ("Tue, 02 Dec 2025 12:00:00 CEST", "2025-12-02T10:00"),
        ("Tue Dec 02 19:20:36 CEST 2025", "2025-12-02T17:20:36"),
        ("1764676800", "2025-12-02T12:00"),
        ("Dec. 2, 2025, 5:03 a.m. ET", "2025-12-02T10:03"),
        ("Zuletzt am 2. Dezember 2025 um 14:46 Uhr MEZ", "2025-12-02T13:46"),
        ("٢ ديسمبر ٢٠٢٥ 10:00 GMT", "2025-12-02T10:00"),
        ("24 نيسان / أبريل 2020 09:22 مساءً GMT", "2020-04-24T21:22"),
        ("2025年12月2日 14:03 JST", "2025-12-02T05:03"),
    ],
)
def test_a_line_with_a_zone_is_read_to_the_minute(line: str, instant: str) -> None:
    found = reading(line)

    assert found is not None
    assert (found.at, found.precision) == (at(instant), Precision.MINUTE)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published on: Dec 6, 2025", "2025-12-06"),
        ("first published: 6 décembre 2025", "2025-12-06"),
        ("Publiziert6. Dezember 2025", "2025-12-06"),
        ("06.12.2025", "2025-12-06"),
        ("26 | 11 | 2025", "2025-11-26"),
        ("6 ธันวาคม 2568", "2025-12-06"),
        ("Fredag 6. juni 2025", "2025-06-06"),
    ],
)
def test_a_line_without_a_time_is_a_day(line: str, day: str) -> None:
    found = reading(line)

    assert found is not None
    assert (found.on.isoformat(), found.precision) == (day, Precision.DAY)


@pytest.mark.parametrize(
    ("country", "instant"),
    [("IN", "2025-12-02T07:02"), ("IL", "2025-12-02T10:32"), ("IE", "2025-12-02T12:32")],
)
def test_an_abbreviation_is_read_by_the_outlets_country(country: str, instant: str) -> None:
    found = reading("December 02, 2025 / 12:32 IST", country=country)

    assert found is not None
    assert found.at == at(instant)


def test_without_a_zone_the_outlets_zone_is_taken() -> None:
    found = reading("2 December 2025, 12:32", timezone="Asia/Kolkata")

    assert found is not None
    assert found.at == at("2025-12-02T07:02")
    assert "Asia/Kolkata" in found.zone


def test_an_unknown_zone_is_said_and_bounds_the_instant_by_every_zone_on_earth() -> None:
    found = reading("2 December 2025, 12:32")

    assert found is not None
    assert "unknown" in found.zone
    assert (found.earliest, found.latest) == (at("2025-12-01T22:32"), at("2025-12-03T00:32"))


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("Updated 3 hours ago", "2025-12-10T09:00"),
        ("vor 2 Stunden", "2025-12-10T10:00"),
        ("il y a 3 heures", "2025-12-10T09:00"),
        ("25 minutes ago", "2025-12-10T11:35"),
    ],
)
def test_a_relative_line_counts_from_the_fetch(line: str, instant: str) -> None:
    found = reading(line)

    assert found is not None
    assert (found.at, found.precision) == (at(instant), Precision.MINUTE)
    assert found.earliest < found.at


def test_yesterday_is_the_outlets_yesterday() -> None:
    late = datetime(2025, 12, 10, 20, 0, tzinfo=UTC)  # already the 11th in India

    found = read("Yesterday", outlet=INDIAN, relative_to=late)

    assert found is not None
    assert found.on.isoformat() == "2025-12-10"


@pytest.mark.parametrize(
    "line",
    ["", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "5 min read", "Sie sind hier: Start",
     "12:32", "May 2025", "Up 1.27% for August 2022", "31 February 2025", "\x00\ud800",
     "٣٣/٣٣/٣٣٣٣", "-" * 50],
)  # fmt: skip
def test_what_names_no_real_day_is_not_read(line: str) -> None:
    assert reading(line) is None


def test_numbers_that_could_swap_follow_the_country_else_are_flagged() -> None:
    american, british = (reading("03/04/2025", country=code) for code in ("US", "GB"))
    neither = reading("03/04/2025")

    assert american is not None
    assert british is not None
    assert neither is not None
    assert american.on.isoformat() == "2025-03-04"
    assert british.on.isoformat() == "2025-04-03"
    assert neither.is_ambiguous
    assert neither.earliest < american.at < british.at < neither.latest


def test_the_learned_order_goes_before_the_country() -> None:
    found = reading("03/04/2025", order="DMY", country="US")

    assert found is not None
    assert found.on.isoformat() == "2025-04-03"


def test_a_line_as_long_as_a_book_takes_no_time() -> None:
    months = "January März avril мая 5月 Şubat 03/04 12:12 " * 5_000
    started = time.process_time()

    read(months, outlet=outlet(), relative_to=NOON)

    assert time.process_time() - started < 1
