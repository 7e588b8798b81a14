"""Dates of the calendars that newsrooms write beside the Gregorian: Thailand's, Iran's, and the
eras of Japan and Taiwan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

ERA_YEAR = r"(?:令和|平成|昭和|民[國国])\s?(?:\d{1,3}|元)"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_BUDDHIST = range(2500, 2700)
_THAI_YEARS = range(50, 100)  # written short, as 68 for 2568
_PERSIAN = range(1370, 1430)  # 1991 to 2051
_PERSIAN_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن",
    "اسفند",
)  # fmt: skip
_PERSIAN_DATE = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})\s?(?:ام|م)?\s?(?P<m>{'|'.join(_PERSIAN_MONTHS)})"
    r"\s?(?:ماه)?[\s،,]{0,3}(?:سال\s)?(?P<y>1[34]\d\d)(?!\d)"
)
_SAME_LETTERS = str.maketrans("يىك", "ییک")  # as Arabic keyboards write Persian
_BEFORE_PERSIAN = 356_033  # days of the sum below up to the first day that `date` knows


def era_year(text: str) -> int:
    """Returns the Gregorian year of a year's number or `ERA_YEAR`, where its era is clear."""
    era = _ERAS.get(text[:2])
    if era is None:
        return int(text)
    number = text[2:].strip()
    return era + (1 if number == "元" else int(number))


def thai_year(year: int) -> int:
    """Returns the Gregorian year of one that a Thai line writes in full or by two digits."""
    if year in _THAI_YEARS:
        year += 2500
    return year - 543 if year in _BUDDHIST else year


def date_of(year: int, month: int, day: int) -> date:
    """Returns the day in the calendar that counts such years.

    Raises: ValueError where the calendar has no such day.
    """
    if year not in _PERSIAN:
        return date(thai_year(year) if year > 99 else year, month, day)
    if not (1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        raise ValueError(f"no month of Iran's calendar is {month}, or has a day {day}")
    return date.fromordinal(_persian_days(year, month, day) - _BEFORE_PERSIAN)


def persian_dates(line: str) -> Iterator[tuple[date, int, int]]:
    """Yields the days with the name of a month of Iran, each with where it begins and ends."""
    for found in _PERSIAN_DATE.finditer(line.translate(_SAME_LETTERS)):
        year, month = int(found["y"]), _PERSIAN_MONTHS.index(found["m"]) + 1
        if year in _PERSIAN and 1 <= int(found["d"]) <= 31:
            yield date_of(year, month, min(int(found["d"]), 31 if month < 7 else 30)), *found.span()


def _persian_days(year: int, month: int, day: int) -> int:
    """Days since long ago: 33 years have eight leap days."""
    years = year + 1595
    in_months = 31 * (month - 1) if month < 7 else 30 * (month - 7) + 186
    return 365 * years + years // 33 * 8 + (years % 33 + 3) // 4 + in_months + day
