from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from storywatch.extract.dates.calendars import date_of
from storywatch.extract.dates.reading import read
from storywatch.story import Precision
from tests.extract.pages import outlet

NOW = datetime(2025, 12, 6, 12, tzinfo=UTC)


def told(line: str, *languages: str) -> str | None:
    found = read(line, outlet=outlet(languages=languages), relative_to=NOW)
    if found is None:
        return None
    is_minute = found.precision is Precision.MINUTE
    return found.local.isoformat(timespec="minutes") if is_minute else found.on.isoformat()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("جمعه ۱۴ آذر ۱۴۰۴ ساعت ۱۴:۳۲", "2025-12-05T14:32"),
        ("تاریخ انتشار: ۱ فروردين ۱۴۰۴", "2025-03-21"),
        ("۱۴۰۴/۰۹/۱۴ - ۱۴:۳۲", "2025-12-05T14:32"),
        ("1404-09-14T14:32:00+03:30", "2025-12-05T14:32"),
        ("令和7年12月5日 14時32分", "2025-12-05T14:32"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成30年4月1日", "2018-04-01"),
        ("中華民國114年12月5日", "2025-12-05"),
        ("5 ธ.ค. 68 14:32 น.", "2025-12-05T14:32"),
        ("2568-12-05T14:32:00+07:00", "2025-12-05T14:32"),
        ("in the year 1404", None),
    ],
)
def test_years_of_other_calendars_are_read_as_their_readers_do(line: str, said: str | None) -> None:
    assert told(line) == said


@pytest.mark.parametrize(
    ("year", "month", "day", "gregorian"),
    [
        (1399, 1, 1, date(2020, 3, 20)),
        (1403, 12, 30, date(2025, 3, 20)),
        (1404, 1, 1, date(2025, 3, 21)),
        (1408, 1, 1, date(2029, 3, 20)),
    ],
)
def test_leap_years_of_iran_fall_where_they_fall(
    year: int, month: int, day: int, gregorian: date
) -> None:
    assert date_of(year, month, day) == gregorian


@pytest.mark.parametrize(
    ("line", "language", "said"),
    [
        ("5 มี.ค. 2568, 08.30 น.", "th", "2025-03-05T08:30"),
        ("5 ม.ค. 2568", "th", "2025-01-05"),
        ("५ मे २०२५", "mr", "2025-05-05"),
        ("५ जून २०२५", "hi", "2025-06-05"),
        ("शुक्रवार, 5 दिसम्बर 2025", "hi", "2025-12-05"),
        ("5 ທັນວາ 2025", "lo", "2025-12-05"),
        ("5 ဒီဇင်ဘာ 2025", "my", "2025-12-05"),
        ("5 កុម្ភៈ 2025", "km", "2025-02-05"),
        ("٥ كانون الأول ٢٠٢٥", "ar", "2025-12-05"),
        ("5. Jänner 2025", "de", "2025-01-05"),
        ("2025年12月05日14:32", "zh", "2025-12-05T14:32"),
        ("প্রকাশ: ০৫ ডিসেম্বর ২০২৫, ০২:৩২ পিএম", "bn", "2025-12-05T14:32"),
        ("05 Δεκεμβρίου 2025 02:32 μ.μ.", "el", "2025-12-05T14:32"),
        ("Le 1er décembre 2025 à 9h", "fr", "2025-12-01T09:00"),
        ("hier à 14 h 32", "fr", "2025-12-05T14:32"),
        ("12/25/24 at 2:32 PM EST", "en", "2024-12-25T14:32"),
    ],
)
def test_months_halves_of_the_day_and_hours_are_read_in_their_languages(
    line: str, language: str, said: str
) -> None:
    assert told(line, language) == said


def test_hours_ago_are_an_instant_wherever_the_outlet_is() -> None:
    found = read("3 hours ago", outlet=outlet(homepage="https://a.example"), relative_to=NOW)

    assert found is not None
    assert found.is_zone_known
    assert found.latest == datetime(2025, 12, 6, 9, tzinfo=UTC)
    assert found.earliest == datetime(2025, 12, 6, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "به‌روزرسانی: ۱۵ آذر ۱۴۰۴ - ۰۹:۱۰",
        "Ενημερώθηκε: 6 Δεκεμβρίου 2025, 09:10",
        "হালনাগাদ: ০৬ ডিসেম্বর ২০২৫, ০৯:১০",
    ],
)
def test_the_label_of_an_update_is_known_in_its_language(line: str) -> None:
    found = read(line, outlet=outlet(), relative_to=NOW)

    assert found is not None
    assert found.is_update
