"""Which boxes of a page list other stories or tell of the author: chrome, however much they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lxml.html import HtmlElement

from storywatch.extract.chrome import Chrome
from storywatch.extract.lines import HEADINGS, Line

_MOST = 0.8  # of a page's prose; a box with more holds the story
_MOST_OF_BIO = 0.3


def shut_listings(lines: list[Line], heads: Iterable[int]) -> None:
    """Makes chrome of all lines of boxes that open with a heading for other stories, or with "About
    the author".

    A box of other stories links titles. None holds a headline of `heads` nor too much of the prose.
    """
    if not any(map(_opens, lines)):
        return
    found = _listings(lines)
    for head in heads:
        found.difference_update(lines[head].block.path)
    for line in lines if found else ():
        if not (line.chrome or line.is_matched or found.isdisjoint(line.block.path)):
            line.chrome, line.worth = Chrome.POINTER, -1.0


def _listings(lines: list[Line]) -> set[HtmlElement]:
    first: dict[HtmlElement, Line] = {}
    linked: set[HtmlElement] = set()
    for line in reversed(lines):
        first.update(dict.fromkeys(line.block.path, line))
        if line.block.tag in HEADINGS and line.block.link_share >= 0.9:
            linked.update(line.block.path)
    prose: Counter[HtmlElement] = Counter()
    for line in lines:
        if line.is_prose:
            prose.update(dict.fromkeys(line.block.path, line.size))
    whole = sum(line.size for line in lines if line.is_prose)
    bios = {e for e, line in first.items() if line.chrome is Chrome.BIO}
    others = {e for e in linked if _points(first[e])}
    return {e for e in others if prose[e] <= _MOST * whole} | {
        e for e in bios if prose[e] <= _MOST_OF_BIO * whole
    }


def _opens(line: Line) -> bool:
    return line.chrome is Chrome.BIO or _points(line)


def _points(line: Line) -> bool:
    return line.chrome is Chrome.POINTER and line.block.tag in HEADINGS
