"""Which boxes of a page list other stories or tell of the author: chrome, however much they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from storywatch.extract.chrome import Chrome
from storywatch.extract.lines import Line

_MOST = 0.8  # of a page's prose; a box with more holds the story
_MOST_OF_BIO = 0.3


def shut_listings(lines: list[Line], heads: Iterable[int]) -> None:
    """Makes chrome of all lines of boxes that open with a heading for other stories, or with "About
    the author".

    A box of other stories links titles. None holds a headline of `heads` nor too much of the prose.
    """
    found = _listings(lines)
    for head in heads:
        found.difference_update(lines[head].block.path)
    for line in lines if found else ():
        if not (line.chrome or line.is_matched or found.isdisjoint(line.block.path)):
            line.chrome, line.worth = Chrome.POINTER, -1.0


def _listings(lines: list[Line]) -> set[HtmlElement]:
    opened = dict(_opened(lines))
    if not opened:
        return set()
    linked: set[HtmlElement] = set()
    prose: Counter[HtmlElement] = Counter()
    for line in lines:
        if line.block.is_heading and line.block.link_share >= 0.9:
            linked |= opened.keys() & line.block.path
        if line.is_prose:
            prose.update(dict.fromkeys(opened.keys() & line.block.path, line.size))
    whole = sum(line.size for line in lines if line.is_prose)
    return {
        element
        for element, first in opened.items()
        if (first.chrome is Chrome.BIO and prose[element] <= _MOST_OF_BIO * whole)
        or (_points(first) and element in linked and prose[element] <= _MOST * whole)
    }


def _opened(lines: list[Line]) -> Iterator[tuple[HtmlElement, Line]]:
    """The boxes that open with such a heading: what stands in one box comes without a break."""
    before: tuple[HtmlElement, ...] = ()
    for line in lines:
        path = line.block.path
        if _opens(line):
            yield from ((element, line) for element in path if element not in before)
        before = path


def _opens(line: Line) -> bool:
    return line.chrome is Chrome.BIO or _points(line)


def _points(line: Line) -> bool:
    return line.chrome is Chrome.POINTER and line.block.is_heading
