"""The words for today, yesterday and the day before in the languages of news."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from storywatch.extract.dates.alternatives import any_of

# By how many days ago; where _ stands, words have a blank.
_EVERYWHERE = {
    0: (
        "today heute hoy aujourd.hui oggi hoje vandaag vandag hjoed idag i_dag í_dag tänään"
        " dzisiaj dziś dnes danes danas данас денес днес сегодня сьогодні сёння сення šiandien"
        " šodien täna bugün bu_gün bugun бүгін бүгүн имрӯз өнөөдөр astăzi astazi σήμερα այսօր დღეს"
        " hari_ini ngayon ngayong_araw hôm_nay avui hoxe illum heddiw maanta namuhla namhlanje"
        " îro ئەمڕۆ hodiaŭ اليوم היום امروز آج आज আজ আজি ଆଜି ਅੱਜ આજે இன்று ఈరోజు ఈ_రోజు నేడు ಇಂದು ഇന്ന്"
        " අද ዛሬ 今日 今天 오늘 วันนี้ ມື້ນີ້ ថ្ងៃនេះ ယနေ့ ဒီနေ့"
    ),
    1: (
        "yesterday gestern gëschter ayer ieri ontem gisteren gister igår i_går í_gær í_gjár"
        " eilen wczoraj včera včeraj вчера вчора учора ўчора jučer juče јуче vakar tegnap dün"
        " dünən кечээ дирӯз өчигдөр χθες χτες երեկ გუშინ kemarin semalam kahapon hôm_qua"
        " ilbieraħ lbieraħ ddoe shalay izolo دوێنێ hieraŭ أمس بالأمس אתמול دیروز گزشتہ_روز कल काल"
        " हिजो গতকাল ଗତକାଲି ਕੱਲ੍ਹ ગઈકાલે நேற்று నిన్న ನಿನ್ನೆ ഇന്നലെ ඊයේ ትናንት ትላንት ትናንትና ትላንትና"
        " 昨日 昨天 어제 เมื่อวานนี้ เมื่อวาน ມື້ວານນີ້ ມື້ວານ ម្សិលមិញ မနေ့က"
    ),
    2: (
        "day_before_yesterday vorgestern avant-hier anteayer antier l.altro_ieri altro_ieri"
        " anteontem eergisteren förrgår i_förrgår toissapäivänä przedwczoraj předevčírem predvčerom"
        " позавчера позавчора пазаўчора prekjučer prekjuče прекјуче tegnapelőtt alaltăieri προχθές"
        " užvakar aizvakar üleeile pardje abans-d.ahir hôm_kia أول_أمس שלשום پریروز"
        " 前天 一昨日 おととい 그저께 그제 เมื่อวานซืน"
    ),
}  # fmt: skip
# What means something else in other languages: "ma" is "but", or Monday.
_OF_LANGUAGES = {
    "ca": {1: "ahir"},
    "eu": {0: "gaur", 1: "atzo"},
    "et": {1: "eile"},
    "fr": {1: "hier"},
    "fy": {1: "juster"},
    "ga": {0: "inniu", 1: "inné"},
    "gl": {1: "onte"},
    "ha": {0: "yau", 1: "jiya"},
    "hu": {0: "ma"},
    "ja": {0: "きょう", 1: "きのう"},
    "kk": {1: "кеше"},
    "ku": {1: "duh"},
    "lb": {0: "haut"},
    "as": {1: "কালি"},
    "ps": {0: "نن", 1: "پرون"},
    "rm": {0: "oz", 1: "ier"},
    "ro": {0: "azi"},
    "sq": {0: "sot", 1: "dje"},
    "sw": {0: "leo", 1: "jana"},
    "ti": {0: "ሎሚ", 1: "ትማሊ"},
    "ur": {1: "کل"},
    "uz": {1: "kecha"},
    "yo": {0: "òní lónìí", 1: "àná lánàá"},
}
# To patterns, the vowel signs of some scripts are none.
LETTER = r"(?:[^\W\d_]|[\u0900-\u0dff\u0e30-\u0e4e\u0eb0-\u0ecd\u102b-\u103e\u17b4-\u17d3])"
WITHOUT_BLANKS = "[\u0e00-\u109f\u1780-\u17ff\u2e80-\U0010ffff]"
_GLUED = re.compile(WITHOUT_BLANKS)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """How long ago a day is that a word names, and where in a line the word stands.

    `is_of_language` says that the word means the day only in a language that was given.
    """

    ago: timedelta
    start: int
    end: int
    is_of_language: bool


def named_day(line: str, languages: Iterable[str]) -> NamedDay | None:
    """Returns the first day that a word of the line names, if one does.

    `languages` are short: "hu", not "hu-HU".
    """
    known = _known(languages)
    found = _pattern(known).search(line)
    if found is None:
        return None
    name = found.lastgroup or ""
    return NamedDay(timedelta(days=int(name[1])), *found.span(), name[0] == "o")


def own_opening(languages: Iterable[str]) -> re.Pattern[str] | None:
    """Returns what a text begins with, but for a word or two, that has nothing but a time beside a
    word that names a day in one of the languages only; None where they have no such word.
    """
    known = _known(languages)
    return _own_opening(known) if known else None


def _known(languages: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(_OF_LANGUAGES.keys() & set(languages)))


@cache
def _pattern(languages: tuple[str, ...]) -> re.Pattern[str]:
    groups = [(f"e{ago}", words.split()) for ago, words in _EVERYWHERE.items()]
    for ago in _EVERYWHERE:
        own = " ".join(_OF_LANGUAGES[each].get(ago, "") for each in languages).split()
        groups += [(f"o{ago}", own)] if own else []
    # The longer comes first: "เมื่อวานซืน" begins with "เมื่อวาน".
    groups.sort(key=lambda group: group[0][1], reverse=True)
    return re.compile("|".join(f"(?P<{name}>{words_alone(words)})" for name, words in groups), re.I)


@cache
def _own_opening(languages: tuple[str, ...]) -> re.Pattern[str]:
    own = [word for each in languages for words in _OF_LANGUAGES[each].values()
           for word in words.split()]  # fmt: skip
    return re.compile(rf"^\W*+(?:[^\W\d_]++\W++){{0,2}}{words_alone(own)}\W*(?:\d|$)", re.I)


def words_alone(words: Iterable[str]) -> str:
    """Returns a pattern of words that stand alone, but where a script has no blanks."""
    spelt = sorted((word.replace("_", " ") for word in words), key=len, reverse=True)
    glued = [word for word in spelt if _GLUED.match(word)]
    alone = [word for word in spelt if not _GLUED.match(word)]
    parts = [rf"(?<!{LETTER})(?:{any_of(alone)})(?!{LETTER})"] if alone else []
    return f"(?:{'|'.join((*parts, *glued))})"


WORDS_EVERYWHERE = tuple(word.replace("_", " ") for word in " ".join(_EVERYWHERE.values()).split())
