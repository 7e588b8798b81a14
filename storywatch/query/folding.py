"""Which characters are alike for a search: the tables of the analysis."""

from __future__ import annotations

import unicodedata

import regex

LETTERS_THAT_DO_NOT_DECOMPOSE = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ł": "l", "Ł": "L",
    "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ŋ": "n", "Ŋ": "N", "ı": "i", "ə": "a", "Ə": "A",
    "ĳ": "ij", "Ĳ": "IJ", "ſ": "s", "ς": "σ", "Σ": "σ", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi",
    "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
APOSTROPHES = "‘’‛ʼʻ′´＇"
MARKS = "".join(map(chr, range(0x300, 0x370)))
INVISIBLE = "".join(
    chr(code)
    for first, last in (
        (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E),
        (0x2060, 0x2064), (0x2066, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    )
    for code in range(first, last + 1)
)  # fmt: skip
LATIN_GREEK_CYRILLIC = ((0xC0, 0x52F), (0x1E00, 0x1FFF), (0x2126, 0x212B))
FULL_WIDTH = ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
# Letters in bold, script and circles, which some write headlines with.
STYLED = ((0x2102, 0x2138), (0x24B6, 0x24E9), (0x1D400, 0x1D7FF))
_BETWEEN_WORDS = regex.compile(
    r"[\p{WB=MidLetter}\p{WB=MidNum}\p{WB=MidNumLet}\p{WB=Double_Quote}:;/--[.,'‘’＇]]",
    regex.VERSION1,
)


def _decomposed() -> dict[str, str]:
    found = {}
    for first, last in LATIN_GREEK_CYRILLIC:
        for char in map(chr, range(first, last + 1)):
            bare = unicodedata.normalize("NFD", char).rstrip(MARKS)
            if char.isalpha() and bare != char and len(bare) == 1 and bare.isalpha():
                found[char] = LETTERS_THAT_DO_NOT_DECOMPOSE.get(bare, bare)
    return found


def _full_width() -> dict[str, str]:
    return {
        chr(code): chr(code - 0xFEE0)
        for first, last in FULL_WIDTH
        for code in range(first, last + 1)
    }


def _styled() -> dict[str, str]:
    found = {}
    for first, last in STYLED:
        for char in map(chr, range(first, last + 1)):
            plain = unicodedata.normalize("NFKC", char)
            if plain != char and len(plain) == 1 and plain.isalnum():
                found[char] = LETTERS_THAT_DO_NOT_DECOMPOSE.get(plain, plain)
    return found


FOLDED = {**_styled(), **_decomposed(), **_full_width(), **LETTERS_THAT_DO_NOT_DECOMPOSE}
_OTHER_THAN_HAN = (*range(0x20, 0x3400), *range(0xFB00, 0x10000))  # nor Hangul, private, halves
SEPARATORS = "".join(_BETWEEN_WORDS.findall("".join(map(chr, _OTHER_THAN_HAN))))
