"""Questions about a page's elements that are asked again and again, and answered once."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement


class Answers(dict[HtmlElement, bool]):
    """What the question was answered for each element; it is asked when that is looked up first."""

    def __init__(self, question: Callable[[HtmlElement], bool]) -> None:
        super().__init__()
        self._question = question

    def __missing__(self, element: HtmlElement) -> bool:
        return self.setdefault(element, self._question(element))
