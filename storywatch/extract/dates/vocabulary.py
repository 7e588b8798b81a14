"""The words of dates: month names of all written languages, half-days, and the words that label a
date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from storywatch.extract.dates.alternatives import any_branch_of
from storywatch.extract.dates.month_names import LANGUAGES, names

# Accents, points and dots below; vowel signs are none: मे is May, มี.ค. March and ม.ค. January.
_ACCENT = re.compile(
    "[^\\w\u0900-\u109f\u1780-\u17d3]|[_\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]"
    "|[\u093c\u09bc\u0a3c\u0abc\u0970]"
)
_LONGEST_MONTH = 20  # letters; the longest names have 15
# CLDR lists the standard names in one case; newsrooms write these too.
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
    "bn": {1: "জানুয়ারি", 2: "ফেব্রুয়ারি"},
    "bg": {1: "ян"},
    "as": {9: "ছেপ্টেম্বৰ"},
    "sl": {1: "januarja", 2: "februarja", 6: "junija", 7: "julija", 8: "avgusta"},
    "sr": {
        1: "јануара", 2: "фебруара", 4: "априла", 5: "маја", 6: "јуна", 7: "јула",
        8: "avgusta avgust avg", 9: "септембра", 10: "октобра", 11: "новембра", 12: "децембра",
    },
    "lv": {5: "maijā", 6: "jūnijā", 7: "jūlijā"},
    "hy": {5: "մայիս", 6: "հունիս", 7: "հուլիս"},
    "ps": {5: "می"},
    "uz": {
        1: "январ", 2: "феврал", 3: "март", 4: "апрел", 5: "май", 6: "июн", 7: "июл",
        8: "август", 9: "сентабр", 10: "октабр", 11: "ноябр", 12: "декабр",
    },
    "so": {7: "Luuliyo", 11: "Nofembar", 12: "Desembar"},
    "eu": {
        1: "urtarrilaren urtarrilak", 2: "otsailaren otsailak", 3: "martxoaren martxoak",
        4: "apirilaren apirilak", 5: "maiatzaren maiatzak", 6: "ekainaren ekainak",
        7: "uztailaren uztailak", 8: "abuztuaren abuztuak", 9: "irailaren irailak",
        10: "urriaren urriak", 11: "azaroaren azaroak", 12: "abenduaren abenduak",
    },
    "ku": {
        1: "Çile", 2: "Sibat", 3: "Adar", 4: "Nîsan", 5: "Gulan", 6: "Hezîran", 7: "Tîrmeh",
        8: "Tebax", 9: "Îlon", 10: "Cotmeh", 11: "Mijdar", 12: "Kanûn",
    },
    "zu": {
        1: "Januwari", 2: "Februwari", 3: "Mashi", 4: "Ephreli", 5: "Meyi", 7: "Julayi",
        8: "Agasti", 9: "Septhemba", 10: "Okthoba", 12: "Disemba",
    },
}  # fmt: skip

_UPDATED = (
    r"updat|modif|revis(?:ed|ion|ado|ión|ão)|correct|edited|amended|aktuali[sz]|geändert"
    r"|bearbeitet|stand:|actuali|atuali|mis à jour"
    r"|màj|maj\b|mise à jour|aggiorn|ultima modifica|bijgewerkt|gewijzigd"
    r"|laatste wijziging|uppdat|ändrad"
    r"|senast ändrad|oppdat|endret|opdater|sidst ændret|päivit|muokattu|uppfært|akt\."
    r"|aktualiz|upraven|zaktual"
    r"|frissít|módosít|ενημ[έε]ρ[ωώ]|τελευταία|\bобнов|измен|оновл|змінено|актуал|promijen"
    r"|ažur|güncelle"
    r"|son güncel|diperbarui|dikemaskini|cập nhật"
    r"|更新|修正|수정|업데이트|最終更新|(?:آخر )?تحديث|عُدّل|آخر تعديل"
    r"|עודכן|עדכון|अपडेट|अद्यतन|হালনাগাদ|আপডেট|অপডেট|புதுப்பிக்க|แก้ไข|ปรับปรุง"
    r"|به\s?روز|ажур|përditës|kemas ?kini|اپ ڈیٹ|అప్డేట్|నవీకరించ|modyfik|posodob"
    r"|zadnja sprememba|iz(?:mij?|mj?)en|измењ|последна промяна|абноўл|atnaujin|atjaunot"
    r"|papildin|uuenda|muudet|täienda|yenilən|жаңарт|жаңыл|yangilan|янгилан|навсоз|шинэчил|թարմաց"
    r"|განახლ|تازه شو|نوێکر|(?:hat )?nûkir|संशोधित|अद्यावधिक|ଅପଡେଟ|അപ്ഡേറ്റ|പുതുക്കി"
    r"|અપડેટ|ನವೀಕರಿ|ಅಪ್ಡೇಟ್"
    r"|ਅਪਡੇਟ|ਅੱਪਡੇਟ|යාවත්කාලීන|อัปเดต|อัพเดต|อัพเดท|ປັບປຸງ|ອັບເດດ|បច្ចុប្បន្នភាព"
    r"|ပြင်ဆင်|အပ်ဒိတ်|egunerat"
    r"|aġġorn|nuashonr|diweddar|opgedateer|bygewerk|bywurk|sasishwa|ዘምኗል|የዘመነ|ተሻሽሏል"
    r"|(?:la )?cusboon|(?:an )?sabunta"
    r"|dagført|buyekez|imudojui|ĝisdatig"
)
_PUBLISHED = (
    r"publi|datum\b|\bdate:|fecha:|posted|first published|issued|released|created"
    r"|veröffentlich(?:t|ung)|erstellt|erschienen|geschrieben|gepubli"
    r"|geplaatst|publicer|publiser|offentliggjort|julkaist|birt|pubblicat|creado|escrito"
    r"|opublikow|zveřejn|vydan"
    r"|megjelen|közzét|objav|δημοσ|опубл|добавлено|yayın|eklenme|diterbitkan|tayang|đăng"
    r"|公開|掲載|发布|發佈"
    r"|發布|刊登|配信|입력|등록|게시|نشر|التاريخ|انتشار|פורסם|התפרסם|प्रकाशित|প্রকাশ|வெளியிட"
    r"|เผยแพร่"
    r"|udgivet|útgiv|paskelb|avaldat|létrehoz|giriş(?: tarihi)?\s?:|апублік|објав|публику|жариялан"
    r"|жарыялан|chop et|e['‘’]lon qil|нашр|нийтэл|нийтлэ|հրապարակ|გამოქვეყნ|شائع|اشاعت|خپور شو"
    r"|خپرېدو|بڵاوکر|weşan|প্ৰকাশ|ପ୍ରକାଶିତ|ప్రచురణ|ప్రచురించ|പ്രസിദ്ധീകരിച്ച|ಪ್ರಕಟ"
    r"|પ્રકાશ|ਪ੍ਰਕਾਸ਼|පළ කළ|ප්රකාශ|ເຜີຍແຜ່"
    r"|ផ្សាយ|ထုတ်ဝေ|ထုတ်ပြန်|botuar|argitarat|foilsi|cyhoedd|chapishwa|ታተመ|ታትሟል|daabac"
    r"|(?:an )?wallafa|xuất bản"
    r"|terbit|disiarkan|inilathala|kushicilel"
)
UPDATED_LABEL = re.compile(any_branch_of(_UPDATED), re.IGNORECASE)
PUBLISHED_LABEL = re.compile(any_branch_of(_PUBLISHED), re.IGNORECASE)

MORNING = frozenset([
    "am", "a", "πμ", "ص", "صباحا", "午前", "上午", "오전", "凌晨", "早上", "sa", "ap", "sáng", "pg",
    "এএম", "सुबह", "सकाळी", "बिहान", "पूर्वाह्न", "সকাল", "ভোর", "ਸਵੇਰੇ", "સવારે", "காலை", "முற்பகல்",
    "ఉదయం", "ಬೆಳಿಗ್ಗೆ", "ಬೆಳಗ್ಗೆ", "രാവിലെ", "පෙව", "පෙ.ව.", "صبح", "قظ", "öö", "ก่อนเที่ยง",
    "pagi", "ngumaga", "delamañana", "delamadrugada", "damanhã", "damadrugada",
])  # fmt: skip
EVENING = frozenset([
    "pm", "p", "μμ", "م", "مساء", "午後", "下午", "오후", "ch", "ip", "chiều", "tối",
    "مساءا", "傍晚", "ptg", "পিএম", "बेलुका", "साँझ", "शाम", "सायंकाळी", "संध्याकाळी", "अपराह्न",
    "বিকাল", "বিকেল", "সন্ধ্যা",
    "ਸ਼ਾਮ", "સાંજે", "மாலை", "பிற்பகல்", "సాయంత్రం", "ಸಂಜೆ", "വൈകിട്ട്", "വൈകുന്നേരം", "පව", "شام",
    "بعدازظهر", "عصر", "بظ", "ös", "หลังเที่ยง", "petang", "nghapon", "delatarde", "datarde",
])  # fmt: skip
# Around noon 11:30 is before it, and 1:30 after.
NOON = frozenset([
    "दोपहर", "दुपारी", "दिउँसो", "দুপুর", "ਦੁਪਹਿਰ", "બપોરે", "மதியம்", "మధ్యాహ్నం", "ಮಧ್ಯಾಹ್ನ",
    "ഉച്ചയ്ക്ക്", "دوپہر", "中午", "trưa", "tengahhari", "ngtanghali",
])  # fmt: skip
# At night 10:30 is before midnight, and 12:30 or 1:30 after it.
NIGHT = frozenset([
    "रात", "रात्री", "राति", "রাত", "ਰਾਤ", "રાત્રે", "இரவு", "రాత్రి", "ರಾತ್ರಿ", "രാത്രി", "رات",
    "晚上", "深夜", "đêm", "malam", "tengahmalam", "nggabi", "delanoche", "danoite",
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
    for language in {*LANGUAGES, *_ALSO}:
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
