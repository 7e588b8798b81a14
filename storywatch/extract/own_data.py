"""Which of a page's linked data speaks of its own story: some pages carry another one's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from storywatch.extract.linked_data import Node, addresses_of, is_story, text_of

_PIECE = 5  # letters; two headlines of different stories have hardly one such piece in common
_LEAST_PIECES = 10  # a shorter headline tells too little
_LEAST_SHARE = 0.1
_LONGEST = 1_000


def own_nodes(
    nodes: Iterable[Node], tree: HtmlElement, meta: Mapping[str, tuple[str, ...]], url: str
) -> tuple[Node, ...]:
    """Returns the nodes without articles whose headline and address are both another story's."""
    headings = _pieces(" ".join(_headings(tree, meta)))
    return tuple(node for node in nodes if not _is_anothers(node, headings, url))


def _headings(tree: HtmlElement, meta: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    yield tree.findtext(".//head/title") or ""
    yield from (heading.text_content()[:_LONGEST] for heading in tree.iterfind(".//h1"))
    yield from meta.get("og:title", ())[:1]


def _is_anothers(node: Node, headings: frozenset[str], url: str) -> bool:
    if not is_story(node) or len(headings) < _LEAST_PIECES:
        return False
    headline = _pieces(text_of(node.get("headline")) or "")
    if len(headline) < _LEAST_PIECES or len(headline & headings) >= _LEAST_SHARE * len(headline):
        return False
    return not any(_slug(address) == _slug(url) for address in addresses_of(node))


def _pieces(text: str) -> frozenset[str]:
    letters = re.sub(r"\W+", " ", text[: 4 * _LONGEST].casefold())
    return frozenset(letters[start : start + _PIECE] for start in range(len(letters) - _PIECE + 1))


def _slug(url: str) -> str:
    try:
        return urlsplit(url).path.strip("/").rpartition("/")[2].lower()
    except ValueError:
        return ""
