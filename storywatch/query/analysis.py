"""The one analysis of text: what a word is, for queries and stories alike.

Elasticsearch does the same by index_mappings/analysis.json, which `elastic_analysis` spells out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from storywatch.query.folding import APOSTROPHES, FOLDED, INVISIBLE, MARKS, SEPARATORS
from storywatch.query.word_pattern import ANY_WORD, ASCII_WORD, BMP_WORD

if TYPE_CHECKING:
    import snowballstemmer  # type: ignore[import-untyped]

LONGEST_WORD = 255  # characters; an index refuses terms that are very much longer
ARTICLES = (
    "c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
    "all", "coll", "dall", "dell", "nell", "quell", "quest", "sull", "un",
)  # fmt: skip

_ALIKE = {ord(char): "'" for char in APOSTROPHES} | {ord(char): " " for char in SEPARATORS}
# Frequent characters that no word holds: without them most texts are ASCII, which is quick.
_PLAIN = _ALIKE | dict.fromkeys(map(ord, "“”„«»–—―…•€£©®™\u00a0\u2009\u202f\u3000"), " ")
_DROPPED = frozenset(INVISIBLE + MARKS)
_DROP = dict.fromkeys(map(ord, _DROPPED), "")
_FOLD = _PLAIN | {ord(char): folded for char, folded in FOLDED.items()} | _DROP
_EXACT = _ALIKE | dict.fromkeys(map(ord, INVISIBLE), "")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_PICTURES = re.compile(r"[\U0001f000-\U0001faff]")
_BEYOND_BMP = re.compile(r"[\U00010000-\U0010ffff]")
_FEW = 24  # distinct characters up to which replacing them one by one is the quicker way


@dataclass(frozen=True, slots=True)
class _Edit:
    """A character filter that changes lengths; it is only tried on text that holds its hint."""

    hint: str
    pattern: re.Pattern[str]
    replacement: str


_AFTER_ARTICLE = "|".join(f"(?<=(?<!\\w){article}')" for article in ARTICLES)
EDITS = (
    _Edit("'", re.compile(r"'(?<=\w')s(?!\w)", re.I), ""),
    _Edit("'", re.compile(rf"'(?:{_AFTER_ARTICLE})(?=[^\W\d_])", re.I), " "),
    _Edit(".", re.compile(r"\.(?<=(?<![^\W_])[^\W\d_]\.)(?=[^\W\d_](?![^\W_]))"), ""),
    _Edit("&", re.compile(r"&(?<=[^\W_]&)(?=[^\W_])"), "_"),
    _Edit("++", re.compile(r"\+\+(?<=[^\W_]\+\+)(?![^\W_]|\+)"), "plusplus"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word of a text: its folded form, and where and how the text writes it."""

    text: str
    start: int
    end: int
    position: int
    original: str


def tokens(text: str) -> list[Token]:
    """Returns the words of `text` in order, each with its place in `text`."""
    return [
        Token(text=word, start=start, end=end, position=position, original=text[start:end])
        for position, (word, (start, end)) in enumerate(zip(words(text), spans(text), strict=True))
    ]


def words(text: str) -> list[str]:
    """Returns the folded words of `text`: lower-cased and without accents."""
    return _cut(_edited(_replaced(text, _FOLD)).lower())


def exact_words(text: str) -> list[str]:
    """Returns the words of `text` as it writes them; only possessives and the invisible go."""
    if not text.isascii():
        text = _replaced(unicodedata.normalize("NFC", text), _EXACT)
    return _cut(_edited(text))


def spans(text: str) -> list[tuple[int, int]]:
    """Returns where each of the `words` of `text` stands in it."""
    kept: list[int] | range = range(len(text))
    if not text.isascii() and not _DROPPED.isdisjoint(text):
        kept = [place for place, char in enumerate(text) if char not in _DROPPED]
        text = _replaced(text, _DROP)
    text = _replaced(text, _PLAIN)
    for edit in EDITS:
        if edit.hint in text:
            text, kept = _edited_with_places(edit, text, kept)
    text = _without_pictures(text)
    return [
        (kept[found.start()], kept[found.end() - 1] + 1) for found in _word(text).finditer(text)
    ]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Returns the English stem of a folded word."""
    return str(_english().stemWord(word))


@cache
def _english() -> snowballstemmer.Stemmer:
    # Importing it loads some forty languages, which most runs never need.
    import snowballstemmer  # noqa: PLC0415

    return snowballstemmer.stemmer("english")


def _replaced(text: str, table: dict[int, str]) -> str:
    if text.isascii():
        return text
    special = set(_NOT_ASCII.findall(text))
    if len(special) > _FEW:
        return text.translate(table)
    for char in special:
        if ord(char) in table:
            text = text.replace(char, table[ord(char)])
    return text


def _edited(text: str) -> str:
    for edit in EDITS:
        if edit.hint in text:
            text = edit.pattern.sub(edit.replacement, text)
    return text


def _edited_with_places(
    edit: _Edit, text: str, places: list[int] | range
) -> tuple[str, list[int] | range]:
    """Makes the edit and keeps, for each character of the outcome, the place it came from."""
    pieces: list[str] = []
    kept: list[int] = []
    done = 0
    for found in edit.pattern.finditer(text):
        pieces += text[done : found.start()], edit.replacement
        kept += places[done : found.start()]
        kept += [places[found.end() - 1]] * len(edit.replacement)
        done = found.end()
    if not pieces:
        return text, places
    return "".join([*pieces, text[done:]]), [*kept, *places[done:]]


def _without_pictures(text: str) -> str:
    return text if text.isascii() else _PICTURES.sub(" ", text)


def _word(text: str) -> re.Pattern[str]:
    if text.isascii():
        return ASCII_WORD
    # Both kinds of pattern have the methods that are used here.
    return ANY_WORD if _BEYOND_BMP.search(text) else BMP_WORD  # type: ignore[return-value]


def _cut(text: str) -> list[str]:
    text = _without_pictures(text)
    found = _word(text).findall(text)
    if max(map(len, found), default=0) > LONGEST_WORD:
        return [word[:LONGEST_WORD] for word in found]
    return found
