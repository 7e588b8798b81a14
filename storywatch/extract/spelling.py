"""How far an address spells out a headline: outlets make the one of the other."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote, urlsplit

import regex

LONGEST = 1_000  # characters of an address or headline that are read
_WORD = regex.compile(r"[^\W\d_]{2,}")
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


def slug_words(url: str) -> frozenset[str]:
    """Returns the words in the part of an address that says most, or none."""
    try:
        path = unquote(urlsplit(url[:LONGEST]).path)
    except ValueError:
        return frozenset()
    found = (_words(part.removesuffix(".html").removesuffix(".htm")) for part in path.split("/"))
    return max(found, key=len, default=frozenset())


def share_spelt(headline: str, slug: frozenset[str]) -> float:
    """Returns how many of a headline's words are among a slug's, from 0 to 1; the shorter counts.

    Slugs are cut, and leave little words out.
    """
    words = _words(headline)
    shorter = min(len(words), len(slug))
    return len(words & slug) / shorter if shorter else 0.0


def _words(text: str) -> frozenset[str]:
    spelt = text[:LONGEST].casefold()
    if not spelt.isascii():
        letters = unicodedata.normalize("NFKD", spelt.translate(_SPELT))
        spelt = "".join(c for c in letters if not unicodedata.combining(c))
    return frozenset(_WORD.findall(spelt))
