"""Whether a line of a page is a date and nothing else, as outlets print it under headlines."""

from __future__ import annotations

import regex

_LONGEST = 160
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
_MOST_BESIDE = 30  # letters beside such a stamp
_SENTENCE_END = frozenset('.!?。！？”"')


def is_date_line(text: str) -> bool:
    """Whether a line has a date or an age and next to nothing else."""
    if len(text) > _LONGEST or not (_HAS_NUMBER.search(text) and _HAS_DATE.search(text)):
        return False
    text = _READING.sub("", text)
    rest = _AROUND_DATES.sub(" ", _MONTHS_AND_DAYS.sub(" ", text))
    letters = sum(map(str.isalpha, rest))
    is_stamp = letters <= _MOST_BESIDE and text[-1:] not in _SENTENCE_END
    return letters <= 3 or (is_stamp and bool(_STAMP.search(text)))
