"""The query language a second time, written from its description and as plainly as can be.

A query is a nested tuple of what its author typed, such as ("and", ("word", "tea"), ("not", …)).
`Reference` holds texts as lists of words and answers with the numbers of the stories that meet it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import snowballstemmer

from storywatch.story import Story

Asked = tuple[Any, ...]
TEXT_FIELDS = ("title", "standfirst", "body", "author", "outlet", "section", "language", "url")
BARE_FIELDS = ("title", "standfirst", "body")
FRENCH = ("c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu")
ITALIAN = ("all", "coll", "dall", "dell", "nell", "quell", "quest", "sull", "un")
LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "ø": "o", "ĳ": "ij",
    "ς": "σ", "ﬁ": "fi", "ﬂ": "fl", "ð": "d", "þ": "th",
}  # fmt: skip
UNSEEN = {0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)} | {
    *range(0x2060, 0x2065), *range(0x2066, 0x2070), *range(0xFE00, 0xFE10),
}  # fmt: skip
ENGLISH = snowballstemmer.stemmer("english")


def kind(char: str) -> str:
    """What a character is to a word: letter, digit, mark, ideograph, katakana, thai or nothing."""
    category, name = unicodedata.category(char), unicodedata.name(char, "")
    if 0x1F000 <= ord(char) <= 0x1FAFF:
        return ""
    if name.startswith(("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH", "HIRAGANA LETTER")):
        return "ideograph"
    if name.startswith("KATAKANA"):
        return "katakana"
    if name.startswith(("THAI CHARACTER", "LAO ", "KHMER ", "MYANMAR LETTER", "MYANMAR VOWEL")):
        return "thai"
    if category[0] == "L" or category == "Nl" or name.startswith("CIRCLED LATIN"):
        return "letter"
    return {"Nd": "digit", "Mn": "mark", "Mc": "mark", "Me": "mark"}.get(category, "")


def folded(word: str) -> str:
    """A word without case, accents, width and typeface."""
    return "".join(map(_folded_letter, word))


@cache
def _folded_letter(char: str) -> str:
    bare = unicodedata.normalize("NFD", char)[0]
    is_european = unicodedata.name(bare, "").startswith(("LATIN", "GREEK", "CYRILLIC"))
    bare = bare if is_european else char
    name = unicodedata.name(bare, "")
    if (
        name.startswith(("FULLWIDTH", "MATHEMATICAL", "CIRCLED LATIN"))
        or 0x2100 <= ord(bare) < 0x2139
    ):
        bare = unicodedata.normalize("NFKC", bare)
    return LETTERS.get(bare.lower()[0], bare.lower()[0])


def _is_s(char: str) -> bool:
    return kind(char) == "letter" and folded(char) == "s"


def exact_words(text: str) -> list[str]:
    """The words of a text as it writes them."""
    text = "".join(
        char
        for char in unicodedata.normalize("NFC", text)
        if ord(char) not in UNSEEN and not 0x300 <= ord(char) < 0x370
    )
    chars = ["'" if char in "‘’‛ʼʻ′´＇" else char for char in text]
    found: list[str] = []
    place = 0
    while place < len(chars):
        word, place = _word(chars, place)
        if word:
            found.append(word)
    return found


def words(text: str) -> list[str]:
    """The words of a text as a search looks for them."""
    return [folded(word) for word in exact_words(text)]


def _word(chars: list[str], place: int) -> tuple[str, int]:
    """The word that begins at a place, if one does, and the place behind it."""
    what = kind(chars[place])
    if what == "ideograph":
        return chars[place], place + 1
    if what in ("katakana", "thai"):
        end = place
        while end < len(chars) and kind(chars[end]) in (what, "mark"):
            end += 1
        return "".join(chars[place:end]), end
    if what in ("letter", "digit"):
        return _running_word(chars, place)
    return "", place + 1


def _running_word(chars: list[str], place: int) -> tuple[str, int]:
    word = ""
    begin = place
    while place < len(chars):
        char = chars[place]
        if kind(char) in ("letter", "digit", "mark"):
            word += char
            place += 1
            continue
        joint, after = _joint(chars, begin, place)
        if joint is None:
            return word, after
        word, place = word + joint, after
    return word, place


def _joint(chars: list[str], begin: int, place: int) -> tuple[str | None, int]:
    """What stands in a word for what follows its letters; None if the word ends there."""
    for rule in (_underscores, _apostrophe, _point, _sign):
        joint = rule(chars, begin, place)
        if joint is not None:
            return joint
    return None, place + 1


Joint = tuple[str | None, int]


def _at(chars: list[str], place: int) -> str:
    return chars[place] if 0 <= place < len(chars) else " "


def _is_running(chars: list[str], place: int) -> bool:
    return kind(_at(chars, place)) in ("letter", "digit")


def _underscores(chars: list[str], _: int, place: int) -> Joint | None:
    end = place
    while _at(chars, end) == "_":
        end += 1
    if end == place:
        return None
    return ("_" * (end - place) if _is_running(chars, end) else None), end


def _apostrophe(chars: list[str], begin: int, place: int) -> Joint | None:
    if _at(chars, place) != "'":
        return None
    before, after = kind(_at(chars, place - 1)), kind(_at(chars, place + 1))
    if _is_s(_at(chars, place + 1)) and not _is_running(chars, place + 2):
        return None, place + 2
    is_article = folded("".join(chars[begin:place])) in (*FRENCH, *ITALIAN)
    if before in ("letter", "mark") and after == "letter" and not is_article:
        return "'", place + 1
    return ("'", place + 1) if before == after == "digit" else None


def _point(chars: list[str], _: int, place: int) -> Joint | None:
    char, before, after = (_at(chars, place + step) for step in (0, -1, 1))
    if char in ".," and kind(before) == kind(after) == "digit":
        return char, place + 1
    if char != ".":
        return None
    is_alone = not _is_running(chars, place - 2) and not _is_running(chars, place + 2)
    if kind(before) == kind(after) == "letter" and is_alone:
        return "", place + 1
    is_possessive = after == "'" and _is_s(_at(chars, place + 2))
    return (None, place + 3) if is_possessive and not _is_running(chars, place + 3) else None


def _sign(chars: list[str], _: int, place: int) -> Joint | None:
    char, after = _at(chars, place), _at(chars, place + 1)
    if char == "&" and _is_running(chars, place - 1) and _is_running(chars, place + 1):
        return "_", place + 1
    is_end = not _is_running(chars, place + 2) and _at(chars, place + 2) != "+"
    return ("plusplus", place + 2) if char == after == "+" and is_end else None


class Reference:
    """Stories as lists of words; an answer is the numbers of the stories that meet it."""

    def __init__(self, stories: Iterable[Story]) -> None:
        self.stories = list(stories)
        self.texts = [_texts_of(story) for story in self.stories]
        self._known: dict[Any, frozenset[int]] = {}

    def found(self, asked: Asked, *, stemmed: bool = False, field: str = "") -> frozenset[int]:
        """The numbers of the stories that meet what is asked."""
        everything = frozenset(range(len(self.stories)))
        what = asked[0]
        if what == "everything":
            return everything
        if what == "not":
            return everything - self.found(asked[1], stemmed=stemmed, field=field)
        if what == "in":
            return self.found(asked[2], stemmed=stemmed, field=asked[1])
        if what == "and":
            parts = [self.found(part, stemmed=stemmed, field=field) for part in asked[1:]]
            return everything.intersection(*parts)
        if what == "or":
            parts = [self.found(part, stemmed=stemmed, field=field) for part in asked[1:]]
            return frozenset().union(*parts)
        key = (asked, stemmed, field)
        if key not in self._known:
            self._known[key] = frozenset(self._meeting(asked, stemmed, field))
        return self._known[key]

    def _meeting(self, asked: Asked, stemmed: bool, field: str) -> Iterator[int]:
        names = [field] if field else BARE_FIELDS
        wanted = _wanted(asked, stemmed and names[0] in BARE_FIELDS)
        for number, story in enumerate(self.stories):
            texts = [text for name in names for text in self.texts[number][name]]
            if asked[0] == "published":
                holds = _is_between(story.published_at, *asked[1:])
            elif asked == ("present", "published"):
                holds = story.published_at is not None
            elif asked[0] == "present":
                holds = any(plain for plain, _, _ in self.texts[number][asked[1]])
            else:
                holds = any(_is_in(asked, wanted, text) for text in texts)
            if holds:
                yield number


Text = tuple[list[str], list[str], list[str]]


def _texts_of(story: Story) -> dict[str, list[Text]]:
    found: dict[str, list[Text]] = {}
    for name in TEXT_FIELDS:
        values = story.authors if name == "author" else [getattr(story, name) or ""]
        found[name] = [
            (words(value), exact_words(value), [ENGLISH.stemWord(word) for word in words(value)])
            for value in values
        ]
    return found


def _wanted(asked: Asked, stemmed: bool) -> tuple[str, list[str]]:
    """In which form the words asked for are looked for, and the words in that form."""
    if asked[0] == "exact":
        return "exact", exact_words(asked[1])
    if asked[0] not in ("word", "phrase", "near"):
        return "plain", []
    wanted = words(asked[1])
    return ("stems", ENGLISH.stemWords(wanted)) if stemmed else ("plain", wanted)


def _is_in(asked: Asked, wanted: tuple[str, list[str]], text: Text) -> bool:
    form, sought = wanted
    found = text[("plain", "exact", "stems").index(form)]
    if asked[0] == "prefix":
        return any(word.startswith(folded(asked[1])) for word in found)
    if asked[0] == "wild":
        return any(_has_form(word, *asked[1:]) for word in found)
    if asked[0] == "near":
        return _are_near(found, set(sought), asked[2])
    return _follows(found, sought)


def _follows(text: list[str], wanted: list[str]) -> bool:
    return any(text[at : at + len(wanted)] == wanted for at in range(len(text)))


def _are_near(text: list[str], wanted: set[str], others: int) -> bool:
    if not wanted <= set(text):
        return False
    width = len(wanted) + others
    return any(wanted <= set(text[at : at + width]) for at in range(len(text)))


def _has_form(word: str, form: str, is_open: bool) -> bool:
    form = folded(form)
    if len(word) < len(form) or (len(word) > len(form) and not is_open):
        return False
    return all(wanted in ("?", char) for wanted, char in zip(form, word, strict=False))


def _is_between(instant: datetime | None, low: str, high: str) -> bool:
    """Whether an instant lies in days from `low` to `high`, both included; * is open."""
    if instant is None:
        return False
    day = instant.astimezone(UTC).date().isoformat()
    return (low == "*" or low <= day) and (high == "*" or day <= high)
