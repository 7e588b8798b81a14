"""Where a page holds what is known of its story, as selectors that may hold it elsewhere too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

from storywatch.extract.dates.reading import read
from storywatch.extract.wording import letters, plain
from storywatch.outlet import Outlet
from storywatch.story import Story

LONGEST_LABEL = 400  # characters of an element that may be a headline, byline or dateline
LEAST_OF_BODY = 0.9  # of the story's words; less of them stand in an element beside its body
_NAME = re.compile(r"[A-Za-z][A-Za-z_-]*")  # without digits: those are made anew at each build
_ATTRIBUTES = ("itemprop", "data-testid", "property")


def places_of(name: str, story: Story, tree: HtmlElement, outlet: Outlet) -> Iterator[str]:
    """Yields CSS selectors of the elements that hold the story's `name`, each page's own."""
    if name == "body":
        found = _around_body(story, tree)
    else:
        holds = _HOLDS[name](story, outlet)
        found = _innermost([e for e in _labels(tree) if holds(plain(e.text_content()))])
    for element in found:
        yield from _selectors(element)


def _innermost(found: list[HtmlElement]) -> list[HtmlElement]:
    around = {outer for element in found for outer in element.iterancestors()}
    return [element for element in found if element not in around]


def _labels(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that may be a label."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
            continue
        size = len(element.text_content()) if len(element) < 8 else LONGEST_LABEL + 1
        if 0 < size <= LONGEST_LABEL:
            yield element


def _around_body(story: Story, tree: HtmlElement) -> list[HtmlElement]:
    """The smallest elements that hold nearly all of the body."""
    lines = [letters(line) for line in story.body.split("\n")]
    total = sum(map(len, lines))
    if not total:
        return []

    def share(element: HtmlElement) -> float:
        held = letters(element.text_content())
        return sum(len(line) for line in lines if line in held) / total

    inner: HtmlElement | None = tree
    found = None
    while inner is not None:
        found, inner = inner, next((c for c in inner if _holds_most(c, share)), None)
    return [] if found is None or found is tree else [found]


def _holds_most(element: HtmlElement, share: Callable[[HtmlElement], float]) -> bool:
    return isinstance(element.tag, str) and share(element) >= LEAST_OF_BODY


def _selectors(element: HtmlElement) -> Iterator[str]:
    tag, name = str(element.tag), element.get("id") or ""
    if _NAME.fullmatch(name):
        yield f"#{name}"
    for attribute in _ATTRIBUTES:
        value = element.get(attribute) or ""
        if _NAME.fullmatch(value):
            yield f'{tag}[{attribute}="{value}"]'
    own = [f"{tag}.{name}" for name in _classes(element)] or [tag]
    parent = element.getparent()
    above = [f"{parent.tag!s}.{name}" for name in _classes(parent)] if parent is not None else []
    yield from (selector for selector in own if "." in selector)
    yield from (f"{outer} > {inner}" for outer in above for inner in own)


def _classes(element: HtmlElement) -> list[str]:
    return [name for name in (element.get("class") or "").split() if _NAME.fullmatch(name)]


def _equal_to(text: str | None) -> Callable[[str], bool]:
    wanted = letters(text or "")
    return lambda found: bool(wanted) and letters(found) == wanted


def _naming(names: tuple[str, ...]) -> Callable[[str], bool]:
    wanted = [letters(name) for name in names]
    most = sum(map(len, wanted)) + 20  # for "By", "and", a desk's name
    return lambda found: (
        bool(wanted)
        and len(there := letters(found)) <= most
        and all(name in there for name in wanted)
    )


def _dated(story: Story, outlet: Outlet) -> Callable[[str], bool]:
    earliest, latest = story.published_earliest, story.published_latest

    def holds(found: str) -> bool:
        if earliest is None or latest is None or not any(map(str.isdigit, found)):
            return False
        told = read(found, outlet=outlet, relative_to=story.fetched_at)
        return told is not None and earliest <= told.at <= latest

    return holds


_HOLDS: dict[str, Callable[[Story, Outlet], Callable[[str], bool]]] = {
    "title": lambda story, _: _equal_to(story.title),
    "standfirst": lambda story, _: _equal_to(story.standfirst),
    "section": lambda story, _: _equal_to(story.section),
    "authors": lambda story, _: _naming(story.authors),
    "published": _dated,
}
