"""Reads RSS, Atom and RDF feeds from a tree pruned of what slows or harms it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
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
    hollow=frozenset({"content"}),
    dropped=frozenset({"encoded", "group", "thumbnail", "comments", "cloud"}),
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
_RELATIONS = "http://www.iana.org/assignments/relation/"  # as Atom may write them out
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
    url, element = _link(item, fields)
    published, updated = _first(fields, *_PUBLISHED), _first(fields, *_UPDATED)
    if not published and local_name(item) == "item":
        published, updated = updated, None  # RSS has one date, whatever it is called
    return Announcement(
        url=url,
        base=_base(element, feed_url),
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


def _link(item: Element, fields: Fields) -> tuple[str, Element]:
    """The story's own address, and the element that says what it is relative to.

    Of several links it is the one to the story itself; where there is none, an id that is an
    address, what the content is kept at, and at last the entry's own.
    """
    links = fields.get("link", ())
    alternates = [link for link in links if _relation(link) == "alternate"]
    alternates.sort(key=lambda link: not _is_html(link))
    told = (
        *((_text(link), link) for link in fields.get("feedburner:origlink", ())),
        *((link.get("href") or _text(link) or _behind(link), link) for link in alternates),
        *((_text(guid), guid) for guid in fields.get("guid", ()) if _is_address(guid)),
        (item.get(_RDF_ABOUT) or "", item),
        *((_text(one), one) for one in fields.get("id", ()) if _is_web(_text(one))),
        *((one.get("src", ""), one) for one in fields.get("content", ()) if _is_html(one)),
        *((link.get("href", ""), link) for link in links if _relation(link) == "self"),
    )
    url, element = next((each for each in told if each[0]), ("", item))
    return url.replace("&amp;", "&"), element


def _is_html(element: Element) -> bool:
    return "html" in element.get("type", "html")


def _relation(link: Element) -> str:
    return link.get("rel", "alternate").strip().lower().removeprefix(_RELATIONS)


def _behind(link: Element) -> str:
    """What stands behind an empty link: some software takes it for HTML's."""
    words = (link.tail or "").strip()
    return words if _is_web(words) else ""


def _is_address(guid: Element) -> bool:
    """Whether a guid is the story's address: it says so, or does not deny it and looks like one."""
    said, words = guid.get("isPermaLink", "").strip().lower(), _text(guid)
    return said == "true" or (said != "false" and (_is_web(words) or words.startswith("/")))


def _is_web(words: str) -> bool:
    return words[:8].lower().startswith(("http://", "https://"))


def _base(link: Element, feed_url: str) -> str:
    """What a link is relative to: xml:base from the outside in, else the feed."""
    base = feed_url
    for element in (*reversed([*link.iterancestors()]), link):
        if said := element.get(_XML_BASE):
            with suppress(ValueError):
                base = urljoin(base, said)
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
