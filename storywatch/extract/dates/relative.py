"""Dates told from now: "3 hours ago", "vor 2 Tagen", "yesterday 17:40"; read with dateparser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import cache, lru_cache

from storywatch.extract.dates.alternatives import any_branch_of
from storywatch.extract.dates.clock import clock_after, clock_before
from storywatch.extract.dates.day_words import (
    LETTER,
    WITHOUT_BLANKS,
    WORDS_EVERYWHERE,
    NamedDay,
    named_day,
    own_opening,
    words_alone,
)
from storywatch.extract.dates.distances import Distance, distance_in, may_say_ago
from storywatch.extract.dates.vocabulary import PUBLISHED_LABEL, UPDATED_LABEL
from storywatch.extract.dates.written import Written
from storywatch.extract.phrases import Phrases
from storywatch.extract.sieve import Sieve

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
    r"|тому|преди|önce|lalu|trước|just now|πριν|acum)\b"
    r"|前|전|منذ|قبل|לפני|पहले|আগে|முன்|ที่แล้ว|پیش",
    re.IGNORECASE,
)
_NUMBERLESS = (
    r"just now\b|an? (?:hour|minute|day) ago|vor eine[rm] (?:stunde|minute|tag)"
    r"|il y a une (?:heure|minute)"
    r"|hace una? (?:hora|minuto)|há uma hora|un'ora fa|een uur geleden|godzinę temu|час назад"
    r"|годину тому|před hodinou|bir saat önce|(?:منذ|قبل) (?:ساعة|ساعتين|يوم)"
    r"|לפני (?:שעה|שעתיים|יום|יומיים)|(?:منذ|قبل) (?:دقيقتين|يومين)|минуту назад|преди час"
    r"|pred hodinou|tunti sitten|for en time siden|en time siden|för en timme sedan|acum o oră"
    r"|πριν (?:από )?μία ώρα|sejam yang lalu|एक घंटे पहले|یک ساعت پیش|ایک گھنٹہ پہلے"
)
# What tells one without any number, at the beginning of a text but for a word or two.
NUMBERLESS = re.compile(
    rf"^\W*+(?:[^\W\d_]++\W++){{0,2}}(?:{words_alone(WORDS_EVERYWHERE)}|{any_branch_of(_NUMBERLESS)})",
    re.IGNORECASE,
)
NUMBERLESS_SIEVE = Sieve([
    Phrases("|".join((_NUMBERLESS, *WORDS_EVERYWHERE)).replace(" ", r"\ "))
])  # fmt: skip
_WORD = re.compile(rf"(?:(?!{WITHOUT_BLANKS}){LETTER})+")
_OF_LABEL = rf"(?:(?![\u0e00-\u0e7f\u2e80-\U0010ffff]){LETTER})"  # where a word has its end
_GLUED = re.compile(rf"{WITHOUT_BLANKS}")
_MOST_BESIDE_DAY = 2
_MOST_GLUED = 4  # letters of a script without blanks: "时间"
_LONGEST_BESIDE_CLOCK = 4  # letters: "ora", "kell"
_UNITS = (
    (re.compile(r"just now|\d+\s?(?:s\b|sec|sek|сек|秒|초|ثا)", re.IGNORECASE),
     timedelta(minutes=1)),
    (re.compile(r"\d+\s?(?:m\b|min|мин|хв|分|분|دقي|דק|मिन)", re.IGNORECASE), timedelta(minutes=1)),
    (re.compile(r"(?:an?|one|einer|una?|une|uma|een|bir) (?:minut|dakika)", re.IGNORECASE),
     timedelta(minutes=1)),
    (re.compile(r"(?:\d+|an?|one|einer|una|une|uma|un'|een|bir)\s?(?:h\b|hour|hr|stund|hora|heure|or[ae]\b"
                r"|uur|tim|час|годин|godz|hodin|小时|時間|시간|ساع|שע|घंटे|saat|jam|giờ)"
                r"|^час назад|^годину тому|^godzinę temu|^před hodinou|(?:منذ|قبل) ساع|לפני שע",
                re.IGNORECASE), timedelta(hours=1)),
)  # fmt: skip


def read_relative(line: str, languages: Sequence[str], local_now: datetime) -> Written | None:
    """Returns the local moment that a distance from `local_now` means, or nothing if the line
    tells none.
    """
    if not tells_distance(line, languages):
        return None
    phrase, is_update = _cut(line), bool(UPDATED_LABEL.search(line))
    now = local_now.replace(second=0, microsecond=0)
    if day := _day_of(phrase, languages):
        return _on_day(phrase, now, day, is_update)
    if distance := distance_in(phrase):
        return _at_distance(phrase, now, distance, is_update)
    wanted = (*_short(languages), "en") if languages else _LIKELY
    moment = _parsed(phrase, tuple(wanted), now)
    if moment is None or moment > local_now + timedelta(minutes=1):
        return None
    return _written(phrase, moment, is_update)


def tells_distance(line: str, languages: Sequence[str]) -> bool:
    """Whether a plain line looks like a distance from now, without reading it."""
    if len(line) > _LONGEST or _READING_TIME.search(line):
        return False
    if _PAST.search(line) or named_day(line, _short(languages)):
        return True
    return may_say_ago(line) and distance_in(_cut(line)) is not None


def own_days(languages: Sequence[str]) -> re.Pattern[str] | None:
    """Returns what texts begin with that name a day by a word of these languages only."""
    return own_opening(_short(languages))


def _on_day(phrase: str, now: datetime, day: NamedDay, is_update: bool) -> Written:
    clock = clock_after(phrase, day.end) or clock_before(phrase, day.start)
    return Written(
        moment=datetime.combine((now - day.ago).date(), clock.time if clock else time.min),
        has_time=clock is not None,
        text=phrase,
        zone=clock.zone if clock else None,
        is_update=is_update,
        has_year=False,
    )


def _at_distance(phrase: str, now: datetime, distance: Distance, is_update: bool) -> Written:
    moment, is_day = now - distance.span, distance.unit >= timedelta(days=1)
    return Written(
        moment=datetime.combine(moment.date(), time.min) if is_day else moment,
        has_time=not is_day,
        text=phrase,
        zone=None,
        is_update=is_update,
        spread=timedelta(0) if is_day else distance.unit,
        has_year=False,
    )


def _written(phrase: str, moment: datetime, is_update: bool) -> Written:
    unit = next((unit for pattern, unit in _UNITS if pattern.search(phrase)), None)
    clock = None if unit else clock_after(phrase, 0) or clock_after(phrase, _words_end(phrase))
    if clock:
        moment, unit = datetime.combine(moment.date(), clock.time), timedelta(0)
    return Written(
        moment=moment if unit is not None else datetime.combine(moment.date(), time.min),
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
        phrase = _with_its_word(label).sub(" ", phrase)
    return " ".join(phrase.split()).strip(" ,.;-")


@cache
def _with_its_word(label: re.Pattern[str]) -> re.Pattern[str]:
    """A label within its word, and the small word behind it."""
    return re.compile(
        rf"(?<!{LETTER}){_OF_LABEL}*?(?:{label.pattern}){_OF_LABEL}*+"
        rf"(?:\s(?:on|at|am|le|el|il|la|em|op|më|la|في|ב|է|шуд)(?!{LETTER}))?",
        re.IGNORECASE,
    )


def _day_of(phrase: str, languages: Sequence[str]) -> NamedDay | None:
    """The day that a word names, where a time and a word or two are all that stands beside it."""
    named = named_day(phrase, _short(languages))
    if named is None:
        return None
    before, after = phrase[: named.start], phrase[named.end :]
    if clock := clock_after(phrase, named.end):
        after = phrase[clock.end :]
    elif clock := clock_before(phrase, named.start):
        before = phrase[: clock.start]
    return named if _is_little(f"{before} {after}", named, bool(clock)) else None


def _is_little(beside: str, named: NamedDay, has_clock: bool) -> bool:
    words = _WORD.findall(beside)
    if len(_GLUED.findall(beside)) > (_MOST_GLUED if has_clock else 1):
        return False
    if named.is_of_language:
        longest = _LONGEST_BESIDE_CLOCK if has_clock else 0
        return all(len(word) <= longest for word in words)
    return len(words) <= _MOST_BESIDE_DAY


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
