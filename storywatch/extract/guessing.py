"""Which character set the bytes of a page are really in, where its label is missing or wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chardetng_py import EncodingDetector

# Python's names for the sets that browsers read, where these are others.
_PYTHONS = {
    "windows-874": "cp874",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "iso-8859-8-i": "iso8859_8",
}
# What is never guessed: such a label is believed.
_NEVER_GUESSED = frozenset(
    {
        "mac_roman",
        "mac_cyrillic",
        "iso8859_3",
        "iso8859_10",
        "iso8859_14",
        "iso8859_15",
        "iso8859_16",
    }
)
_LATIN = frozenset({"cp1250", "cp1254", "cp1257", "iso8859_2", "iso8859_4", "iso8859_13"})
_LARGEST = 400_000  # bytes of a page that are looked at
_PARTS = 3  # of the words: a label is wrong if it is in each of them
_LEAST = 40  # bytes beyond ASCII that tell something in one part
_ENOUGH = 24  # words: then a label that servers give by themselves is no evidence
_BY_ITSELF = "cp1252"
_ASCII = bytes(range(128))
_MARKUP = re.compile(rb"<[^<>]*>")
_CODE = re.compile(rb"<(?:script|style)\b", re.IGNORECASE)


def likeliest(body: bytes, declared: Sequence[str]) -> str | None:
    """Returns the codec in which the page reads like text, None where all of it is ASCII.

    One that is declared is left only if it cannot read the page, or if none of three parts of the
    page's words speaks for it.
    """
    words = _words(body[:_LARGEST])
    if not words:
        return None
    for codec in declared:
        if _can_be_read(body, codec) and not _is_against(words, codec):
            return codec
    return _guessed(words)


def _is_against(words: Sequence[bytes], codec: str) -> bool:
    if codec in _NEVER_GUESSED:
        return False
    is_one = len(words) < _PARTS or (codec == _BY_ITSELF and len(words) >= _ENOUGH)
    is_little = len(b"".join(words).translate(None, _ASCII)) < _LEAST
    if is_one and is_little:
        return False
    parts = [words] if is_one else [words[first::_PARTS] for first in range(_PARTS)]
    guesses = {_guessed(part) for part in parts}
    # Few accented letters do not tell one Latin set from another, and are taken for the usual.
    is_near = codec in _LATIN and guesses <= _LATIN | {_BY_ITSELF}
    return codec not in guesses and not (is_near and is_little)


def _guessed(words: Sequence[bytes]) -> str:
    """The set that Firefox takes such words to be in (https://hsivonen.fi/chardetng/)."""
    detector = EncodingDetector()
    detector.feed(b" ".join(words), last=True)
    name = detector.guess(tld=None, allow_utf8=False).lower()
    return _PYTHONS.get(name) or re.sub("^windows-", "cp", name).replace("iso-8859-", "iso8859_")


def _can_be_read(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _words(body: bytes) -> list[bytes]:
    """The different words beyond ASCII that stand between tags, outside scripts and styles."""
    kept = []
    for index, piece in enumerate(_CODE.split(body)):
        text = piece.partition(b"</")[2] if index else piece
        kept.append(_MARKUP.sub(b" ", text))
    return [word for word in dict.fromkeys(b" ".join(kept).split()) if not word.isascii()]
