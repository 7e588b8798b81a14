"""Reads sitemaps, news sitemaps and sitemap indexes for what is new in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from lxml import etree

from storywatch.discover.document import Announcement, FetchedDocument, Reading
from storywatch.discover.hostile_xml import readable_xml, unpacked
from storywatch.discover.plain_text import plain_text
from storywatch.discover.pruned_tree import Pruning, local_name, pruned_tree
from storywatch.discover.rough_time import rough_instant
from storywatch.discover.story_address import is_hub, is_story_address
from storywatch.errors import SourceUnreadable
from storywatch.extract.charset import decode

RECENT = timedelta(days=3)  # a monitor wants news; a sitemap lists an archive
QUIET = 20  # dated entries that are taken however old: what an outlet that writes rarely has last
QUIET_CHILDREN = 10  # and so many sitemaps of an index
UNDATED = 100  # entries without any date that are taken from either end: some append, some prepend
_PRUNING = Pruning(
    items=frozenset({"url", "sitemap"}),
    dropped=frozenset({"image", "video", "link", "pagemap", "mobile"}),
    most_items=100_000,  # twice what the protocol allows
)
_MONTH = re.compile(r"(?<!\d)(20\d\d)(?:[-_/]?(0[1-9]|1[0-2]))?(?:[-_/]?[0-3]\d)?(?!\d)")

_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*https?://[^\s<>]+(?:\s|\Z)", re.IGNORECASE)
_MOST_LINES = 100_000  # as of other sitemaps
_HEADLINE = "words that are as many"  # as a link to a story has: a sitemap has none

_UNKNOWN = datetime.min.replace(tzinfo=UTC)

Fields = Mapping[str, str]


def read_sitemap(
    document: FetchedDocument, *, now: datetime, since: datetime | None = None
) -> Reading:
    """Returns the recent entries of a sitemap, or the children of an index that may have some.

    Entries with a news date are all taken. Of the others, those are whose `lastmod` lies within
    `RECENT`, or after `since` when the source was last read, and the newest `QUIET` in any case;
    of those without a `lastmod` that can be read, the first and the last `UNDATED` are, and beside
    dated ones only those whose address looks like a story's.
    """
    if plain := _addresses(document):
        return Reading(announcements=tuple(_announcement(one, document.url) for one in plain))
    tree = pruned_tree(readable_xml(document, "a sitemap"), _PRUNING)
    entries = [(local_name(element), _fields(element)) for element in tree if len(element)]
    children = [fields for name, fields in entries if name == "sitemap" and fields.get("loc")]
    listed = [fields for name, fields in entries if name == "url" and fields.get("loc")]
    if not children and not listed and local_name(tree) not in ("urlset", "sitemapindex"):
        raise SourceUnreadable(_other_root(local_name(tree)))
    after = min(now - RECENT, since or now)
    return Reading(
        announcements=tuple(_announcement(fields, document.url) for fields in _news(listed, after)),
        children=tuple(_children(children, after)),
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


def _news(listed: Sequence[Fields], after: datetime) -> list[Fields]:
    told = [fields for fields in listed if "publication_date" in fields]
    others = [f for f in listed if "publication_date" not in f and not is_hub(f["loc"])]
    dated = [fields for fields in others if rough_instant(fields.get("lastmod"))]
    undated = [fields for fields in others if not rough_instant(fields.get("lastmod"))]
    if told or dated:  # then what has no date may be a page of another kind
        undated = [fields for fields in undated if is_story_address(fields["loc"], _HEADLINE)]
    dated.sort(key=_changed_at, reverse=True)
    recent_count = sum(_changed_at(fields) > after for fields in dated)
    return told + dated[: max(recent_count, QUIET)] + _ends(undated)


def _ends(undated: list[Fields]) -> list[Fields]:
    return undated if len(undated) <= 2 * UNDATED else undated[:UNDATED] + undated[-UNDATED:]


def _addresses(document: FetchedDocument) -> list[Fields]:
    """The entries of a sitemap that is a plain text of addresses, one a line; else none."""
    body = unpacked(document)
    if not _TEXT.match(body):
        return []
    lines = decode(body, "charset=utf-8").split("\n", _MOST_LINES)[:_MOST_LINES]
    listed = [{"loc": line.strip()} for line in lines if _TEXT.match(line.strip().encode())]
    return _ends([fields for fields in listed if not is_hub(fields["loc"])])


def _changed_at(fields: Fields) -> datetime:
    return rough_instant(fields.get("lastmod")) or _UNKNOWN


def _announcement(fields: Fields, base: str) -> Announcement:
    return Announcement(
        url=fields["loc"],
        base=base,
        title=plain_text(fields.get("title")),
        published_text=fields.get("publication_date"),
        modified_text=fields.get("lastmod"),
    )


def _children(listed: Sequence[Fields], after: datetime) -> list[str]:
    """The newest first; those that say by date or address that they are old are left out."""
    dated = sorted(((_last_of(f), f["loc"]) for f in listed), key=_is_newer, reverse=True)
    fresh = [loc for last, loc in dated if last is None or last > after]
    return fresh or [loc for _, loc in dated[:QUIET_CHILDREN]]


def _is_newer(child: tuple[datetime | None, str]) -> tuple[datetime, bool]:
    last, loc = child
    return last or _UNKNOWN, "news" in loc


def _last_of(child: Fields) -> datetime | None:
    """When a child's last entry was made at the latest: its `lastmod`, or the month in its name."""
    changed_at = rough_instant(child.get("lastmod"))
    named = None if changed_at else _MONTH.search(child["loc"])
    if named is None:
        return changed_at
    year, month = int(named[1]), int(named[2] or 12)
    return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
