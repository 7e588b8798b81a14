"""How often languages use each character beyond ASCII, roughly: enough to know their text by."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

# Small letters from the most frequent on; what is rare is last.
LATIN = {
    "en": "éñüçèöïóáàêäí", "fr": "éèàêçôîùûâœïëüæöÿ", "de": "üäößéè", "es": "óíáéñúü¡¿ºªç",
    "pt": "ãçáéíóêõàúâôüªº", "it": "èàùòéìîç°", "nl": "éëïèöüóêäç", "ca": "óàéèíçúòïü·",
    "sv": "äåöéü", "da": "åøæéöäü", "fi": "äöåé", "is": "ðáíþéóöæúý", "et": "äõüöšž",
    "pl": "łęóąśżćńź", "cs": "íáéěřýčšžůúťďňó", "sk": "áíéčýžšľúôťňäďóĺŕ", "hu": "áéőóöíüúű",
    "sl": "čšžćđ", "hr": "šćčžđ", "ro": "ăîâșțşţ", "sq": "ëç", "tr": "ıüşğçöâîû", "az": "əıüşğçö",
    "lt": "ėųšįžąčūęõ", "lv": "āīēšņļūžģķč", "mt": "ħżġċàù", "cy": "ŵâêôîŷ", "ga": "áíéúóṁ",
    "vi": "àđảáạấưốếôộồêớậiủờểợâíứìóòọịợãơăéèẽẹẻúùũụýỳỹỵỷ",
    "eo": "ĉĝŭŝĵĥ",
}  # fmt: skip
OTHERS = {
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", "uk": "оанивіертслкдмупзяьбгйчхцюжїшєщфґ’",
    "bg": "аиоентрсвлкдпмзгяъубчщцжйхшюфь", "sr": "аоиенрјтсвкудмпљлгзбчњцћхжшђфџ",
    "be": "аінерсыткольудвмязпўбёйгьчжцхшэюф", "mk": "аоиетнрсвдкулпмјгзбчцжшќѓфџњљѕ",
    "el": "αοιτεςσηνρπκλμυωάίόέγθδήχφώύβξζψϊϋΐ", "ar": "اليمونترةبعدسفكهقأحجشطصىخإذءضزغثئظآؤ،؟",
    "fa": "ایيردنهمتوسکكبشگزفقعجخحآپچءصذطغلضثظژئ،؟", "he": "יוהלאמרבתשנכעדקחפםצטןגזסךץף",
    "th": "านร่อกเงมยลวดท้สตะีปบคัิแจพชขใไหโู์็ผณุำถศธภษึืซฐฟญฉฮๆฝฒฬ๊๋ฎ",
}  # fmt: skip
# The most frequent of each, then rows of a character set that hold the rest by how common it is.
IDEOGRAPHIC = {
    "zh-Hans": ("的一是不了在人有我他这中大来上国个到说们为和地出时年会要就以生可后作", "gb2312"),
    "zh-Hant": ("的一是不了在人有我他這中大來上國個到說們為和地出時年會要就以生可後作", "big5"),
    "ja": ("のにはをたがでとしてるいなられもかあっこさくれんりうすきまそどー日年", "shift_jis"),
    "ko": ("이다는의에가을고하은지로한도사기를인서나대어해리자정시일아으", "euc_kr"),
}  # fmt: skip
_MARKS = "“”’‘–—…«»„\xa0·•°€£©®™‚‹›§´½²³×¼¾±µ†¹¸¨"
_WIDE_MARKS = "，。、“”「」：；（）《》！？『』·　…—【】～‘’"
_COMMON_ROWS = {"gb2312": (0xB0, 0xD7), "big5": (0xA4, 0xC6), "euc_kr": (0xB0, 0xC8)}
_RARE_ROWS = {"gb2312": (0xD8, 0xF7), "big5": (0xC9, 0xF9), "euc_kr": (0xCA, 0xFD)}
_NEVER = math.log(1e-6)
_SELDOM = math.log(1e-4)
_CAPITAL = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """The logarithm of how likely each character is in a language, and of any other."""

    likely: Mapping[str, float]
    otherwise: float
    is_latin: bool = False


@cache
def languages() -> dict[str, Letters]:
    """Returns what is known of each language, by its tag."""
    latin = {
        name: _alphabet(letters, 0.5 if name == "en" else 0.12, is_latin=True)
        for name, letters in LATIN.items()
    }
    others = {name: _alphabet(letters, 0.05, is_latin=False) for name, letters in OTHERS.items()}
    wide = {name: _ideographs(*given) for name, given in IDEOGRAPHIC.items()}
    return latin | others | wide


def _alphabet(letters: str, share_of_marks: float, *, is_latin: bool) -> Letters:
    small = _ranked(letters, 1 - share_of_marks)
    marks = _ranked(_MARKS, share_of_marks)
    capitals = {
        char.upper(): share * _CAPITAL
        for char, share in small.items()
        if char.upper() != char and len(char.upper()) == 1
    }
    return Letters(
        likely=_logarithms(marks | capitals | small), otherwise=_SELDOM, is_latin=is_latin
    )


def _ideographs(frequent: str, charset: str) -> Letters:
    if charset == "shift_jis":
        common = [*_cut(charset, 0x88, 0x98, 1 / 9900), *_cut(charset, 0x83, 0x83, 1 / 900)]
        common += [(chr(code), 1 / 300) for code in range(0x3041, 0x3094)]
        rare = _cut(charset, 0x99, 0xEA, 1 / 500_000)
    else:
        common = list(_row(charset, *_COMMON_ROWS[charset], 0.5))
        rare = list(_row(charset, *_RARE_ROWS[charset], 0.005))
    shares = dict(rare) | dict(common) | _ranked(_WIDE_MARKS, 0.1)
    shares |= {char: 0.35 / len(frequent) for char in frequent}
    return Letters(likely=_logarithms(shares), otherwise=_NEVER)


def _row(charset: str, first: int, last: int, share: float) -> Iterable[tuple[str, float]]:
    found = _characters(charset, first, last)
    return ((char, share / len(found)) for char in found)


def _cut(charset: str, first: int, last: int, each: float) -> list[tuple[str, float]]:
    return [(char, each) for char in _characters(charset, first, last)]


def _characters(charset: str, first: int, last: int) -> list[str]:
    pairs = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(64, 255))
    decoded = (pair.decode(charset, "ignore") for pair in pairs)
    return [char for char in decoded if len(char) == 1 and ord(char) > 0x2FFF]


def _ranked(characters: str, share: float) -> dict[str, float]:
    weights = {char: 1 / (rank + 2) for rank, char in enumerate(dict.fromkeys(characters))}
    whole = sum(weights.values())
    return {char: share * weight / whole for char, weight in weights.items()}


def _logarithms(shares: Mapping[str, float]) -> dict[str, float]:
    return {char: math.log(share) for char, share in shares.items() if not char.isascii()}
