"""The words of dates: month names of all written languages, half-days, and the words that label a
date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from storywatch.extract.dates.month_names import LANGUAGES, names

# Accents, points and dots below; vowel signs are none: मे is May, มี.ค. March and ม.ค. January.
_ACCENT = re.compile(
    "[^\\w\u0900-\u109f\u1780-\u17d3]|[_\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]"
    "|[\u093c\u09bc\u0a3c\u0abc\u0970]"
)
_LONGEST_MONTH = 20  # letters; the longest names have 15
# CLDR lists the standard names only; newsrooms in the Levant, the Maghreb and Israel write these.
_ALSO = {
    "ar": {
        1: "كانون_الثاني جانفي", 2: "شباط فيفري", 3: "آذار", 4: "نيسان ابريل أفريل", 5: "أيار ماي",
        6: "حزيران جوان", 7: "تموز جويلية", 8: "آب اغسطس أوت", 9: "أيلول شتنبر",
        10: "تشرين_الأول اكتوبر",
        11: "تشرين_الثاني نونبر", 12: "كانون_الأول دجنبر",
    },
    "id": {2: "Pebruari", 8: "Agt", 11: "Nop"},
    "es": {9: "setiembre"},
    "de": {1: "Jänner", 2: "Feber"},
    "hi": {2: "फ़रवरी फरवरी", 9: "सितम्बर", 10: "अक्तूबर", 11: "नवम्बर", 12: "दिसम्बर"},
}  # fmt: skip

_UPDATED = (
    r"updat|modif|revis(?:ed|ion|ado|ión|ão)|correct|edited|amended|aktuali[sz]|geändert"
    r"|bearbeitet|stand:|actuali|atuali|mis à jour"
    r"|màj|maj\b|mise à jour|aggiorn|ultima modifica|bijgewerkt|gewijzigd"
    r"|laatste wijziging|uppdat|ändrad"
    r"|senast ändrad|oppdat|endret|opdater|sidst ændret|päivit|muokattu|uppfært|akt\."
    r"|aktualiz|upraven|zaktual"
    r"|frissít|módosít|ενημ[έε]ρ[ωώ]|τελευταία|обновл|измен|оновл|змінено|актуал|promijen"
    r"|ažur|güncelle"
    r"|son güncel|diperbarui|dikemaskini|cập nhật"
    r"|更新|修正|수정|업데이트|最終更新|تحديث|عُدّل|آخر تعديل"
    r"|עודכן|עדכון|अपडेट|अद्यतन|হালনাগাদ|আপডেট|অপডেট|புதுப்பிக்க|แก้ไข|ปรับปรุง"
    r"|به\s?روز|ажур|përditës|dikemas kini|اپ ڈیٹ|అప్డేట్|నవీకరించ"
)
_PUBLISHED = (
    r"publi|datum\b|\bdate:|fecha:|posted|first published|issued|released|created"
    r"|veröffentlich(?:t|ung)|erstellt|erschienen|geschrieben|gepubli"
    r"|geplaatst|publicer|publiser|offentliggjort|julkaist|birt|pubblicat|creado|escrito"
    r"|opublikow|zveřejn|vydan"
    r"|megjelen|közzét|objav|δημοσ|опубл|добавлено|yayın|eklenme|diterbitkan|tayang|đăng"
    r"|公開|掲載|发布|發佈"
    r"|發布|刊登|配信|입력|등록|게시|نشر|التاريخ|انتشار|פורסם|प्रकाशित|প্রকাশ|வெளியிட|เผยแพร่"
)
UPDATED_LABEL = re.compile(_UPDATED, re.IGNORECASE)
PUBLISHED_LABEL = re.compile(_PUBLISHED, re.IGNORECASE)

MORNING = frozenset([
    "am", "a", "πμ", "ص", "صباحا", "午前", "上午", "오전", "凌晨", "早上", "sa", "ap", "sáng", "pg",
    "এএম", "पूर्वाह्न", "முற்பகல்", "صبح", "قظ", "öö", "ก่อนเที่ยง",
])  # fmt: skip
EVENING = frozenset([
    "pm", "p", "μμ", "م", "مساء", "午後", "下午", "오후", "晚上", "ch", "ip", "chiều", "tối",
    "ptg", "পিএম", "अपराह्न", "பிற்பகல்", "بعدازظهر", "عصر", "بظ", "ös", "หลังเที่ยง",
])  # fmt: skip


def plain(text: str) -> str:
    """Returns one line with ASCII digits, compatible forms folded and invisible characters gone."""
    line = " ".join(text.split())
    if line.isascii() and line.isprintable():
        return line
    return " ".join(unicodedata.normalize("NFKC", text).translate(_PLAIN).split())


def month(word: str, languages: Iterable[str]) -> int | None:
    """Returns the month that a word names: in the given languages, in English, or in only one way
    anywhere.
    """
    return _month(word, tuple(languages)) if 2 <= len(word) <= _LONGEST_MONTH else None


@lru_cache(maxsize=4_096)
def _month(word: str, languages: tuple[str, ...]) -> int | None:
    folded = _folded(word)
    for language in (*languages, "en"):
        if number := _months(language.split("-")[0].split("_")[0].lower()).get(folded):
            return number
    return _all_months().get(folded)


class _Plain(dict[int, str]):
    """What each character is in a plain line, found out when it is met first."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, _plain_character(chr(code)))


_PLAIN = _Plain()


def _plain_character(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else " "
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    category = unicodedata.category(character)
    if category in ("Cf", "Cs", "Co", "Cn"):
        return ""
    return " " if category[0] in "ZC" else character


def _folded(word: str) -> str:
    return _ACCENT.sub("", unicodedata.normalize("NFD", word.casefold()))


@cache
def _months(language: str) -> dict[str, int]:
    """Whole names win; a beginning of three letters counts when only one month begins so."""
    beginnings: dict[str, set[int]] = {}
    for name, number in _whole_names(language).items():
        for end in range(3, len(name)):
            beginnings.setdefault(name[:end], set()).add(number)
    return _unambiguous(beginnings) | _whole_names(language)


@cache
def _whole_names(language: str) -> dict[str, int]:
    wholes: dict[str, set[int]] = {}
    for number, name in _names(language):
        folded = _folded(name)
        if not folded.isdecimal() and len(folded) >= 2:
            wholes.setdefault(folded, set()).add(number)
    return _unambiguous(wholes)


@cache
def _all_months() -> dict[str, int]:
    merged: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for name, number in _whole_names(language).items():
            merged.setdefault(name, set()).add(number)
    return _unambiguous(merged)


def _unambiguous(found: dict[str, set[int]]) -> dict[str, int]:
    return {name: next(iter(numbers)) for name, numbers in found.items() if len(numbers) == 1}


def _names(language: str) -> list[tuple[int, str]]:
    found = names(language)
    for number, also in _ALSO.get(language, {}).items():
        found.extend((number, name) for name in also.split())
    return found
