"""Dates told from now: "3 hours ago", "vor 2 Tagen", "yesterday 17:40"; read with dateparser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from storywatch.extract.dates.clock import clock_after
from storywatch.extract.dates.distances import Distance, distance_in
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
_YESTERDAY = (
    r"yesterday|gestern|ayer|ieri|ontem|gisteren|igår|i går|eilen|wczoraj|včera|včeraj|вчера"
    r"|вчора|jučer|juče|јуче|vakar|dün|dünən|kemarin|semalam|kahapon|hôm qua|χθες|tegnap"
)
_TODAY = (
    r"today|heute|hoy|aujourd.hui|oggi|hoje|vandaag|idag|i dag|tänään|dzisiaj|dziś|dnes"
    r"|сегодня|сьогодні|днес|danas|данас|šiandien|šodien|bugün|hari ini|ngayon|hôm nay|σήμερα"
    r"|astăzi"
)
_EDGE = r"[\w\u0900-\u0d7f]"  # vowel signs are no letters to \w
_YESTERDAY_WIDE = (
    rf"昨日|昨天|어제|เมื่อวาน(?:นี้)?|გუშინ|(?<!{_EDGE})(?:أمس|אתמול|دیروز|گزشتہ روز|कल|काल|हिजो|গতকাল"
    rf"|ਕੱਲ੍ਹ|ગઈકાલે|நேற்று|నిన్న|ನಿನ್ನೆ|ഇന്നലെ)(?!{_EDGE})"
)
_TODAY_WIDE = (
    rf"今日|今天|오늘|วันนี้|დღეს|(?<!{_EDGE})(?:اليوم|היום|امروز|آج|आज|আজ|ਅੱਜ|આજે|இன்று|ఈరోజు|ಇಂದು|ഇന്ന്)"
    rf"(?!{_EDGE})"
)
_DAYS = rf"just now|{_YESTERDAY}|{_TODAY}"
_DAYS_WITHOUT_BLANKS = rf"{_YESTERDAY_WIDE}|{_TODAY_WIDE}"
_DAYS_AGO = (
    (re.compile(rf"{_YESTERDAY}|{_YESTERDAY_WIDE}", re.IGNORECASE), timedelta(days=1)),
    (re.compile(rf"{_TODAY}|{_TODAY_WIDE}", re.IGNORECASE), timedelta(0)),
)
# dateparser takes "3 hours" for a distance into the past; a line must say so itself.
_PAST = re.compile(
    r"\b(?:ago|vor|hace|il y a|fa|há|atrás|geleden|sedan|siden|sitten|temu|před|pred|назад"
    rf"|тому|преди|önce|lalu|trước|{_DAYS}|πριν|acum)\b"
    rf"|前|{_DAYS_WITHOUT_BLANKS}|전|منذ|قبل|לפני|पहले|আগে|முன்|ที่แล้ว|پیش",
    re.IGNORECASE,
)
_NUMBERLESS = (
    rf"(?:{_DAYS}|hier)\b|{_DAYS_WITHOUT_BLANKS}"
    r"|an? (?:hour|minute|day) ago|vor eine[rm] (?:stunde|minute|tag)|il y a une (?:heure|minute)"
    r"|hace una? (?:hora|minuto)|há uma hora|un'ora fa|een uur geleden|godzinę temu|час назад"
    r"|годину тому|před hodinou|bir saat önce|(?:منذ|قبل) (?:ساعة|ساعتين|يوم)"
    r"|לפני (?:שעה|שעתיים|יום|יומיים)|(?:منذ|قبل) (?:دقيقتين|يومين)|минуту назад|преди час"
    r"|pred hodinou|tunti sitten|for en time siden|en time siden|för en timme sedan|acum o oră"
    r"|πριν (?:από )?μία ώρα|sejam yang lalu|एक घंटे पहले|یک ساعت پیش|ایک گھنٹہ پہلے"
)
# What tells one without any number, at the beginning of a text but for a word or two.
NUMBERLESS = re.compile(rf"^\W*+(?:[^\W\d_]++\W++){{0,2}}(?:{_NUMBERLESS})", re.IGNORECASE)
NUMBERLESS_SIEVE = Sieve([Phrases(_NUMBERLESS.replace(" ", r"\ "))])
_NAMED_DAY = re.compile(rf"\b(?:{_DAYS})\b|{_DAYS_WITHOUT_BLANKS}|^hier\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_MOST_BESIDE_DAY = 2
_HIER = re.compile(r"\bhier\b", re.IGNORECASE)  # yesterday in French, "here" in German
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
    phrase = _cut(line)
    wanted = (*_short(languages), "en") if languages else _LIKELY
    now, day = local_now.replace(second=0, microsecond=0), _day_of(phrase)
    distance = None if day else distance_in(phrase)
    if distance:
        return _at_distance(phrase, now, distance, bool(UPDATED_LABEL.search(line)))
    moment = _before(now, day) or _parsed(day or phrase, tuple(wanted), now)
    if moment is None or moment > local_now + timedelta(minutes=1):
        return None
    return _written(phrase, moment, bool(UPDATED_LABEL.search(line)))


def tells_distance(line: str, languages: Sequence[str]) -> bool:
    """Whether a plain line looks like a distance from now, without reading it."""
    if len(line) > _LONGEST or _READING_TIME.search(line):
        return False
    if _PAST.search(line) or distance_in(_cut(line)):
        return True
    return "fr" in _short(languages) and bool(_HIER.search(line))


def _before(now: datetime, day: str | None) -> datetime | None:
    """The moment of now on the day that is named."""
    ago = (span for pattern, span in _DAYS_AGO if day and pattern.fullmatch(day))
    return next((now - span for span in ago), None)


def _at_distance(phrase: str, now: datetime, distance: Distance, is_update: bool) -> Written:
    moment, is_day = now - distance.span, distance.unit >= timedelta(days=1)
    return Written(
        moment=datetime.combine(moment.date(), datetime.min.time()) if is_day else moment,
        has_time=not is_day,
        text=phrase,
        zone=None,
        is_update=is_update,
        spread=timedelta(0) if is_day else distance.unit,
        has_year=False,
    )


def _written(phrase: str, moment: datetime, is_update: bool) -> Written:
    is_day = _day_of(phrase) and phrase.lower() != "just now"
    unit = next((unit for pattern, unit in _UNITS if not is_day and pattern.search(phrase)), None)
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


def _day_of(phrase: str) -> str | None:
    """The word that names a day, where a time and a word or two are all that stands beside it."""
    named = _NAMED_DAY.search(phrase)
    if named is None:
        return None
    beside = _WORD.findall(phrase[: named.start()] + " " + phrase[named.end() :])
    return named[0] if len(beside) <= _MOST_BESIDE_DAY else None


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
