"""The dates in a line as people write them, in any language: numbers, month names and the time
beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from storywatch.extract.dates.calendars import ERA_YEAR, era_year, persian_dates, thai_year
from storywatch.extract.dates.clock import Clock, clock_after, clock_before, zone_at
from storywatch.extract.dates.vocabulary import PUBLISHED_LABEL, UPDATED_LABEL, month
from storywatch.extract.dates.written import EARLIEST_YEAR, Written, real_date

_MOST_DATES = 6  # of one line; more is a list
_YEAR = r"(?:(?:19|20|25)\d\d|1[34]\d\d)"
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?P<y>{_YEAR}|{ERA_YEAR})\s?(?P<sep>[-/.年년]|оны)\s?(?P<b>\d{{1,2}})\s?"
    r"(?:[-/.月월]|(?:-р\s)?сарын)\s?"
    r"(?P<a>\d{1,2})(?!\d)(?:\s?[日일号號])?"
)
_YEAR_LAST = re.compile(
    r"(?<![\d.:])(?<!\d[-/])(?P<a>\d{1,2})(?P<sep>\s?[./|-]\s?|\stháng\s|\s)(?P<b>\d{1,2})(?:(?P=sep)|\snăm\s|,\s?|/)\s?"
    rf"(?P<y>{_YEAR}(?=\D|$|\d{{1,2}}[.:])|(?<=[./-])\d\d(?![\d.:]))"
)
_TOKEN = re.compile(
    r"\d+(?![\d%])|[^\W\d_]+(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff\u0e30-\u0e4e\u0eb0-\u0ecd\u102b-\u103e"
    r"\u17b4-\u17d3])*"
)
_SIGN = re.compile(r"[\d%€$£+]")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_IN_TWO_WORDS = re.compile(r"\b(كانون|تشرين)\s(ال[^\W\d_]+)")
_THAI_SHORT = re.compile(r"(?<![\u0e00-\u0eff])([\u0e00-\u0ecd]{1,4})\.([\u0e00-\u0ecd]{1,2})\.")
_PREFIXES = ("ב", "ל", "ו", "ខែ")  # "in" and "of" in Hebrew, "month" in Khmer, written on to it
_MAY_HAVE_YEAR = re.compile(r"\d{4}|[\u0e00-\u0e7f]")  # Thai lines write 68 for 2568
_LONGEST_YEARLESS = 60  # characters of a line that names a day without its year
_WIDEST_GAP = 5  # characters between the parts of one date
_LONGEST_FILLER = 6  # letters of "de", "of", "gada", "місяця"


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    month: int | None
    follows_closely: bool  # only marks and blanks, no numbers or signs, since the token before

    @property
    def number(self) -> int | None:
        return int(self.text) if self.text.isdecimal() and len(self.text) <= 4 else None

    def is_beside(self, name: _Token) -> bool:
        """Numbers and small words stand beside a month's name; so does its other name in the
        Levant.
        """
        if self.month is not None:
            return self.month == name.month
        is_filler = not self.text.isdecimal() and len(self.text) <= _LONGEST_FILLER
        return self.number is not None or is_filler


@dataclass(frozen=True, slots=True)
class _Day:
    day: date
    start: int
    end: int
    alternative: date | None = None
    has_year: bool = True


def find_dates(line: str, languages: Sequence[str], today: date) -> list[Written]:
    """Returns the dates of a plain line from left to right, each with the time that stands beside
    it.
    """
    return list(_dates(line, tuple(languages), today))


@lru_cache(maxsize=256)  # lines of a page or two: each is read where it is found and when judged
def _dates(line: str, languages: tuple[str, ...], today: date) -> tuple[Written, ...]:
    days = _without_overlaps([*_numeric(line), *_named(line, languages)])
    if not days:
        days = list(_yearless(line, languages, today))
    found = []
    for index, day in enumerate(days[:_MOST_DATES]):
        left = days[index - 1].end if index else 0
        right = days[index + 1].start if index + 1 < len(days) else len(line)
        found.append(_with_clock(line, day, left, right))
    return tuple(found)


def _with_clock(line: str, day: _Day, left: int, right: int) -> Written:
    clock = clock_after(line[:right], day.end) or clock_before(line, day.start)
    if clock and clock.start < left:
        clock = None
    zone = clock.zone if clock else None
    if clock and not zone:
        zone, _ = zone_at(line, day.end)
    start, end = _extent(day, clock)
    return Written(
        moment=datetime.combine(day.day, clock.time if clock else time.min),
        has_time=clock is not None,
        text=line[start:end],
        zone=zone,
        alternative=day.alternative,
        is_update=_is_update(line[left:start]),
        has_year=day.has_year,
    )


def _extent(day: _Day, clock: Clock | None) -> tuple[int, int]:
    return (min(day.start, clock.start), max(day.end, clock.end)) if clock else (day.start, day.end)


def _is_update(before: str) -> bool:
    """The label nearest to the date says what it is."""
    updated = max((found.start() for found in UPDATED_LABEL.finditer(before)), default=-1)
    published = max((found.start() for found in PUBLISHED_LABEL.finditer(before)), default=-1)
    return updated > published


def _numeric(line: str) -> Iterator[_Day]:
    for found in _YEAR_FIRST.finditer(line):
        if day := real_date(era_year(found["y"]), int(found["b"]), int(found["a"])):
            yield _Day(day, found.start(), found.end())
    for found in _YEAR_LAST.finditer(line):
        if not _is_version(line, found):
            yield from _either_order(found)


def _either_order(found: re.Match[str]) -> Iterator[_Day]:
    """Numbers that could be read both ways come as day first, with the other reading beside it."""
    year = int(found["y"])
    year = year if year > 99 else 2000 + year
    first, second = int(found["a"]), int(found["b"])
    day_first, month_first = real_date(year, second, first), real_date(year, first, second)
    if day := day_first or month_first:
        dotted = "." in found["sep"] or "tháng" in found["sep"]
        other = month_first if day_first and month_first != day_first and not dotted else None
        yield _Day(day, found.start(), found.end(), other)


def _named(line: str, languages: Sequence[str]) -> Iterator[_Day]:
    for day, start, end in persian_dates(line):
        yield _Day(day, start, end)
    tokens = _tokens(line, languages) if _MAY_HAVE_YEAR.search(line) else []
    for index, token in enumerate(tokens):
        if token.month is None:
            continue
        around = _around(tokens, index)
        if found := _day_month_year(*around) or _year_month_day(*around):
            yield found


def _is_version(line: str, found: re.Match[str]) -> bool:
    """A two-digit year is believed in 28.01.22, 1/28/22 and in a line that is nothing else; 4.8.12
    may be a version.
    """
    if len(found["y"]) > 2 or "/" in found["sep"]:
        return False
    return len(found["a"]) + len(found["b"]) < 4 and len(line) > found.end() - found.start() + 6


def _yearless(line: str, languages: Sequence[str], today: date) -> Iterator[_Day]:
    """A day and month alone mean the last such day, when the line is little else."""
    tokens = _tokens(line, languages) if len(line) <= _LONGEST_YEARLESS else []
    months = [index for index, token in enumerate(tokens) if token.month]
    if len(months) != 1 or len(tokens) > 8:
        return
    before, name, after = _around(tokens, months[0])
    for near in (before[-1:], after[:1]):
        if near and (number := near[0].number) and len(near[0].text) <= 2:
            day = _latest(name.month or 0, number, today)
            if day and not _is_clock(line, near[0]):
                yield _Day(
                    day, min(name.start, near[0].start), max(name.end, near[0].end), None, False
                )
                return


def _is_clock(line: str, token: _Token) -> bool:
    return line[token.end : token.end + 1] == ":" or line[token.start - 1 : token.start] == ":"


def _latest(month_number: int, day: int, today: date) -> date | None:
    this_year = real_date(today.year, month_number, day)
    if this_year and (this_year - today).days <= 1:
        return this_year
    return real_date(today.year - 1, month_number, day)


def _around(tokens: list[_Token], index: int) -> tuple[list[_Token], _Token, list[_Token]]:
    """The numbers beside a month's name, up to two a side, with one filler word between allowed."""
    before: list[_Token] = []
    after: list[_Token] = []
    for step, found in ((-1, before), (1, after)):
        at, last, fillers = index + step, tokens[index], 0
        while 0 <= at < len(tokens) and len(found) < 2:
            token = tokens[at]
            is_close = token.follows_closely if step > 0 else last.follows_closely
            if not is_close or not token.is_beside(tokens[index]):
                break
            fillers = fillers + 1 if token.number is None else 0
            if fillers > 2:
                break
            if token.number is not None:
                found.append(token)
            last, at = token, at + step
    return before[::-1], tokens[index], after


def _day_month_year(before: list[_Token], name: _Token, after: list[_Token]) -> _Day | None:
    if before and after and (_is_year(after[0]) or _is_short_thai(name, after[0])):
        return _made(after[0], name, before[-1])
    if len(after) == 2 and _is_year(after[1]):
        return _made(after[1], name, after[0])
    return None


def _year_month_day(before: list[_Token], name: _Token, after: list[_Token]) -> _Day | None:
    if before and after and _is_year(before[-1]):
        return _made(before[-1], name, after[0])
    if len(before) == 2 and _is_year(before[0]):
        return _made(before[0], name, before[1])
    return None


def _made(year: _Token, name: _Token, day: _Token) -> _Day | None:
    if len(day.text) > 2:
        return None
    number = int(year.text[:4])
    if number < 100:
        number = thai_year(number) if _is_short_thai(name, year) else 2000 + number
    found = real_date(number, name.month or 0, int(day.text))
    parts = (year, name, day)
    end = max((min(p.end, p.start + 4) if p is year else p.end) for p in parts)
    return _Day(found, min(p.start for p in parts), end) if found else None


def _is_year(token: _Token) -> bool:
    year = token.number
    return year is not None and len(token.text) == 4 and EARLIEST_YEAR <= thai_year(year) <= 2200


def _is_short_thai(name: _Token, year: _Token) -> bool:
    return "\u0e00" <= name.text[0] <= "\u0e7f" and re.fullmatch(r"[5-9]\d", year.text) is not None


def _tokens(line: str, languages: Sequence[str]) -> list[_Token]:
    for parted in (_THAI_SHORT, _IN_TWO_WORDS):
        line = parted.sub(lambda found: f"{found[1]}{found[2]}".ljust(len(found[0])), line)
    tokens: list[_Token] = []
    for found in _TOKEN.finditer(line):
        for start, end in _uncamelled(found):
            text = line[start:end]
            named = None if text.isdecimal() else _month(text, languages)
            gap = line[tokens[-1].end : start] if tokens else ""
            is_close = len(gap) <= _WIDEST_GAP and not _SIGN.search(gap)
            tokens.append(_Token(text, start, end, named, is_close))
    return tokens


def _uncamelled(found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Names glued to a month ("GiliardApril") come apart where small letters meet a capital."""
    start = found.start()
    for cut in _CAMEL.finditer(found[0]):
        yield start, found.start() + cut.start()
        start = found.start() + cut.start()
    yield start, found.end()


def _month(word: str, languages: Sequence[str]) -> int | None:
    if number := month(word, languages):
        return number
    prefix = next(filter(word.startswith, _PREFIXES), "")
    return month(word.removeprefix(prefix), languages) if prefix else None


def _without_overlaps(days: list[_Day]) -> list[_Day]:
    kept: list[_Day] = []
    for day in sorted(days, key=lambda day: (day.start, -day.end)):
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return kept
