"""The time of day beside a date, and its zone: "12:32 IST", "5 a.m. PT", "kl. 01.38"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from storywatch.extract.dates.day_words import LETTER, words_alone
from storywatch.extract.dates.vocabulary import EVENING, MORNING, NIGHT, NOON, UPDATED_LABEL
from storywatch.extract.dates.zones import ABBREVIATIONS

_REACH = 40  # characters between a date and its time, weekday and "at" included
_DOTTED = 2  # letters of a half-day that may stand with dots: μ.μ.
_HALVES = {
    word: r"\.?".join(word) + r"\.?" if len(word) == _DOTTED else re.escape(word)
    for word in MORNING | EVENING | NOON | NIGHT
    if not word.isascii()
}
_HALF = words_alone(_HALVES.values())
_WORDY_HALF = (
    r"(?:(?:pagi|petang|malam|tengah\s(?:hari|malam)|ng\s(?:umaga|tanghali|hapon|gabi)"
    r"|de\sla\s(?:mañana|madrugada|tarde|noche)|da\s(?:manhã|madrugada|tarde|noite))\b)"
)
_PARTS = r"(?:[:.h時时시点點ч]|Uhr|ч\.|u(?=\d)|heures?|óra|giờ|цаг)"
_MINUTES_TOLD = r"\d(?=\s?(?:[分분]|мин|phút|perc))"  # as a single figure
_WEST = r"(?:0\d|1[0-2]):?[03]0(?![\d:])"  # of Greenwich, behind a minus
_CLOCK = (
    rf"(?:(?P<before>{_HALF})\s?)?(?<![\d:/])(?<!\d\.)(?P<h>\d{{1,2}})"
    rf"(?:\s?(?P<sep>{_PARTS})\s?(?P<mi>[0-5]\d|{_MINUTES_TOLD})"
    r"(?:\s?[:.分분]\s?(?P<s>[0-5]\d)[秒초]?)?(?:\s?(?:[分분]|min\b|мин(?:ут[аы]?)?\b\.?))?"
    r"|(?P<whole>\s?(?:Uhr|[時时시点點]|heures?|h)(?![^\W\d_])|(?=\s?[ap]\.?\s?m\b)))"
    rf"(?![\d])(?!\.\d)(?!\s?[-/](?!{_WEST})\d)"
    rf"(?:\s?(?P<after>[ap]\.?\s?m\b\.?|p(?:t?g)\b|{_WORDY_HALF}|{_HALF}))?"
)
_CLOCK_FOUND = re.compile(_CLOCK, re.IGNORECASE)
_SPAN = re.compile(r":?\s?(?:min|sec|sek|мин|分鐘|分钟)", re.IGNORECASE)
_ZONE = re.compile(
    r":?\s{0,2}(?:(?:Uhr|hrs?|hours|h|Hs|ч|น\.|WIB)\b\.?)?\s{0,2}[(\[]?"
    r"(?P<zone>(?:(?:GMT|UTC)\s?)?[+-]\d{1,2}:?(?:\d{2})?(?!\d)|[A-ZА-Я]{1,5}(?![A-Za-zÀ-ÿ]))"
)
_INDONESIAN = re.compile(r":?\s{0,2}(?P<zone>WI[BT]|WITA)\b")
_NAMED = re.compile(
    r"\s{0,2}(?P<zone>eastern|central|mountain|pacific)\b(?:\s(?:standard|daylight))?(?:\stime)?",
    re.IGNORECASE,
)
_NAMED_ZONES = {"eastern": "ET", "central": "CT", "mountain": "MT", "pacific": "PT"}
_OF_YEARS = r"(?:(?:r|roku|р|року|г|года)\b\W{1,3})?"
_JOINING = re.compile(
    rf"[^\w]{{0,6}}{_OF_YEARS}(?:{LETTER}{{1,16}}[^\w]{{1,4}}){{0,2}}[^\w]{{0,4}}"
)
_FILLER_BEFORE = re.compile(rf"[^\w]{{0,5}}(?:{LETTER}{{1,16}}[^\w]{{1,3}}){{0,2}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day as written, its zone if one stands by it, and where in the line it ends."""

    time: time
    zone: str | None
    start: int
    end: int


def clock_after(line: str, start: int) -> Clock | None:
    """Returns the time that follows a date which ends at `start`."""
    for found in _CLOCK_FOUND.finditer(line, start, min(len(line), start + _REACH)):
        gap = line[start : found.start()]
        if not _JOINING.fullmatch(gap) or UPDATED_LABEL.search(gap):
            return None
        if _SPAN.match(line, found.end()):
            return None
        return _clock(found, line)
    return None


def clock_before(line: str, end: int) -> Clock | None:
    """Returns the time that stands right before a date which begins at `end`."""
    candidates = list(_CLOCK_FOUND.finditer(line, max(0, end - _REACH), end))
    clock = _clock(candidates[-1], line) if candidates else None
    if clock is None or not _FILLER_BEFORE.fullmatch(line[clock.end : end]):
        return None
    return clock


def zone_at(line: str, start: int) -> tuple[str | None, int]:
    """Returns the zone written at `start` and the index behind it."""
    for pattern in (_INDONESIAN, _ZONE, _NAMED):
        if found := pattern.match(line, start):
            zone = _NAMED_ZONES.get(found["zone"].lower(), found["zone"])
            if zone[-1].isdigit() or zone in ABBREVIATIONS:
                return zone.replace(" ", ""), found.end()
    return None, start


def _clock(found: re.Match[str], line: str) -> Clock | None:
    hour = _hour(int(found["h"]), found["before"] or found["after"])
    if hour > 23:
        return None
    zone, end = zone_at(line, found.end())
    moment = time(hour, int(found["mi"] or 0), int(found["s"] or 0))
    return Clock(time=moment, zone=zone, start=found.start(), end=end)


def _hour(hour: int, word: str | None) -> int:
    """The hour of the day that a half-day's or part of day's word makes of an hour up to 12."""
    folded = re.sub(r"[\s.]", "", word.lower()) if word else ""
    if hour > 12:
        return hour
    if folded in MORNING:
        return hour % 12
    if folded in EVENING or (folded in NOON and hour not in (10, 11)):
        return hour % 12 + 12
    if folded in NIGHT:
        return hour % 12 + (12 if 6 <= hour < 12 else 0)
    return hour
