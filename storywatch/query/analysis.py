"""The one analysis of text: what a word is, for queries and stories alike.

The search tables and Elasticsearch are given the words that it finds, and only part them at blanks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from operator import methodcaller
from typing import TYPE_CHECKING

import regex

from storywatch.beyond_ascii import beyond_ascii
from storywatch.query.folding import APOSTROPHES, FOLDED, INVISIBLE, MARKS, SEPARATORS
from storywatch.query.word_pattern import ASCII_WORD, LETTER, RUNNING, any_word, bmp_word

if TYPE_CHECKING:
    import snowballstemmer

LONGEST_WORD = 255  # characters; an index refuses terms that are very much longer
ARTICLES = (
    "c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
    "all", "coll", "dall", "dell", "nell", "quell", "quest", "sull", "un",
)  # fmt: skip

_ALIKE = {ord(char): "'" for char in APOSTROPHES} | {ord(char): " " for char in SEPARATORS}
_DROP = dict.fromkeys(map(ord, INVISIBLE + MARKS), "")
# Frequent characters that no word holds become blanks: most texts are ASCII then, which is quick.
_WRITTEN = _ALIKE | dict.fromkeys(map(ord, "“”„«»–—―…•€£©®™\u00a0\u2009\u202f\u3000"), " ") | _DROP
_FOLD = _WRITTEN | {ord(char): folded for char, folded in FOLDED.items()}
_RESIZED = re.compile(
    f"[{''.join(chr(code) for code, folded in _FOLD.items() if len(folded) != 1)}]"
)
_EXACT = _ALIKE | _DROP  # in NFC, so that only accents without a letter of their own are lost
_PICTURES = re.compile(r"[\U0001f000-\U0001faff]")
_BEYOND_BMP = re.compile(r"[\U00010000-\U0010ffff]")
_CLUSTER = regex.compile(r"\X")
_ENOUGH = 8  # characters a word: so much text mostly holds so many words
_LITTLE = 1_000  # characters; a pattern that takes long to be compiled is for more than that
_FEW = 24  # distinct characters up to which replacing them one by one is the quicker way


@dataclass(frozen=True, slots=True)
class _Edit:
    """A character filter that changes lengths; it is only tried on text that holds its hint."""

    hint: str
    pattern: regex.Pattern[str]
    replacement: str


def _pattern(written: str) -> regex.Pattern[str]:
    return regex.compile(written, regex.VERSION1)


_ARTICLE = "|".join("".join(f"[{char}{char.upper()}]" for char in each) for each in ARTICLES)
_MOST_ARTICLES = 4  # one behind the other: what an article is parted from may begin with one
_AFTER_ARTICLE = _Edit(
    "'", _pattern(f"'(?<=(?<!{RUNNING})(?<!{RUNNING}')(?:{_ARTICLE})')(?={LETTER})"), " "
)
PARTING = (
    _Edit("'", _pattern(rf"'(?<={RUNNING}\.?')[sS](?!_*{RUNNING})"), ""),
    *[_AFTER_ARTICLE] * _MOST_ARTICLES,
)
JOINING = (
    _Edit(".", _pattern(rf"\.(?<=(?<!{RUNNING}){LETTER}\.)(?={LETTER}(?!{RUNNING}))"), ""),
    _Edit("&", _pattern(f"&(?<={RUNNING}&)(?={RUNNING})"), "_"),
    _Edit("++", _pattern(rf"\+\+(?<={RUNNING}\+\+)(?!{RUNNING}|\+)"), "plusplus"),
)
EDITS = (*PARTING, *JOINING)
_POSSESSIVE_INSIDE = _pattern(rf"'[sS](?:[.,'&]{RUNNING}|\+\+|[^\x00-\x7f])")


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
    return _cut(_composed(_edited(_replaced(_composed(text), _FOLD)).lower()))


def exact_words(text: str, folded: list[str] | None = None) -> list[str]:
    """Returns the same words as the text writes them; only possessives and the invisible go.

    `folded` are the `words` of the text, where they are known already.
    """
    text = _composed(text)
    written = _replaced(text, _WRITTEN)
    found = _composed(" ".join(_found(_edited(written))))
    known = words(text) if folded is None else folded
    if _lowered(found) != " ".join(known) or _POSSESSIVE_INSIDE.search(written):
        return [_exact(text[start:end])[:LONGEST_WORD] for start, end in _spans(text)]
    return found.split()


def _lowered(text: str) -> str:
    return _composed(_replaced(text, _FOLD).lower())


def _exact(piece: str) -> str:
    if piece.isascii() and piece.isalnum():
        return piece
    return _composed(_edited(_replaced(piece, _EXACT), JOINING))


def spans(text: str, most: int | None = None) -> list[tuple[int, int]]:
    """Returns where each of the `words` of `text` stands in it, or each of the first `most`."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return _spans(text, most)
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        count = len(unicodedata.normalize("NFC", cluster[0]))
        starts += [cluster.start()] * count
        ends += [cluster.end()] * count
    return [(starts[first], ends[end - 1]) for first, end in _spans(_composed(text), most)]


@lru_cache(maxsize=1 << 14)  # stemming a word costs as much as matching many topics
def stem(word: str) -> str:
    """Returns the English stem of a folded word."""
    return str(_english().stemWord(word))


@cache
def _english() -> snowballstemmer.Stemmer:
    # Importing it loads some forty languages, which most runs never need.
    import snowballstemmer  # noqa: PLC0415

    return snowballstemmer.stemmer("english")


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _replaced(text: str, table: dict[int, str]) -> str:
    special = [char for char in beyond_ascii(text) if ord(char) in table]
    if len(special) > _FEW:
        return text.translate(table)
    for char in special:
        text = text.replace(char, table[ord(char)])
    return text


def _spans(text: str, most: int | None = None) -> list[tuple[int, int]]:
    """Does to a composed text what `words` does, and keeps where each character came from."""
    if most and (end := text.find("\n", most * _ENOUGH)) > 0:
        found = _spans(text[:end], most)  # no word and no edit reaches over the end of a line
        if len(found) == most:
            return found
    kept = range(len(text)) if text.isascii() else _places_of_folded(text)
    text = _replaced(text, _FOLD)
    for edit in EDITS:
        if edit.hint in text:
            text, kept = _edited_with_places(edit, text, kept)
    text, word = _readable(text)
    found = list(map(methodcaller("span"), islice(word.finditer(text), most)))
    if isinstance(kept, range):
        return found
    return [(kept[start], kept[end - 1] + 1) for start, end in found]


def _places_of_folded(text: str) -> list[int] | range:
    kept: list[int] = []
    done = 0
    for found in _RESIZED.finditer(text):
        kept += range(done, found.start())
        kept += [found.start()] * len(_FOLD[ord(found[0])])
        done = found.end()
    return [*kept, *range(done, len(text))] if done else range(len(text))


def _edited(text: str, edits: tuple[_Edit, ...] = EDITS) -> str:
    for edit in edits:
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


def _readable(text: str) -> tuple[str, re.Pattern[str]]:
    """Returns the text without pictures, and the pattern of the words in it."""
    if text.isascii():
        return text, ASCII_WORD
    is_any = len(text) < _LITTLE
    if _BEYOND_BMP.search(text):
        text = _PICTURES.sub(" ", text)
        is_any = is_any or bool(_BEYOND_BMP.search(text))
    # Both kinds of pattern have the methods that are used here.
    return text, any_word() if is_any else bmp_word()  # type: ignore[return-value]


def _found(text: str) -> list[str]:
    readable, word = _readable(text)
    return word.findall(readable)


def _is_bare(text: str) -> bool:
    """Whether nothing but blanks parts letters and digits in ASCII."""
    return text.isascii() and text.replace(" ", "").isalnum()


def _cut(text: str) -> list[str]:
    if len(text) <= LONGEST_WORD:
        return text.split() if _is_bare(text) else _found(text)
    found = _found(text)
    if max(map(len, found), default=0) > LONGEST_WORD:
        return [word[:LONGEST_WORD].rstrip("_'.,") for word in found]
    return found
