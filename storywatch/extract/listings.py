"""Which boxes of a page list other stories: their teasers are chrome, however much they tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lxml.html import HtmlElement

from storywatch.extract.chrome import Chrome
from storywatch.extract.lines import HEADINGS, Line

_MOST = 0.8  # of a page's prose; a box with more holds the story


def shut_listings(lines: list[Line], heads: Iterable[int]) -> None:
    """Makes pointers of all lines of boxes that open with a heading for other stories.

    Such a box links titles, and neither holds a headline of `heads` nor nearly all prose.
    """
    found = _listings(lines)
    for head in heads:
        found.difference_update(lines[head].block.path)
    for line in lines if found else ():
        if not (line.chrome or line.is_matched or found.isdisjoint(line.block.path)):
            line.chrome, line.worth = Chrome.POINTER, -1.0


def _listings(lines: list[Line]) -> set[HtmlElement]:
    headings = [line for line in lines if line.block.tag in HEADINGS]
    if not any(line.chrome is Chrome.POINTER for line in headings):
        return set()
    first: dict[HtmlElement, Line] = {}
    prose: Counter[HtmlElement] = Counter()
    for line in lines:
        for element in line.block.path:
            first.setdefault(element, line)
            prose[element] += line.size if line.is_prose else 0
    most = _MOST * sum(line.size for line in lines if line.is_prose)
    linked = {e for line in headings if line.block.link_share >= 0.9 for e in line.block.path}
    return {e for e in linked if _points(first[e]) and prose[e] <= most}


def _points(line: Line) -> bool:
    return line.chrome is Chrome.POINTER and line.block.tag in HEADINGS
