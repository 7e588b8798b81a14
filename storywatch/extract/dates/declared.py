"""Dates that a page declares for machines: JSON-LD, meta tags, the lead, the address and the HTTP
header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import chain
from urllib.parse import urlsplit

from storywatch.extract.dates.written import SHORT_MONTHS
from storywatch.extract.document import Document
from storywatch.extract.linked_data import is_story, types
from storywatch.story import DateCandidate, Lead, Page

_LONGEST = 100  # characters of a declared date; real ones have 10 to 40
_KEYS = (
    ("datePublished", "published"),
    ("dateCreated", "either"),
    ("uploadDate", "either"),
    ("dateModified", "modified"),
)
_STORY_LIKE = frozenset({
    "webpage", "itempage", "recipe", "review", "howto", "claimreview", "videoobject",
    "audioobject", "podcastepisode", "event", "creativework", "discussionforumposting",
    "qapage", "report",
})  # fmt: skip
_MODIFIED_NAME = re.compile(r"modif|updat|lastmod|last-mod|revised|moddate")
_PUBLISHED_NAME = re.compile(
    r"publish|pub_?-?date|pub-?time|issued|release_?date|article:?[_.]?(?:date|created)|firstpub|sailthru\.date"
    r"|(?:^|[.:_-])date(?:$|[._-]|created|posted|line|time)|created|(?:dc|dcterms|citation|bt|sw|rnews|cre|eprints)[.:_-]?date"
    r"|originalpublication|posted|onlinedate|parsely-pub|analyticsattributes\.articledate|displaydate|uploaddate|storydate"
)
_OTHER_NAME = re.compile(
    r"expir|birth|event|publisher|publishing|valid|avail|unavail|published_by|verif|copyright|archive|embargo|coverage"
)
_WEAK_NAME = re.compile(
    r"^(?:(?:dc|dcterms)[.:_-])?(?:date|datecreated|uploaddate|created|last-modified|revised)$"
)
_URL_DATE = re.compile(
    r"(?<![\d])(?P<y>(?:19|20)\d\d)[/_.-]?(?P<m>0[1-9]|1[0-2]|(?<=[/_.-])[1-9](?=[/_.-]))[/_.-]?"
    r"(?P<d>0[1-9]|[12]\d|3[01]|(?<=[/_.-])[1-9])(?=[^\d]|$|\d{4}(?:\D|$))"
)
_URL_NAMED = re.compile(
    r"/(?P<y>20\d\d)[/-](?P<m>[a-z]{3})[/-](?P<d>\d{1,2})(?=[/-])", re.IGNORECASE
)

# The origins of what no page says itself.
OUTSIDE = frozenset({"feed", "sitemap", "url", "http last-modified"})


def declared_dates(document: Document) -> Iterator[DateCandidate]:
    """Yields what the page's own machine-readable places say, best known first."""
    return chain(_linked_data(document), _meta(document))


def outside_dates(page: Page) -> Iterator[DateCandidate]:
    """Yields what was said outside the page: by the source that named it, its address and its
    server.
    """
    if page.lead:
        yield from _lead(page.lead)
    yield from url_dates(page.final_url)
    if page.url != page.final_url:
        yield from url_dates(page.url)
    if last_modified := page.headers.get("last-modified"):
        yield DateCandidate(
            claim="modified", text=last_modified[:_LONGEST], origin="http last-modified"
        )


def url_dates(url: str) -> Iterator[DateCandidate]:
    """Yields the day in an address such as /2025/12/06/, /2025-12-06- or /2025/dec/06/."""
    path = urlsplit(url).path[:500] if "://" in url[:10] else ""
    if found := _URL_DATE.search(path):
        text = f"{found['y']}-{int(found['m']):02d}-{int(found['d']):02d}"
        yield DateCandidate(claim="published", text=text, origin="url")
    elif (found := _URL_NAMED.search(path)) and (month := SHORT_MONTHS.get(found["m"].lower())):
        text = f"{found['y']}-{month:02d}-{int(found['d']):02d}"
        yield DateCandidate(claim="published", text=text, origin="url")


def _linked_data(document: Document) -> Iterator[DateCandidate]:
    """Story nodes speak for the story; others are heard only when no story node has a date."""
    stories = [node for node in document.linked_data if is_story(node)]
    main = [node for node in stories if _is_about(node, document)] or stories[:1]
    others = [
        node for node in document.linked_data if not is_story(node) and types(node) & _STORY_LIKE
    ]
    for prefix, nodes in (("json-ld", main), ("json-ld page", others)):
        for node in nodes:
            for key, claim in _KEYS:
                if text := _text(node.get(key)):
                    yield DateCandidate(claim=claim, text=text, origin=f"{prefix} {key}")


def _is_about(node: object, document: Document) -> bool:
    """A page may carry the nodes of related stories too: its own has its address, or none."""
    if not isinstance(node, dict):
        return False
    if not any(_text(node.get(key)) for key, _ in _KEYS):
        return False
    given = node.get("mainEntityOfPage") or node.get("url") or node.get("@id")
    given = given.get("@id") or given.get("url") if isinstance(given, dict) else given
    if not isinstance(given, str) or "://" not in given[:10]:
        return True
    mine, theirs = _slug(document.url), _slug(given)
    return not theirs or mine == theirs or mine in theirs or theirs in mine


def _slug(url: str) -> str:
    try:
        return urlsplit(url).path.strip("/").rpartition("/")[2].lower().removesuffix(".html")
    except ValueError:
        return ""


def _meta(document: Document) -> Iterator[DateCandidate]:
    for name, contents in document.meta.items():
        claim = _claim(name)
        for text in dict.fromkeys(contents) if claim else ():
            if claim and 6 <= len(text) <= _LONGEST and any(map(str.isdecimal, text)):
                origin = f"weak meta {name}" if _WEAK_NAME.match(name) else f"meta {name}"
                yield DateCandidate(claim=claim, text=text, origin=origin)
                break


def _claim(name: str) -> str | None:
    name = name[:60].lower()
    if _OTHER_NAME.search(name):
        return None
    if _MODIFIED_NAME.search(name):
        return "modified"
    return "published" if _PUBLISHED_NAME.search(name) else None


def _lead(lead: Lead) -> Iterator[DateCandidate]:
    origin = "sitemap" if "sitemap" in (lead.source_url or "") else "feed"
    for claim, text in (("published", lead.published_text), ("modified", lead.modified_text)):
        if text:
            yield DateCandidate(claim=claim, text=text[:_LONGEST], origin=origin)


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:.0f}" if abs(value) < 1e15 else None
    if isinstance(value, str) and 4 <= len(value.strip()) <= _LONGEST:
        return unescape(value.strip())  # some templates write the + of an offset as &#43;
    return None
