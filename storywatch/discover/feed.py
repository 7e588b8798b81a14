"""Reads RSS, Atom and RDF feeds by feedparser, from a tree pruned of what slows or harms it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser  # type: ignore[import-untyped]
from lxml import etree

from storywatch.discover.document import Announcement, FetchedDocument, Reading
from storywatch.discover.hostile_xml import readable_xml
from storywatch.discover.plain_text import LONGEST_STANDFIRST, plain_text
from storywatch.discover.pruned_tree import Pruning, local_name, pruned_tree
from storywatch.errors import SourceUnreadable

_PRUNING = Pruning(
    items=frozenset({"item", "entry"}),
    dropped=frozenset({"encoded", "content", "group", "thumbnail", "comments", "cloud"}),
)
_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000}
_LONGEST_WAIT = 2_592_000  # seconds in 30 days; a feed that asks for more means nothing by it


def read_feed(document: FetchedDocument) -> Reading:
    """Returns what an RSS, Atom or RDF feed announces, in its own order."""
    tree = pruned_tree(readable_xml(document, "a feed"), _PRUNING)
    if local_name(tree) not in _ROOTS:
        raise SourceUnreadable(_other_root(local_name(tree)))
    parsed = feedparser.parse(
        io.BytesIO(etree.tostring(tree, encoding="utf-8")),
        response_headers={"content-location": document.url, "content-type": "text/xml"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    is_atom = str(parsed.get("version", "")).startswith("atom")
    entries = [dict(entry) for entry in parsed.entries]
    return Reading(
        announcements=tuple(
            _announcement(entry, document.url, is_atom=is_atom) for entry in entries
        ),
        hints=dict(_hints(parsed.feed)),
    )


def _other_root(name: str) -> str:
    if name in ("urlset", "sitemapindex"):
        return "answered a sitemap, not a feed: declare the source with kind = 'sitemap'"
    return f"answered XML with the root <{name[:40]}>, not a feed; check the source's address"


def _announcement(entry: Mapping[str, Any], base: str, *, is_atom: bool) -> Announcement:
    # The mapping is a plain dict: feedparser's own one answers `updated` with `published`.
    published, updated = entry.get("published") or entry.get("created"), entry.get("updated")
    if not published and not is_atom:
        published, updated = updated, None
    return Announcement(
        url=entry.get("feedburner_origlink") or entry.get("link") or "",
        base=base,
        title=plain_text(entry.get("title")),
        standfirst=plain_text(entry.get("summary"), LONGEST_STANDFIRST),
        published_text=published,
        modified_text=updated,
        guid=entry.get("id"),
    )


def _hints(feed: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    ttl = _number(feed.get("ttl"))
    if ttl:
        yield "ttl", min(ttl * 60, _LONGEST_WAIT)
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    if period:
        yield "update_period", period // (_number(feed.get("sy_updatefrequency")) or 1) or 1


def _number(words: object) -> int | None:
    text = str(words or "").strip()[:9]
    return int(text) if text.isascii() and text.isdigit() else None
