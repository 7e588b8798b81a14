"""A page opened once for all readers: text, tree, meta tags and linked data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed page.

    `meta` maps a lower-cased `name`, `property` or `itemprop` of a <meta> to its contents in order.
    `linked_data` holds every JSON-LD node, flattened out of lists and @graph, in order.
    `base_url` is what relative links are joined to.
    """

    url: str
    base_url: str
    text: str
    tree: HtmlElement
    meta: Mapping[str, tuple[str, ...]]
    linked_data: tuple[Mapping[str, object], ...]
