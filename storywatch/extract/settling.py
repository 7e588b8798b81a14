"""Takes back what class names say of a box where the page shows that the story itself is in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter

from lxml.html import HtmlElement

from storywatch.extract.lines import CHROME_PLACES, FRAME_PLACES, Line
from storywatch.extract.marks import Mark

# Names that outlets also give to boxes around whole stories; two long paragraphs take them back.
_LOOSE = (
    Mark.RELATED
    | Mark.ASIDE
    | Mark.NOTICE
    | Mark.SIGN_UP
    | Mark.SHARE
    | Mark.TAGS
    | Mark.ADVERT
    | Mark.HIDDEN
)
_ENDS = Mark.COMMENTS | Mark.FOOTER
_PLACES = CHROME_PLACES | FRAME_PLACES
_ELEMENT = itemgetter(0)
_LONG = 200  # letters of a paragraph that teasers and boxes rarely have


def settle_marks(lines: list[Line], headline: int | None) -> None:
    """Voids the marks of elements around the headline or most of the prose: they tell nothing."""
    prose = _Prose()
    for line in lines:
        if line.is_prose:
            prose.add(line)
    head = () if headline is None else lines[headline].block.marked
    around = {element for element, _ in head}
    marked = set(prose.inside)
    settled: dict[tuple[HtmlElement, int], int] = {}
    for block in (line.block for line in lines):
        if not marked.isdisjoint(map(_ELEMENT, block.marked)):
            block.marks = 0
            for place in block.marked:
                if place not in settled:
                    settled[place] = prose.kept(*place, is_around=place[0] in around)
                block.marks |= settled[place]


@dataclass(slots=True)
class _Prose:
    """How much of a page's prose stands in each marked element; `long` ones are paragraphs."""

    total: int = 0
    long_total: int = 0
    inside: Counter[HtmlElement] = field(default_factory=Counter)
    long_inside: Counter[HtmlElement] = field(default_factory=Counter)
    long_count: Counter[HtmlElement] = field(default_factory=Counter)

    def add(self, line: Line) -> None:
        block, size = line.block, line.size
        is_long = size > _LONG
        self.total += size
        self.long_total += size if is_long else 0
        for element, _ in block.marked:
            self.inside[element] += size
            if is_long and block.link_share < 0.3 and block.tag != "li":
                self.long_inside[element] += size
                self.long_count[element] += 1

    def kept(self, element: HtmlElement, mark: int, *, is_around: bool) -> int:
        if not mark & _PLACES:
            return mark
        if self.long_inside[element] > 600 and self.long_count[element] > 1:
            mark &= ~_LOOSE
        holds_story = self._holds_story(element, mark) or (is_around and self.inside[element] > 150)
        return mark & ~_PLACES if holds_story else mark

    def _holds_story(self, element: HtmlElement, mark: int) -> bool:
        if self.inside[element] > 0.5 * self.total:
            return True
        is_end = mark & _ENDS
        return not is_end and self.long_inside[element] > 0.4 * self.long_total
