"""A source's words as one line of plain text: no tags, no control characters, bounded."""

from __future__ import annotations

import html
import re
import unicodedata

from selectolax.lexbor import LexborHTMLParser

LONGEST_TITLE = 1_000  # characters
LONGEST_STANDFIRST = 2_000  # characters
_READ = 20  # times the longest result: so much markup is read to find the words
_TAG = re.compile(r"</?[a-zA-Z!]")


def plain_text(words: object, longest: int = LONGEST_TITLE) -> str | None:
    """Returns the words on one line, without markup and cut at `longest`; None if none are left."""
    if not isinstance(words, str):
        return None
    text = words[: longest * _READ]
    text = _without_tags(text) if _TAG.search(text) else html.unescape(text)
    if not text.isprintable():
        text = "".join(map(_printable, text))
    line = " ".join(text.split())
    return line[:longest].rstrip() or None


def _without_tags(markup: str) -> str:
    tree = LexborHTMLParser(markup)
    for unseen in tree.css("script, style, template, noscript"):
        unseen.decompose()
    return tree.body.text(separator=" ") if tree.body else ""


def _printable(character: str) -> str:
    """Controls and separators (a forged line, a mail header) become spaces; surrogates go."""
    if " " <= character <= "~":
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return ""
    return " " if category in ("Cc", "Zl", "Zp") else character
