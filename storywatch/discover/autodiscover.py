"""From a home page to addresses that may be its outlet's sources, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from storywatch.discover.document import FetchedDocument
from storywatch.discover.masthead import Clue, country_of, language_of, name_of
from storywatch.discover.opened_page import opened
from storywatch.discover.sieve import publisher
from storywatch.discover.source_address import source_address
from storywatch.discover.zones import clocks, guess_zone, stamps
from storywatch.errors import SourceUnreadable
from storywatch.extract.charset import decode
from storywatch.extract.document import Document

MOST_CANDIDATES = 16
_MOST_OF_A_PLACE = 8  # a page that announces 5,000 feeds says nothing by it
_MOST_LINKS = 5_000  # of a page that are looked at
_FEED_TYPES = re.compile(
    r"application/(?:rss|atom|rdf)\+xml|application/(?:feed\+)?json|text/xml", re.IGNORECASE
)
_FEED_ADDRESS = re.compile(
    r"(?:/|\b)(?:rss|feeds?|atom)(?:/|$|\.xml|\.rss|\.atom|\.json)|\.(?:rss|atom)$|\brss\b.*\.xml$",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"\bcomments?\b|kommentar|commentaire|comentario", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_NEWS = re.compile(r"news", re.IGNORECASE)
_KNOWN_FEEDS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
_FEEDS_BELOW = ("feed/", "rss.xml")  # tried below the home page too, as an edition's may be
_KNOWN_NEWS_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml")
_KNOWN_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")

Kind = Literal["feed", "news_sitemap", "sitemap"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that may be a source, of which kind, and what speaks for it."""

    kind: Kind
    url: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What pages say of their outlet, each with its evidence."""

    name: Clue | None = None
    language: Clue | None = None
    country: Clue | None = None
    timezone: Clue | None = None


def candidates(home: FetchedDocument, robots_text: str = "") -> tuple[Candidate, ...]:
    """Returns at most `MOST_CANDIDATES` addresses worth a try, the likeliest first.

    Well-known addresses are guessed only for kinds that neither the page nor robots.txt names.
    Raises `SourceUnreadable` when the home page is no page.
    """
    page = opened(home)
    named = [
        *_some(_alternates(page)),
        *_some(_robots_sitemaps(robots_text, page)),
        *_some(_linked_feeds(page)),
    ]
    kinds = {candidate.kind for candidate in named}
    distinct = {each.url: each for each in (*named, *_guesses(page, kinds))[::-1]}
    return tuple(distinct.values())[::-1][:MOST_CANDIDATES]


def portray(home: FetchedDocument, samples: Iterable[FetchedDocument] = ()) -> Portrait:
    """Returns what the home page says of its outlet, else what the samples say."""
    documents = [home, *samples]
    pages = [page for document in documents for page in _pages(document)]
    country = _first(map(country_of, pages))
    texts = [decode(each.body, each.headers.get("content-type", "")) for each in documents]
    return Portrait(
        name=_first(map(name_of, pages)),
        language=_first(map(language_of, pages)),
        country=country,
        timezone=guess_zone(
            country[0] if country else None,
            [moment for text in texts for moment in stamps(text)],
            [name for text in texts for name in clocks(text)],
        ),
    )


def _first(clues: Iterable[Clue | None]) -> Clue | None:
    return next((clue for clue in clues if clue), None)


def _pages(document: FetchedDocument) -> Iterator[Document]:
    try:
        yield opened(document)
    except SourceUnreadable:
        return  # a feed among the samples, whose times count all the same


def _some(found: Iterator[Candidate]) -> list[Candidate]:
    distinct: dict[str, Candidate] = {}
    for candidate in found:
        if len(distinct) == _MOST_OF_A_PLACE:
            break
        distinct.setdefault(candidate.url, candidate)
    return list(distinct.values())


def _alternates(page: Document) -> Iterator[Candidate]:
    """Feeds that the head names; a feed may be at another site that carries it for the outlet."""
    for link in page.tree.iterfind(".//link[@rel][@href]"):
        if "alternate" not in (link.get("rel") or "").lower().split():
            continue
        about = f"{link.get('title') or ''} {link.get('href')}"
        url = source_address(link.get("href") or "", page.base_url)
        if url and _FEED_TYPES.search(link.get("type") or "") and not _COMMENTS.search(about):
            yield Candidate(kind="feed", url=url, evidence="link rel=alternate of the home page")


def _robots_sitemaps(robots_text: str, page: Document) -> Iterator[Candidate]:
    """The news sitemaps first; an outlet's other ones may be hundreds."""
    named = _SITEMAP_LINE.findall(robots_text[:500_000])
    for address in sorted(named, key=lambda address: not _NEWS.search(_path(address))):
        url = source_address(address, page.url)
        if url and publisher(url) == publisher(page.url):
            kind: Kind = "news_sitemap" if _NEWS.search(_path(url)) else "sitemap"
            yield Candidate(kind=kind, url=url, evidence="Sitemap: line of robots.txt")


def _linked_feeds(page: Document) -> Iterator[Candidate]:
    for count, anchor in enumerate(page.tree.iterfind(".//a[@href]")):
        if count == _MOST_LINKS:
            return
        href = anchor.get("href") or ""
        if _FEED_ADDRESS.search(href) and not _COMMENTS.search(href):
            url = source_address(href, page.base_url)
            if url and publisher(url) == publisher(page.url):
                yield Candidate(kind="feed", url=url, evidence="link on the home page")


def _guesses(page: Document, known: set[Kind]) -> Iterator[Candidate]:
    below = page.url.rstrip("/") + "/"
    feeds = (*(below + path for path in _FEEDS_BELOW), *_KNOWN_FEEDS)
    guessed: tuple[tuple[Kind, Sequence[str]], ...] = (
        ("feed", feeds),
        ("news_sitemap", _KNOWN_NEWS_SITEMAPS),
        ("sitemap", _KNOWN_SITEMAPS),
    )
    for kind, addresses in guessed:
        for address in () if kind in known else addresses:
            url = source_address(address, page.url)
            if url:
                yield Candidate(kind=kind, url=url, evidence="well-known address")


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
