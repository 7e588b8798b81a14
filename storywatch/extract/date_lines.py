"""Whether a line of a page is a date and nothing else, as outlets print it under headlines."""

from __future__ import annotations

from datetime import date

import regex

from storywatch.extract.dates.grammar import find_dates
from storywatch.extract.dates.vocabulary import PUBLISHED_LABEL, UPDATED_LABEL, plain

_LONGEST = 160
_LONGEST_FOREIGN = 60
_MONTHS_AND_DAYS = regex.compile(
    r"""(?ix)\b(?:
    jan|feb|mar|mär|maerz|apr|may|mai|maj|jun|jul|aug|sep|sept|oct|okt|out|nov|dec|dez|déc|dic|ene
    |gen|abr|ago|set|mag|giu|lug|ott|fév|févr|avr|juil|août|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт
    |ноя|дек|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa
    |so)\p{L}{0,9}\b\.?"""
)
_AROUND_DATES = regex.compile(
    r"""(?ix)\b(?:first\s+)?(?:
    today|yesterday|heute|gestern|hoy|ayer|hier|oggi|ieri|published|updated|posted|last|modified|update|on|at|am|pm|a\.m\.|p\.m\.|ist|gmt|utc|est|edt|pst
    |pdt|cet|cest|bst|et|uhr|um|vom|von|am|den|der|stand|zuletzt|aktualisiert|veröffentlicht
    |erschienen|publiziert|erstellt|created|date|time|ago|hours?|minutes?|days?|vor|stunden|minuten
    |publié|mis|à|jour|le|modifié|publicado|actualizado|el|a\ las|de|del|h|hrs|hs|pubblicato
    |aggiornato|il|alle|ore|publicação|atualizado|em|às|opublikowano|aktualizacja|godz|опубликовано
    |обновлено|года?|г|в|st|nd|rd|th|os|and|by|since|entered|dated?|released|press)\b"""
)
_HAS_NUMBER = regex.compile(r"[\d年月日]")
_HAS_DATE = regex.compile(
    r"""(?x)\b(?:19|20)\d\d\b | \b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b | \b\d{1,2}:\d\d\b
    | \d\s?(?:hours?|minutes?|days?|mins?|hrs?)\s+ago | vor\s+\d+ | [年月日]"""
)


# A stamp to the minute among the outlet's name, a font size or a count of comments.
_STAMP = regex.compile(r"\b(?:19|20)\d\d\b.{0,12}\b\d{1,2}:\d\d")
# How long reading takes, which outlets print behind the date.
_READING = regex.compile(
    r"(?i)(?:lese(?:zeit|dauer))?\W*\b\d{1,3}\s?min(?:uten?)?\.?(?:\ read)?\W*$"
)
# Letters of Greek, Indian and other scripts beside a year; the words above know Latin and Cyrillic.
_ANOTHER_SCRIPT = regex.compile(
    r"[\p{L}--[\p{Latin}\p{Cyrillic}\p{Han}\p{Katakana}\p{Hiragana}]]", regex.VERSION1
)
_YEAR = regex.compile(r"\d{4}")
_MOST_BESIDE = 30  # letters beside such a stamp
_SENTENCE_END = frozenset('.!?。！？”"')


def is_date_line(text: str) -> bool:
    """Whether a line has a date or an age and next to nothing else."""
    if not text.isascii() and _is_foreign_date_line(text):
        return True
    if len(text) > _LONGEST or not (_HAS_NUMBER.search(text) and _HAS_DATE.search(text)):
        return False
    text = _READING.sub("", text)
    rest = _AROUND_DATES.sub(" ", _MONTHS_AND_DAYS.sub(" ", text))
    letters = sum(map(str.isalpha, rest))
    is_stamp = letters <= _MOST_BESIDE and text[-1:] not in _SENTENCE_END
    return letters <= 3 or (is_stamp and bool(_STAMP.search(text)))


def _is_foreign_date_line(text: str) -> bool:
    """Whether a line in a script that the words above are not in is a date with its label."""
    is_foreign = len(text) <= _LONGEST_FOREIGN and _ANOTHER_SCRIPT.search(text)
    if not is_foreign or not _YEAR.search(text):
        return False
    line = plain(text)
    found = find_dates(line, (), date(2000, 1, 1))
    rest = line
    for one in found:
        rest = rest.replace(one.text, " ")
    is_labelled = PUBLISHED_LABEL.search(rest) or UPDATED_LABEL.search(rest)
    letters = sum(map(str.isalpha, rest))
    return bool(found) and letters <= (_MOST_BESIDE if is_labelled else 3)
