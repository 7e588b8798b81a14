"""Harvests a section page's links to stories; chrome, hidden links and hubs are none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from storywatch.discover.document import Announcement, FetchedDocument, Reading
from storywatch.discover.opened_page import opened
from storywatch.discover.plain_text import plain_text
from storywatch.discover.story_address import is_hub, is_story_address
from storywatch.errors import SourceUnreadable
from storywatch.extract.address import canonical
from storywatch.extract.document import Document
from storywatch.extract.sanity import stands_instead
from storywatch.outlet import Source

_MOST_LINKS = 10_000  # looked at of one page
_MOST_OF_A_PATH = 20  # addresses that differ by their query only: filters and sessions have no end
_UNSEEN = frozenset({"nav", "footer", "form", "script", "style", "template", "dialog"})
_UNFOLLOWED = frozenset({"nofollow", "sponsored", "ugc"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FOR_SCRIPTS = re.compile(r"\s*(?:#|javascript:)", re.IGNORECASE)
_TOLD_TO_SCRIPTS = ("data-href", "data-url", "data-link")
_REFRESHED = re.compile(r"url\s*=\s*['\"]?([^'\"\s]+)", re.IGNORECASE)
# How pages hide what only robots shall follow.
_HIDING = re.compile(
    r"display:none|visibility:hidden|opacity:0(?![.\d])|font-size:0(?![.\d])|(?:left|indent|top):-\d{3}"
)


@dataclass(slots=True)
class _Link:
    """All anchors of one page that lead to one address: their longest words, and its headline."""

    url: str
    words: str = ""
    headline: str | None = None


def read_section(document: FetchedDocument, source: Source) -> Reading:
    """Returns the stories that a section page links to, in page order.

    A link's words count as its title only within a heading: cards carry clocks and counters too.
    """
    page = opened(document)
    if _asks_not_to_follow(page.meta.get("robots", ()), document):
        raise SourceUnreadable(
            "asks robots not to follow its links (nofollow); declare a feed or sitemap instead"
        )
    links: dict[str, _Link] = {}
    for anchor in _anchors(page.tree, source.links):
        url = canonical(_target(anchor), page.base_url)
        if url:
            _gather(links.setdefault(url, _Link(url)), anchor)
    chosen = list(_bounded(link for link in links.values() if _is_story(link, source)))
    if not chosen:
        _complain_of(page)
    return Reading(
        announcements=tuple(
            Announcement(url=link.url, base=page.base_url, title=link.headline) for link in chosen
        )
    )


def _complain_of(page: Document) -> None:
    """Raises `SourceUnreadable` when something else stands where stories should be listed."""
    if found := stands_instead(page):
        reason, sentence = found
        raise SourceUnreadable(
            f"{reason}: answered a notice where stories should be listed: {sentence}"
        )
    for meta in page.tree.iterfind(".//meta[@http-equiv]"):
        if (meta.get("http-equiv") or "").strip().lower() == "refresh":
            where = _REFRESHED.search(meta.get("content") or "")
            onwards = canonical(where[1], page.base_url) if where else None
            if onwards and onwards != canonical(page.url):
                raise SourceUnreadable(
                    f"answered a page that leads on to {onwards[:200]}: declare that address"
                )


def _asks_not_to_follow(robots: tuple[str, ...], document: FetchedDocument) -> bool:
    asked = " ".join((*robots, document.headers.get("x-robots-tag", ""))).lower()
    return bool(re.search(r"\b(nofollow|none)\b", asked))


def _anchors(tree: HtmlElement, selector: str | None) -> Iterator[HtmlElement]:
    """The seen, followed links of a page, or of what the selector narrows it to."""
    roots = _selected(tree, selector) if selector else [tree]
    count = 0
    for root in roots:
        walk = etree.iterwalk(root, events=("start",))
        for _, element in walk:
            if _is_unseen(element):
                walk.skip_subtree()
            elif element.tag == "a" and _target(element) and _is_followed(element):
                count += 1
                if count > _MOST_LINKS:
                    return
                yield element


def _target(anchor: HtmlElement) -> str:
    """Where an anchor leads; where only a script would follow it, what it tells the script."""
    href: str = anchor.get("href") or ""
    if href.strip() and not _FOR_SCRIPTS.match(href):
        return href
    return next(filter(None, map(anchor.get, _TOLD_TO_SCRIPTS)), "")


def _selected(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    """What a CSS selector, or an XPath that starts with / or (, finds."""
    is_path = selector.startswith(("/", "("))
    found = tree.xpath(selector) if is_path else tree.cssselect(selector)
    return [each for each in found if isinstance(each, HtmlElement)] if is_path else found


def _is_unseen(element: HtmlElement) -> bool:
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    if element.get("aria-hidden") == "true" or element.get("role") == "navigation":
        return True
    style = element.get("style")
    return bool(style and _HIDING.search(re.sub(r"\s+", "", style[:1_000].lower())))


def _is_followed(anchor: HtmlElement) -> bool:
    return not _UNFOLLOWED & set((anchor.get("rel") or "").lower().split())


def _gather(link: _Link, anchor: HtmlElement) -> None:
    words = plain_text(" ".join(anchor.itertext())) or ""
    link.words = max(link.words, words, key=len)
    if not link.headline:
        link.headline = _headline(anchor, words)


def _headline(anchor: HtmlElement, words: str) -> str | None:
    heading = next(anchor.iter(*_HEADINGS), None)
    if heading is not None:
        return plain_text(" ".join(heading.itertext()))
    is_within = next(anchor.iterancestors(*_HEADINGS), None) is not None
    return words or None if is_within else None


def _bounded(links: Iterable[_Link]) -> Iterator[_Link]:
    """Of addresses with one path: each title once, and no more of them than a list has."""
    titles: dict[str, set[str]] = {}
    for link in links:
        seen = titles.setdefault(link.url.partition("?")[0], set())
        title = link.headline or link.words
        if title not in seen and len(seen) < _MOST_OF_A_PATH:
            seen.add(title)
            yield link


def _is_story(link: _Link, source: Source) -> bool:
    """Where a desk has said by `links` or `only` where stories are, the address's shape is moot."""
    if source.links or source.only:
        return not is_hub(link.url)
    return is_story_address(link.url, link.headline or link.words)
