"""Which language a story is in: as declared, unless its own words clearly say otherwise."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

import regex

from storywatch.extract.document import Document
from storywatch.extract.linked_data import Node, text_of

_SAMPLE = 6_000  # characters of a story that are enough to tell
_FEWEST = 12  # words that have to be known before they count as sure
_TAG = regex.compile(r"\s*([a-zA-Z]{2,3})(?:[-_].{0,20})?\s*")
_WORD = regex.compile(r"\p{L}+")
_ASCII = bytes(range(128))
_BLANKED = bytes(code if code > 127 or chr(code).isalpha() else 32 for code in range(256))
_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi"}
_SCRIPTS = (
    ("ja", regex.compile(r"[\p{Hiragana}\p{Katakana}]"), 0.08),
    ("ko", regex.compile(r"\p{Hangul}"), 0.2),
    ("zh", regex.compile(r"\p{Han}"), 0.3),
    ("th", regex.compile(r"\p{Thai}"), 0.3),
    ("el", regex.compile(r"\p{Greek}"), 0.3),
    ("he", regex.compile(r"\p{Hebrew}"), 0.3),
    ("hi", regex.compile(r"\p{Devanagari}"), 0.3),
    ("bn", regex.compile(r"\p{Bengali}"), 0.3),
    ("ta", regex.compile(r"\p{Tamil}"), 0.3),
    ("ka", regex.compile(r"\p{Georgian}"), 0.3),
    ("hy", regex.compile(r"\p{Armenian}"), 0.3),
    ("fa", regex.compile(r"[پچژگ]"), 0.02),
    ("ar", regex.compile(r"\p{Arabic}"), 0.3),
)
# Letters of such scripts: all but Latin and Cyrillic ones, and signs that any text may have.
_SCRIPTED = re.compile("[^\\x00-\\u036f\\u0400-\\u052f\\u2000-\\u2125\\u2127-\\u2bff]+")
# A script that several languages share proves less than their words would.
_SHARED = {"hi": {"hi", "mr", "ne"}, "ar": {"ar", "fa", "ur", "ps"}, "fa": {"fa", "ar", "ur", "ps"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """A language told by a text's own words; `is_sure` if there are enough of them to insist."""

    language: str | None
    is_sure: bool


def read_language(document: Document, story: Node, text: str) -> tuple[str, str] | None:
    """Returns the story's primary language subtag, and what decided it."""
    detected = detect(text)
    declared = list(_declared(document, story))
    if not detected.is_sure:
        guessed = [(detected.language, "words")] if detected.language else []
        return next(iter([*declared, *guessed]), None)
    for language, origin in declared:
        if is_one_of(detected, (language,)):
            return language, origin
    said = f"; declared {declared[0][0]}" if declared else ""
    return (detected.language, f"words{said}") if detected.language else None


def detect(text: str) -> Detected:
    """Returns the language of a text by its script and its most frequent words."""
    return _detected(text[:_SAMPLE])


@lru_cache(maxsize=1)  # an outlet whose languages are known has its story's looked at twice
def _detected(sample: str) -> Detected:
    if scripted := "".join(_SCRIPTED.findall(_without_ascii(sample))):
        letters = sum(map(str.isalpha, sample))
        for language, script, share in _SCRIPTS:
            if letters and len(script.findall(scripted)) >= share * letters:
                return Detected(language=language, is_sure=letters >= 40)
    counts = Counter(_words(sample.casefold()))
    words = frozenset(counts)
    scores = {
        language: sum(map(counts.__getitem__, known & words))
        for language, known in _frequent_words().items()
    }
    (best, first), (_, second) = sorted(scores.items(), key=lambda score: -score[1])[:2]
    is_sure = first >= _FEWEST and first >= 1.3 * second
    return Detected(language=best if first >= 3 else None, is_sure=is_sure)


def _words(text: str) -> Iterable[str]:
    """Its runs of letters; those of ASCII letters are parted as bytes, three times as soon."""
    if len(_without_ascii(text)) > len(text) // 4:
        return _WORD.findall(text)
    blanked = text.encode("utf-8", "surrogatepass").translate(_BLANKED)
    parts = blanked.decode("utf-8", "surrogatepass").split()
    mixed = (part for part in parts if not part.isascii())
    return chain(filter(str.isascii, parts), _WORD.findall(" ".join(mixed)))


def _without_ascii(text: str) -> str:
    encoded = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return encoded.decode("utf-8", "surrogatepass")


def is_one_of(detected: Detected, languages: tuple[str, ...]) -> bool:
    """Whether a detected language is one of the named ones, or cannot be told from one of them."""
    near = _SHARED.get(detected.language or "", {detected.language})
    named = {primary(language) for language in languages}
    return bool(near & named or {_SAME.get(n or "", n) for n in named} & near)


def primary(tag: str) -> str | None:
    """Returns the primary subtag of a language tag or locale, "pt" of "pt_BR"."""
    found = _TAG.fullmatch(tag[:40])
    return found[1].lower() if found else None


@cache
def _frequent_words() -> dict[str, frozenset[str]]:
    text = Path(__file__).with_name("frequent_words.toml").read_text(encoding="utf-8")
    return {name: frozenset(words.split()) for name, words in tomllib.loads(text).items()}


def _declared(document: Document, story: Node) -> Iterator[tuple[str, str]]:
    places = (
        ("html lang", document.tree.get("lang") or document.tree.get("xml:lang") or ""),
        ("json-ld inLanguage", text_of(story.get("inLanguage")) or ""),
        ("meta og:locale", next(iter(document.meta.get("og:locale", ())), "")),
        ("meta language", next(iter(document.meta.get("language", ())), "")),
        ("meta dc.language", next(iter(document.meta.get("dc.language", ())), "")),
    )
    for origin, tag in places:
        if language := primary(tag):
            yield language, origin
