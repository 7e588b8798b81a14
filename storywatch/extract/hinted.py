"""An outlet's own selectors for its body and for what is never body, applied to a page's blocks."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement

from storywatch.extract.blocks import Block


def elements(tree: HtmlElement, selectors: Iterable[str]) -> set[HtmlElement]:
    """Returns what CSS or XPath selectors find; XPath starts with '/' or '('.

    One that does not fit the page, or is none, finds nothing.
    """
    found: set[HtmlElement] = set()
    for selector in filter(None, selectors):
        try:
            hits = tree.xpath(selector) if selector[0] in "/(" else tree.cssselect(selector)
        except (etree.XPathError, ValueError, SyntaxError, RuntimeError):
            continue
        found.update(hit for hit in hits if isinstance(hit, HtmlElement))
    return found


def is_inside(block: Block, around: set[HtmlElement]) -> bool:
    """Whether a block stands in one of the elements."""
    return not around.isdisjoint(block.path)
