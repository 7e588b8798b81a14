"""Reads sitemaps, news sitemaps and sitemap indexes for what is new in them."""

from __future__ import annotations

from datetime import datetime, timedelta

from lxml import etree

from storywatch.discover.document import Announcement, FetchedDocument, Reading
from storywatch.discover.hostile_xml import xml_text
from storywatch.discover.plain_text import plain_text
from storywatch.discover.pruned_tree import Pruning, local_name, pruned_tree
from storywatch.discover.rough_time import rough_instant
from storywatch.errors import SourceUnreadable

RECENT = timedelta(days=3)  # a monitor wants news; a sitemap lists an archive
UNDATED = 200  # entries without any date that are taken: the last ones, where most outlets append
_PRUNING = Pruning(
    items=frozenset({"url", "sitemap"}),
    dropped=frozenset({"image", "video", "link", "pagemap", "mobile"}),
    most_items=100_000,  # twice what the protocol allows
)


def read_sitemap(document: FetchedDocument, *, now: datetime) -> Reading:
    """Returns the recent entries of a sitemap, or the children of an index that may have some.

    Entries with a news date are all taken. Of the others, those whose `lastmod` lies within
    `RECENT` are; if none of the others has one, the last `UNDATED` are.
    """
    tree = pruned_tree(xml_text(document, "a sitemap"), _PRUNING)
    entries = [(local_name(element), _fields(element)) for element in tree if len(element)]
    children = [fields for name, fields in entries if name == "sitemap" and fields.get("loc")]
    listed = [fields for name, fields in entries if name == "url" and fields.get("loc")]
    if not entries and local_name(tree) not in ("urlset", "sitemapindex"):
        raise SourceUnreadable(_other_root(local_name(tree)))
    return Reading(
        announcements=tuple(_announcement(fields, document.url) for fields in _news(listed, now)),
        children=tuple(_children(children, now)),
    )


def _other_root(name: str) -> str:
    if name in ("rss", "feed", "rdf"):
        return "answered a feed, not a sitemap: declare the source with kind = 'feed'"
    return f"answered XML with the root <{name[:40]}>, not a sitemap; check the source's address"


def _fields(entry: etree._Element) -> dict[str, str]:
    """The first text of each element of an entry, by local name, its news part included."""
    fields: dict[str, str] = {}
    for element in entry.iterdescendants():
        if element.text and element.text.strip():
            fields.setdefault(local_name(element), element.text.strip())
    return fields


def _news(listed: list[dict[str, str]], now: datetime) -> list[dict[str, str]]:
    if not any("publication_date" in fields or "lastmod" in fields for fields in listed):
        return listed[-UNDATED:]
    return [fields for fields in listed if "publication_date" in fields or _is_recent(fields, now)]


def _is_recent(fields: dict[str, str], now: datetime) -> bool:
    changed_at = rough_instant(fields.get("lastmod"))
    return changed_at is not None and changed_at > now - RECENT


def _announcement(fields: dict[str, str], base: str) -> Announcement:
    return Announcement(
        url=fields["loc"],
        base=base,
        title=plain_text(fields.get("title")),
        published_text=fields.get("publication_date"),
        modified_text=fields.get("lastmod"),
    )


def _children(listed: list[dict[str, str]], now: datetime) -> list[str]:
    """The newest first; where some changed lately, those that say they did not are left out."""
    is_kept_up = any(_is_recent(fields, now) for fields in listed)
    if is_kept_up:
        listed = [f for f in listed if _is_recent(f, now) or not rough_instant(f.get("lastmod"))]

    def newness(fields: dict[str, str]) -> tuple[float, bool]:
        changed_at = rough_instant(fields.get("lastmod"))
        return (changed_at.timestamp() if changed_at else 0.0, "news" in fields["loc"])

    return [fields["loc"] for fields in sorted(listed, key=newness, reverse=True)]
