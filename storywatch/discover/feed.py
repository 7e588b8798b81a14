"""Reads RSS, Atom and RDF feeds from a tree pruned of what slows or harms it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from lxml import etree

from storywatch.discover.document import Announcement, FetchedDocument, Reading
from storywatch.discover.hostile_xml import readable_xml
from storywatch.discover.plain_text import LONGEST_STANDFIRST, plain_text
from storywatch.discover.pruned_tree import Pruning, local_name, pruned_tree
from storywatch.errors import SourceUnreadable

_ITEMS = frozenset({"item", "entry"})
_PRUNING = Pruning(
    items=_ITEMS,
    dropped=frozenset({"encoded", "content", "group", "thumbnail", "comments", "cloud"}),
)
_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_ATOM = "http://www.w3.org/2005/Atom"
# Other vocabularies whose words count, by namespace; items have many more of no use here.
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
}
_PUBLISHED = ("published", "pubdate", "issued", "dc:date", "dcterms:issued", "date", "created")
_UPDATED = ("updated", "modified", "dcterms:modified")
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000}
_LONGEST_WAIT = 2_592_000  # seconds in 30 days; a feed that asks for more means nothing by it

# Not feedparser: it raises KeyError, TypeError and more on hostile items, and one loses the feed.

Element = etree._Element
Fields = Mapping[str, list[Element]]


def read_feed(document: FetchedDocument) -> Reading:
    """Returns what an RSS, Atom or RDF feed announces, in its own order."""
    tree = pruned_tree(readable_xml(document, "a feed"), _PRUNING)
    if local_name(tree) not in _ROOTS:
        raise SourceUnreadable(_other_root(local_name(tree)))
    items = [element for element in tree.iter(etree.Element) if local_name(element) in _ITEMS]
    return Reading(
        announcements=tuple(_announcement(item, document.url) for item in items),
        hints=dict(_hints(tree)),
    )


def _other_root(name: str) -> str:
    if name in ("urlset", "sitemapindex"):
        return "answered a sitemap, not a feed: declare the source with kind = 'sitemap'"
    return f"answered XML with the root <{name[:40]}>, not a feed; check the source's address"


def _announcement(item: Element, feed_url: str) -> Announcement:
    fields = _fields(item)
    published, updated = _first(fields, *_PUBLISHED), _first(fields, *_UPDATED)
    if not published and local_name(item) == "item":
        published, updated = updated, None  # RSS has one date, whatever it is called
    return Announcement(
        url=_link(item, fields),
        base=_base(item, feed_url),
        title=plain_text(_first(fields, "title")),
        standfirst=plain_text(_first(fields, "description", "summary"), LONGEST_STANDFIRST),
        published_text=published,
        modified_text=updated,
        guid=_first(fields, "guid", "id"),
    )


def _fields(item: Element) -> Fields:
    """An item's elements by name; those of a foreign vocabulary with its usual prefix."""
    own = _namespace(item)
    fields: dict[str, list[Element]] = {}
    for element in item.iterchildren(etree.Element):
        space = _namespace(element)
        prefix = "" if space in ("", own, _ATOM) else f"{_PREFIXES.get(space, 'foreign')}:"
        fields.setdefault(prefix + local_name(element), []).append(element)
    return fields


def _namespace(element: Element) -> str:
    return str(element.tag).rpartition("}")[0].removeprefix("{")


def _first(fields: Fields, *names: str) -> str | None:
    """The first text under the first of the names that has one."""
    texts = (_text(element) for name in names for element in fields.get(name, ()))
    return next(filter(None, texts), None)


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _link(item: Element, fields: Fields) -> str:
    """The story's own address: of several links the one that is neither sound nor self."""
    links = fields.get("link", ())
    alternates = [link for link in links if link.get("rel", "alternate") == "alternate"]
    alternates.sort(key=lambda link: "html" not in link.get("type", "html"))
    told = (
        _first(fields, "feedburner:origlink"),
        *(link.get("href") or _text(link) for link in alternates),
        *(_text(guid) for guid in fields.get("guid", ()) if guid.get("isPermaLink") != "false"),
        item.get(_RDF_ABOUT),
    )
    return next(filter(None, told), "")


def _base(item: Element, feed_url: str) -> str:
    """What the item's links are relative to: xml:base from the outside in, else the feed."""
    base = feed_url
    for element in (*reversed([*item.iterancestors()]), item):
        try:
            base = urljoin(base, element.get(_XML_BASE, ""))
        except ValueError:
            continue
    return base


def _hints(tree: Element) -> Iterator[tuple[str, int]]:
    said: dict[str, str] = {}
    for channel in (tree, *tree.iterchildren(etree.Element)):
        if local_name(channel) in _ROOTS:
            for element in channel.iterchildren(etree.Element):
                said.setdefault(local_name(element), (element.text or "").strip().lower())
    ttl = _number(said.get("ttl"))
    if ttl:
        yield "ttl", min(ttl * 60, _LONGEST_WAIT)
    period = _PERIODS.get(said.get("updateperiod", ""))
    if period:
        yield "update_period", period // (_number(said.get("updatefrequency")) or 1) or 1


def _number(words: str | None) -> int | None:
    text = (words or "")[:9]
    return int(text) if text.isascii() and text.isdigit() else None
