"""Dates told from now: "3 hours ago", "vor 2 Tagen", "yesterday 17:40"; read with dateparser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from storywatch.extract.dates.clock import clock_after
from storywatch.extract.dates.vocabulary import PUBLISHED_LABEL, UPDATED_LABEL
from storywatch.extract.dates.written import Written

_LONGEST = 48  # characters of a line that only tells a distance
# Tried in this order where nothing says the language.
_LIKELY = (
    "en", "de", "fr", "es", "it", "pt", "nl", "ru", "pl", "tr", "sv", "da", "nb", "fi",
    "cs", "uk", "ja", "zh", "ko", "ar",
)  # fmt: skip
_LABEL = re.compile(r"^[^\d:]{0,30}:\s*|[|•·–—()\[\]]")
_READING_TIME = re.compile(
    r"\b(?:read|lesezeit|lecture|lectura|lettura|watch|listen)\b", re.IGNORECASE
)
# dateparser takes "3 hours" for a distance into the past; a line must say so itself.
_PAST = re.compile(
    r"\b(?:ago|vor|hace|il y a|fa|há|atrás|geleden|sedan|siden|sitten|temu|před|pred|назад"
    r"|тому|преди|önce|lalu|trước"
    r"|yesterday|today|just now|gestern|heute|ayer|hoy|aujourd'hui|ieri|oggi|ontem|hoje"
    r"|gisteren|vandaag"
    r"|igår|i går|idag|i dag|i dag|eilen|tänään|wczoraj|dzisiaj|dziś|včera|dnes|вчера"
    r"|сегодня|вчора|сьогодні"
    r"|dün|bugün|kemarin|hari ini|hôm qua|hôm nay|πριν|χθες|σήμερα|acum|tegnap)\b"
    r"|前|昨日|今日|昨天|今天|전|어제|오늘|منذ|قبل|أمس|اليوم|לפני|אתמול|היום|पहले|कल|आज|আগে|முன்|ที่แล้ว"
    r"|เมื่อวาน|پیش|دیروز",
    re.IGNORECASE,
)
_HIER = re.compile(r"\bhier\b", re.IGNORECASE)  # yesterday in French, "here" in German
_UNITS = (
    (re.compile(r"\d+\s?(?:s\b|sec|sek|сек|秒|초|ثا|just)", re.IGNORECASE), timedelta(minutes=1)),
    (re.compile(r"\d+\s?(?:m\b|min|мин|хв|分|분|دقي|דק|मिन)", re.IGNORECASE), timedelta(minutes=1)),
    (re.compile(r"(?:\d+|an?|one|einer|una|une)\s?(?:h\b|hour|hr|stund|hora|heure|or[ae]\b|uur|tim|час|годин|godz|hodin|小时|時間|시간|ساع|שע|घंटे|saat|jam|giờ)",
                re.IGNORECASE), timedelta(hours=1)),
)  # fmt: skip


def read_relative(line: str, languages: Sequence[str], local_now: datetime) -> Written | None:
    """Returns the local moment that a distance from `local_now` means, or nothing if the line
    tells none.
    """
    if not tells_distance(line, languages):
        return None
    phrase = _cut(line)
    wanted = (*_short(languages), "en") if languages else _LIKELY
    moment = _parsed(phrase, tuple(wanted), local_now.replace(second=0, microsecond=0))
    if moment is None or moment > local_now + timedelta(minutes=1):
        return None
    return _written(phrase, moment, bool(UPDATED_LABEL.search(line)))


def tells_distance(line: str, languages: Sequence[str]) -> bool:
    """Whether a plain line looks like a distance from now, without reading it."""
    if len(line) > _LONGEST or _READING_TIME.search(line):
        return False
    return bool(_PAST.search(line) or ("fr" in _short(languages) and _HIER.search(line)))


def _written(phrase: str, moment: datetime, is_update: bool) -> Written:
    unit = next((unit for pattern, unit in _UNITS if pattern.search(phrase)), None)
    clock = None if unit else clock_after(phrase, 0) or clock_after(phrase, _words_end(phrase))
    if clock:
        moment, unit = datetime.combine(moment.date(), clock.time), timedelta(0)
    return Written(
        moment=moment if unit is not None else datetime.combine(moment.date(), datetime.min.time()),
        has_time=unit is not None,
        text=phrase,
        zone=clock.zone if clock else None,
        is_update=is_update,
        spread=unit or timedelta(0),
        has_year=False,
    )


def _cut(line: str) -> str:
    phrase = _LABEL.sub(" ", line)
    for label in (UPDATED_LABEL, PUBLISHED_LABEL):
        phrase = re.sub(
            rf"\b\w*(?:{label.pattern})\w*\b(?:\s(?:on|at|am|le|el|il))?",
            " ",
            phrase,
            flags=re.IGNORECASE,
        )
    return " ".join(phrase.split()).strip(" ,.;-")


def _words_end(phrase: str) -> int:
    found = re.match(r"[^\W\d_]+", phrase)
    return found.end() if found else 0


def _short(languages: Sequence[str]) -> list[str]:
    return [language.split("-")[0].lower() for language in languages]


@lru_cache(maxsize=512)
def _parsed(phrase: str, languages: tuple[str, ...], local_now: datetime) -> datetime | None:
    # Few pages tell a distance, and the imports take as long as reading three.
    import dateparser  # noqa: PLC0415
    from dateparser.data.languages_info import language_order  # noqa: PLC0415

    known = dict.fromkeys(language for language in languages if language in language_order)
    found = dateparser.parse(
        phrase,
        languages=list(known),
        settings={
            "PARSERS": ["relative-time"],
            "RELATIVE_BASE": local_now,
            "PREFER_DATES_FROM": "past",
        },
    )
    return found.replace(tzinfo=None) if found else None
