"""An outlet's own selectors applied to a page: what they find, and nothing when they do not fit."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

from storywatch.extract.wording import plain

MOST = 50  # finds of one selector that are looked at
LONGEST = 5_000  # characters of one of them


def selected(tree: HtmlElement, selector: str | None) -> list[str]:
    """Returns the texts that a CSS or XPath selector finds, `content` attributes before words."""
    if not selector:
        return []
    try:
        found = tree.xpath(selector) if selector[0] in "/(" else tree.cssselect(selector)
    except (etree.XPathError, ValueError, SyntaxError, RuntimeError):
        return []
    texts = map(_text, found[:MOST] if isinstance(found, list) else [found])
    return [text for text in texts if text]


def _text(found: object) -> str:
    if isinstance(found, HtmlElement):
        found = found.get("content") or found.text_content()[:LONGEST]
    return plain(found[:LONGEST]) if isinstance(found, str) else ""
