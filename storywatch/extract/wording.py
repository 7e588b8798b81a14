"""Two prints of one text compared: what is left of them without spaces, signs and capitals."""

from __future__ import annotations

import html
import re

from storywatch.extract.charset import clean

LONGEST = 20_000  # characters of one title, name or standfirst that are looked at
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_NO_LETTER = re.compile(r"[\W_]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\u200e\u200f]+")


def plain(text: str) -> str:
    """Returns a text as one line without what cannot be seen, its character references read."""
    text = text[:LONGEST]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    return " ".join(_INVISIBLE.sub("", clean(text)).split())


def squeezed(text: str) -> str:
    """Returns the letters and digits of a label, as `letters` does."""
    return letters(text[:LONGEST])


def letters(text: str) -> str:
    """Returns only the letters and digits of a text, in lower case: what two prints of it share."""
    if text.isascii():  # then bytes are dropped ten times as soon as characters
        return text.lower().encode().translate(None, _NO_LETTERS).decode()
    encoded = text.casefold().encode("utf-8", "surrogatepass").translate(None, _NO_LETTERS)
    left = encoded.decode("utf-8", "surrogatepass")
    return left if left.isalnum() else _NO_LETTER.sub("", left)
