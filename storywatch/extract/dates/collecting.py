"""Gathers every place of a page that says when, each with its words and what it claims to be."""

from __future__ import annotations

from itertools import chain, islice

from lxml import etree
from lxml.html import HtmlElement

from storywatch.extract.dates.declared import declared_dates, outside_dates
from storywatch.extract.dates.scripted import scripted_dates
from storywatch.extract.dates.visible import visible_dates
from storywatch.extract.dates.vocabulary import plain
from storywatch.extract.document import Document
from storywatch.outlet import Outlet
from storywatch.story import DateCandidate, Page

_MOST = 40  # candidates; a story's page has about ten


def collect(document: Document, page: Page, outlet: Outlet) -> tuple[DateCandidate, ...]:
    """Returns the page's date candidates in page order; dates of teasers, comments and footers are
    not among them.
    """
    outside = list(islice(outside_dates(page), 8))
    languages = outlet.languages or _declared_languages(document)
    inside = chain(
        _hinted(document, outlet),
        declared_dates(document),
        visible_dates(document, languages, page.fetched_at.date()),
    )
    found = (*islice(inside, _MOST - len(outside)), *outside)
    if any(candidate.claim != "modified" for candidate in found):
        return found
    return (*found, *scripted_dates(document))


def _hinted(document: Document, outlet: Outlet) -> list[DateCandidate]:
    hints = (("published", outlet.hints.published), ("modified", outlet.hints.modified))
    return [
        DateCandidate(claim=claim, text=text, origin="hint")
        for claim, selector in hints
        if selector and (text := _selected(document.tree, selector))
    ]


def _selected(tree: HtmlElement, selector: str) -> str | None:
    """A selector that does not fit the page, or is none, gives nothing."""
    try:
        found = tree.xpath(selector) if selector[0] in "/(" else tree.cssselect(selector)
    except (etree.XPathError, ValueError, SyntaxError, RuntimeError):
        return None
    first = found[0] if isinstance(found, list) and found else found
    if isinstance(first, HtmlElement):
        first = first.get("datetime") or first.get("content") or first.text_content()
    return plain(first[:300]) or None if isinstance(first, str) else None


def _declared_languages(document: Document) -> tuple[str, ...]:
    declared = document.tree.get("lang") or next(iter(document.meta.get("og:locale", ())), "")
    return (declared[:2].lower(),) if declared[:2].isalpha() and len(declared) >= 2 else ()
