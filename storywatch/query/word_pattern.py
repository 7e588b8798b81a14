"""Where words begin and end: UAX #29 as Elasticsearch's standard tokenizer reads it.

The edits of `analysis` tailor it: a full stop, colon or semicolon between letters parts words.
"""

from __future__ import annotations

import re
from functools import cache

import regex

_LETTER = r"[[\p{WB=ALetter}\p{WB=Hebrew_Letter}]--\p{Han}]"
_DIGIT = r"\p{WB=Numeric}"
_MARK = r"[\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}]"
KATAKANA = r"\p{WB=Katakana}"
_NO_SPACES = r"\p{LB=SA}"  # Thai, Lao, Khmer, Burmese: a run is one word
IDEOGRAPH = r"[\p{Han}\p{Hiragana}]"  # each is a word, so that a name is found as a phrase
_PICTURES = r"[\U0001f000-\U0010ffff]"  # and, behind them, Han
LETTER = f"[{_LETTER}--{_PICTURES}]"
RUNNING = f"[[{_LETTER}{_DIGIT}]--{_PICTURES}]"
ASCII_WORD = re.compile(
    r"[A-Za-z0-9]++"
    r"(?:(?=[_'.,])(?:_++|(?<=[A-Za-z])'(?=[A-Za-z])|(?<=[0-9])[.,'](?=[0-9]))[A-Za-z0-9]++)*+"
)


@cache
def any_word() -> regex.Pattern[str]:
    """Returns the pattern of a word in any text."""
    others = (KATAKANA, _NO_SPACES, IDEOGRAPH)
    return regex.compile(_pattern(_LETTER, _DIGIT, _MARK, others), regex.VERSION1)


@cache
def bmp_word() -> re.Pattern[str]:
    """Returns the pattern of a word in a text inside the BMP, where it is several times quicker.

    It takes long to be compiled, and whoever reads but ASCII does without.
    """
    bmp = "".join(map(chr, (*range(0x80, 0xD800), *range(0xE000, 0x10000))))

    def ranges(characters: str) -> str:
        runs = regex.findall(f"{characters}+", bmp, regex.VERSION1)
        return "".join(re.escape(run[0]) + "-" + re.escape(run[-1]) for run in runs)

    others = (ranges(KATAKANA), ranges(_NO_SPACES), ranges(IDEOGRAPH))
    letter, digit = "A-Za-z" + ranges(_LETTER), "0-9" + ranges(_DIGIT)
    return re.compile(_pattern(letter, digit, ranges(_MARK), others))


def _pattern(letter: str, digit: str, mark: str, others: tuple[str, str, str]) -> str:
    katakana, no_spaces, ideograph = others
    run = f"[{letter}{digit}][{letter}{digit}{mark}]*+"
    apostrophe = f"(?<![{digit}])'(?![{digit}])"  # within a run, so that letters are beside it
    point = f"(?<=[{digit}])[.,'](?=[{digit}])"
    return (
        f"{run}(?:(?:_++|{apostrophe}|{point}){run})*+"
        f"|[{katakana}][{katakana}{mark}]*+|[{no_spaces}][{no_spaces}{mark}]*+|[{ideograph}][{mark}]*+"
    )
