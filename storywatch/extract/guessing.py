"""Which character set the bytes of a page are really in: the one in which they read like text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from storywatch.extract.letters import Letters, languages

# How usual each is on the web, in nats; those that are alike for a text are chosen by it.
_CODECS = {
    "cp1252": 4.0,
    **dict.fromkeys(("cp1251", "gb18030", "cp932"), 2.0),
    **dict.fromkeys(("cp1250", "iso8859_2", "cp1254", "cp1253", "cp1256", "cp1255"), 1.0),
    **dict.fromkeys(("euc_jp", "cp949", "big5hkscs", "cp1257", "cp874", "koi8_r"), 1.0),
    **dict.fromkeys(("iso8859_7", "iso8859_6", "iso8859_15", "koi8_u", "iso8859_5"), 0.0),
    **dict.fromkeys(("cp866", "cp1258", "mac_roman"), -3.0),
}
_LARGEST = 400_000  # bytes of a page that are looked at
_SAMPLE = 12_000  # bytes of its text that are weighed
_MARKUP = re.compile(rb"<[^<>]*>")
_CODE = re.compile(rb"<(?:script|style)\b", re.IGNORECASE)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_BEYOND = bytes(range(0x80, 0x100))
_LANGUAGE = re.compile(rb"<html\b[^<>]{0,500}?\blang\s*=\s*[\"']?([a-zA-Z]{2})", re.IGNORECASE)
_TWO_ALPHABETS = re.compile(
    r"[A-Za-z](?=[\u0370-\u0e7f\u3040-\ud7af])|[\u0370-\u0e7f\u3040-\ud7af](?=[A-Za-z])"
)
_CAPITAL_IN_WORD = regex.compile(r"\p{Ll}(?=[\p{Lu}--[A-Z]])", regex.VERSION1)
_TWO_ACCENTS = re.compile(r"(?=[À-ÖØ-öø-ɏ]{2})")
_SIGN_IN_WORD = re.compile(r"(?<=[A-Za-zÀ-ɏ])[^\w\s·’'–—­…‑.]+(?=[a-zß-ɏ])")
# In nats: how much less likely each makes a text.
_FOR_TWO_ALPHABETS, _FOR_CAPITAL, _FOR_TWO_ACCENTS, _FOR_SIGN = 4.0, 4.0, 1.6, 3.0
_OF_ASCII = 3.0  # what a byte costs that is a letter by itself elsewhere
_FOR_BEING_DECLARED = 12.0
_FOR_EACH_DECLARED = 0.1
_FOR_LANGUAGE = 3.0


@dataclass(frozen=True, slots=True)
class _Sample:
    """A page's text in bytes, and the language that the page says it is in."""

    text: bytes
    language: str

    @classmethod
    def of(cls, body: bytes) -> _Sample:
        said = _LANGUAGE.search(body[:20_000])
        words = (word for word in _without_markup(body[:_LARGEST]).split() if not word.isascii())
        text = b" ".join(dict.fromkeys(words))  # each but once: what is repeated proves no more
        return cls(text[:_SAMPLE], said[1].decode().lower() if said else "")


def likeliest(body: bytes, declared: Sequence[str]) -> str | None:
    """Returns the codec in which the page reads most like a language, None where nothing tells.

    One that is declared is left only for one that is clearly better.
    """
    sample = _Sample.of(body)
    if not sample.text:
        return None
    beyond = sum(byte > 0x7F for byte in sample.text)
    bonus = _FOR_BEING_DECLARED + _FOR_EACH_DECLARED * beyond
    scores = {
        codec: _CODECS.get(codec, 0.0) + _likelihood(sample, codec)
        for codec in dict.fromkeys((*declared, *_CODECS))
    }
    for place, codec in enumerate(declared):
        scores[codec] += bonus / (place + 1)
    return max(scores, key=lambda codec: scores[codec])


def _without_markup(body: bytes) -> bytes:
    """The text between tags; what a script or style holds goes with it."""
    kept = []
    for index, piece in enumerate(_CODE.split(body)):
        if index:
            _, _, piece = piece.partition(b"</")  # noqa: PLW2901
        kept.append(_MARKUP.sub(b" ", piece))
    return b" ".join(kept)


def _likelihood(sample: _Sample, codec: str) -> float:
    text = unicodedata.normalize("NFC", sample.text.decode(codec, "replace"))
    swallowed = _plain_bytes(sample.text) - _plain_bytes(text.encode())
    counts = Counter(_NOT_ASCII.findall(text))
    odd = {is_latin: _oddities(text, is_latin=is_latin) for is_latin in (True, False)}
    best = max(
        _under(letters, counts)
        - odd[letters.is_latin]
        + (_FOR_LANGUAGE if name[:2] == sample.language else 0)
        for name, letters in languages().items()
    )
    return best + _OF_ASCII * swallowed


def _plain_bytes(text: bytes) -> int:
    return len(text.translate(None, _BEYOND))


def _under(letters: Letters, counts: Counter[str]) -> float:
    likely, otherwise = letters.likely, letters.otherwise
    return sum(times * likely.get(char, otherwise) for char, times in counts.items())


def _oddities(text: str, *, is_latin: bool) -> float:
    odd = _FOR_CAPITAL * len(_CAPITAL_IN_WORD.findall(text))
    if not is_latin:
        return odd + _FOR_TWO_ALPHABETS * len(_TWO_ALPHABETS.findall(text))
    odd += _FOR_TWO_ACCENTS * len(_TWO_ACCENTS.findall(text))
    return odd + _FOR_SIGN * len(_SIGN_IN_WORD.findall(text))
