"""Which element of a page prints its story's headline: date and byline stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree
from lxml.html import HtmlElement

from storywatch.extract.linked_data import Node
from storywatch.extract.wording import squeezed

_MOST_HEADINGS = 200
_LONGEST = 400  # characters of a title that are compared
_LEAST = 12  # letters; shorter headings are rubrics
_LEAST_WHOLE = 5  # letters of a headline that the page's titles give whole
_TITLE_PARTS = re.compile(r"\s[|–—•·»-]+\s|\s::\s")
# All attributes of a page are gone through sooner than all elements are asked for one of theirs.
_HEADINGS = etree.XPath(
    "//h1 | //h2 | //h3 | //h4 | //@itemprop[.='headline']/parent::*[not(self::meta)]"
)

Meta = Mapping[str, tuple[str, ...]]


def find_heading(tree: HtmlElement, meta: Meta, nodes: Sequence[Node]) -> HtmlElement | None:
    """Returns the heading that says what the page's titles say; else the first h1 with words."""
    texts = list(_texts(tree, meta, nodes))
    titles = [*_titles(texts), *_short_titles(texts)]
    longest = max(map(len, titles), default=0)
    outlet = {squeezed(name[:_LONGEST]) for name in meta.get("og:site_name", ())[:1]}
    best, most, first = None, 0, None
    for element in _HEADINGS(tree)[:_MOST_HEADINGS]:
        told = squeezed("".join(element.itertext())[:_LONGEST])
        if told in outlet or (len(told) < _LEAST and told not in titles):
            continue
        may_agree = min(len(told), longest) > most
        agreed = max((_agreed(told, title) for title in titles), default=0) if may_agree else 0
        if agreed > most:
            best, most = element, agreed
        first = element if first is None and element.tag == "h1" else first
    return first if best is None else best


def _texts(tree: HtmlElement, meta: Meta, nodes: Sequence[Node]) -> Iterator[str]:
    yield from meta.get("og:title", ())[:2]
    yield from meta.get("twitter:title", ())[:1]
    yield from [str(node.get("headline")) for node in nodes[:20] if node.get("headline")][:2]
    yield tree.findtext(".//title") or ""


def _titles(texts: Iterable[str]) -> list[str]:
    parts = [part for text in texts for part in (text, *_TITLE_PARTS.split(text[:_LONGEST]))]
    told = dict.fromkeys(squeezed(part[:_LONGEST]) for part in parts)
    return [title for title in told if len(title) >= _LEAST]


def _short_titles(texts: Iterable[str]) -> list[str]:
    """What stands before the outlet's name, where that is short: "Pleiades - Stars & Planets"."""
    firsts = (parts[0] for text in texts if len(parts := _TITLE_PARTS.split(text[:_LONGEST])) > 1)
    return [told for first in firsts if _LEAST_WHOLE <= len(told := squeezed(first)) < _LEAST]


def _agreed(told: str, title: str) -> int:
    """How many letters a heading and a title have in common; a short title must be the whole."""
    if min(len(told), len(title)) < _LEAST:
        return len(told) if told == title else 0
    if told[:80] in title or title in told:
        return min(len(told), len(title))
    return 0
