"""Where on a page the story's own date can stand: near its headline, and not in what belongs to
other stories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import accumulate, chain, islice

from lxml.html import HtmlElement

from storywatch.extract import marks
from storywatch.extract.address import canonical
from storywatch.extract.answers import Answers
from storywatch.extract.document import Document

_LARGEST_TEASER = 700  # characters of a block that announces another story
_CLOSE_BEFORE = (
    80  # characters: a date so close to the headline is the story's whatever its block is called
)
_CLOSE_AFTER = 450
_TEASER_LEVELS = 6  # elements around a date that may make a teaser of it
_TEASER_LEVELS_CLOSE = 2  # and around one that follows the headline at once
_JUST_BELOW = 200  # characters
_DEEPEST = 60  # levels climbed

_NAME = r"(?:^|[^a-z])(?:{})(?:[^a-z]|$)"
_OTHERS = re.compile(
    _NAME.format(
        r"comments?|comment-?(?:list|meta|body|date|time)|commentlist|commentmetadata|disqus|replies|respond|related\w*|recommend\w*"
        r"|trending|popular|most-?read|meistgelesen|outbrain|taboola|kommentare?|verwandt\w*|read-?(?:more|next|also)"
        r"|more-?(?:from|news|stories|articles)|also|ticker|weather|copyright|colophon|next|prev(?:ious)?|ad(?:vert\w*)?|cookie\w*"
    )
)
_SUSPECT = re.compile(
    _NAME.format(
        r"sidebar\w*|side|widgets?|teasers?|latest|recent|newsletter|footer|carousel|promo|breadcrumbs?|nav|menu|upcoming"
        r"|events?|tooltip|modal|popup|archives?|topbar|masthead|cards?|slider|topics?"
    )
)
_OWN_FOOTER = re.compile(r"(?:post|article|entry|story|content|node)[-_]+(?:footer|meta)")
_APART = frozenset({"figure", "blockquote", "iframe", "dialog", "select", "caption", "figcaption"})
_SUSPECT_TAGS = frozenset({"aside", "footer", "nav", "form"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_SMALL = frozenset({"span", "a", "b", "strong", "i", "em", "time", "abbr", "small", "p"})


class Places:
    """One page's geography: its headline, and which places are not the story's."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._teasers = Answers(_is_teaser)
        self._others = Answers(_is_others)
        self._suspects = Answers(_is_suspect)

    @cached_property
    def start(self) -> HtmlElement | None:
        """The headline, or where the story's container begins."""
        if self._document.heading is not None:
            return self._document.heading
        return next(iter(self._document.tree.iter("article", "main")), None)

    @cached_property
    def _around_headline(self) -> frozenset[HtmlElement]:
        if self._document.heading is None:
            return frozenset()
        return frozenset({self._document.heading, *self._document.heading.iterancestors()})

    def is_elsewhere(self, element: HtmlElement, distance: int) -> bool:
        """Whether a place, `distance` characters behind the headline, belongs to something else
        than the story.
        """
        return self._is_beside(element, distance) and not self._announces_story(element)

    def _is_beside(self, element: HtmlElement, distance: int) -> bool:
        is_close = -_CLOSE_BEFORE <= distance <= _CLOSE_AFTER
        reach = _TEASER_LEVELS_CLOSE if 0 <= distance <= _JUST_BELOW else _TEASER_LEVELS
        for level, at in enumerate(islice(_outwards(element), _DEEPEST)):
            if at in self._around_headline:
                return False
            if self._others[at] or (level <= reach and self._teasers[at]):
                return True
            if not is_close and self._suspects[at]:
                return True
        return False

    def _announces_story(self, element: HtmlElement) -> bool:
        """Whether a place is in a link to this very page, as lists of the newest stories have."""
        around = islice(_outwards(element), 1 + _TEASER_LEVELS)
        link = next((at.get("href") for at in around if at.tag == "a"), None)
        return bool(link and "#" not in link) and self._here == canonical(
            link or "", self._document.base_url
        )

    @cached_property
    def _here(self) -> str | None:
        return canonical(self._document.url)

    def is_anothers(self, element: HtmlElement) -> bool:
        """Whether the names of the boxes around a place say that it belongs to something else."""
        return any(self._others[at] for at in islice(_outwards(element), _DEEPEST))


def _outwards(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element and those around it."""
    return chain((element,), element.iterancestors())


def _is_others(element: HtmlElement) -> bool:
    return element.tag in _APART or _names_others(_names(element))


def _is_suspect(element: HtmlElement) -> bool:
    is_suspect = element.tag in _SUSPECT_TAGS or _names_suspect(_names(element))
    return is_suspect and not _is_whole_story(element)


def _names(element: HtmlElement) -> str:
    return marks.names_on(element)[:300]


@lru_cache(maxsize=20_000)
def _names_others(names: str) -> bool:
    return bool(_OTHERS.search(_hyphenated(names)))


@lru_cache(maxsize=20_000)
def _names_suspect(names: str) -> bool:
    spelt = _hyphenated(names)
    return bool(_SUSPECT.search(spelt)) and not _OWN_FOOTER.search(spelt)


def _hyphenated(names: str) -> str:
    return names.lower().replace("_", "-")


def _is_whole_story(element: HtmlElement) -> bool:
    """Blog systems call the whole content a widget or a card."""
    paragraphs = (p for p in element.iter("p") if len(p.text or "") > 80)
    return len(list(islice(paragraphs, 4))) == 4


def _is_teaser(element: HtmlElement) -> bool:
    """A small block with a linked heading of its own, or an entry of a list of links, announces
    another story.
    """
    if element.tag in _SMALL or element.tag in _HEADINGS:
        return False
    has_link = len(element) < 40 and any(map(_is_linked, element.iter(*_HEADINGS)))
    if not has_link and element.tag in ("li", "article", "tr", "td"):
        texts = ("".join(link.itertext()).strip() for link in element.iter("a"))
        has_link = any(len(text) > 30 for text in texts)
    sizes = accumulate(map(len, element.itertext())) if has_link else ()
    return has_link and all(size <= _LARGEST_TEASER for size in sizes)


def _is_linked(heading: HtmlElement) -> bool:
    parent = heading.getparent()
    return next(heading.iter("a"), None) is not None or (parent is not None and parent.tag == "a")
