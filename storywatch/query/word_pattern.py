"""Where words begin and end: UAX #29 as Elasticsearch's standard tokenizer reads it.

The edits of `analysis` tailor it: a full stop, colon or semicolon between letters parts words.
"""

from __future__ import annotations

import re

import regex

_BMP = "".join(map(chr, (*range(0x80, 0xD800), *range(0xE000, 0x10000))))
_BEYOND = "".join(map(chr, range(0x10000, 0x1F000)))  # behind it come pictures, then Han
_LETTER = r"[[\p{WB=ALetter}\p{WB=Hebrew_Letter}]--\p{Han}]"
_DIGIT = r"\p{WB=Numeric}"
_MARK = r"[\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}]"
_KATAKANA = r"\p{WB=Katakana}"
_NO_SPACES = r"\p{LB=SA}"  # Thai, Lao, Khmer, Burmese: a run is one word
_IDEOGRAPH = r"[\p{Han}\p{Hiragana}]"  # each is a word, so that a name is found as a phrase


def _ranges(characters: str, among: str = _BMP) -> str:
    """The members of a class inside the BMP, spelt out: `re` is several times quicker on them."""
    runs = regex.findall(f"{characters}+", among, regex.VERSION1)
    return "".join(re.escape(run[0]) + "-" + re.escape(run[-1]) for run in runs)


def _pattern(letter: str, digit: str, mark: str, others: tuple[str, str, str]) -> str:
    katakana, no_spaces, ideograph = others
    run = f"[{letter}{digit}][{letter}{digit}{mark}]*+"
    apostrophe = f"(?<=[{letter}{mark}])'(?=[{letter}])"
    point = f"(?<=[{digit}])[.,'](?=[{digit}])"
    return (
        f"{run}(?:(?:_++|{apostrophe}|{point}){run})*+"
        f"|[{katakana}][{katakana}{mark}]*+|[{no_spaces}][{no_spaces}{mark}]*+|[{ideograph}][{mark}]*+"
    )


LETTERS = f"A-Za-z{_ranges(_LETTER)}{_ranges(_LETTER, _BEYOND)}"
RUNNING = f"0-9{LETTERS}{_ranges(_DIGIT)}{_ranges(_DIGIT, _BEYOND)}"
ASCII_WORD = re.compile(
    r"[A-Za-z0-9]++"
    r"(?:(?=[_'.,])(?:_++|(?<=[A-Za-z])'(?=[A-Za-z])|(?<=[0-9])[.,'](?=[0-9]))[A-Za-z0-9]++)*+"
)
BMP_WORD = re.compile(
    _pattern(
        "A-Za-z" + _ranges(_LETTER),
        "0-9" + _ranges(_DIGIT),
        _ranges(_MARK),
        (_ranges(_KATAKANA), _ranges(_NO_SPACES), _ranges(_IDEOGRAPH)),
    )
)
ANY_WORD = regex.compile(
    _pattern(_LETTER, _DIGIT, _MARK, (_KATAKANA, _NO_SPACES, _IDEOGRAPH)), regex.VERSION1
)
