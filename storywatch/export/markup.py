"""XML and HTML made of text: everything escaped, and nothing that XML 1.0 forbids."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

FORBIDDEN = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")


def legal(text: str) -> str:
    """Returns the text without the characters that XML cannot carry."""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def element(name: str, text: str | None = None, **attributes: str) -> str:
    """Returns an element on a line of its own, empty without a text."""
    written = "".join(f" {key}={quoteattr(legal(value))}" for key, value in attributes.items())
    if text is None:
        return f"<{name}{written}/>\n"
    return f"<{name}{written}>{escape(legal(text))}</{name}>\n"


def paragraphs(body: str) -> str:
    """Returns a body, one paragraph a line, as HTML."""
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in _lines(body))


def _lines(body: str) -> Iterable[str]:
    return (line for line in legal(body).split("\n") if line.strip())
