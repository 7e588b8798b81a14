"""Outlets as OPML 2.0 and back: feed readers understand the feeds, and storywatch the whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from itertools import takewhile
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from pydantic import ValidationError

from storywatch.discover.document import FetchedDocument
from storywatch.discover.hostile_xml import readable_xml
from storywatch.discover.plain_text import plain_text
from storywatch.discover.proposal import outlet_id, slug
from storywatch.discover.pruned_tree import Pruning, local_name, pruned_tree
from storywatch.discover.sieve import publisher
from storywatch.discover.source_address import source_address
from storywatch.errors import SourceUnreadable
from storywatch.outlet import Outlet, Source

NAMESPACE = "https://storywatch.example/opml"  # a name; nothing is fetched from it
_OURS = f"{{{NAMESPACE}}}"
_PRUNING = Pruning(most_children=20_000, deepest=20)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LONGEST_NAME = 80  # characters

Outline = etree._Element


def outlets_to_opml(outlets: Iterable[Outlet], *, now: datetime) -> bytes:
    """Returns the outlets as one OPML document: an outline for each, with one a source in it.

    What OPML has no attribute for stands in attributes of our own namespace, so that
    `outlets_from_opml` returns equal outlets.
    """
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"storywatch": NAMESPACE})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "storywatch outlets"
    etree.SubElement(head, "dateCreated").text = format_datetime(now, usegmt=True)
    body = etree.SubElement(root, "body")
    for outlet in outlets:
        outline = etree.SubElement(body, "outline", _outlet_attributes(outlet))
        for source in outlet.sources:
            etree.SubElement(outline, "outline", _source_attributes(source, outlet))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def outlets_from_opml(document: FetchedDocument) -> tuple[Outlet, ...]:
    """Returns the outlets of an OPML document: ours whole, of foreign feeds one outlet a site.

    Raises `SourceUnreadable` with a sentence if it is no OPML, names no feed, or tells an outlet of
    ours wrongly.
    """
    tree = pruned_tree(readable_xml(document, "OPML"), _PRUNING)
    if local_name(tree) != "opml":
        raise SourceUnreadable(f"it holds XML with the root <{local_name(tree)[:40]}>, not OPML")
    outlines = [each for each in tree.iter(etree.Element) if local_name(each) == "outline"]
    ours = [_outlet(each) for each in outlines if _is_ours(each)]
    foreign = [
        each for each in outlines if _said(each, "xmlUrl") and not _is_ours(each.getparent())
    ]
    found = (*ours, *_one_a_site(foreign, taken={outlet.id for outlet in ours}))
    if not found:
        raise SourceUnreadable("it names no feed: no outline has an xmlUrl that can be fetched")
    return found


def _outlet_attributes(outlet: Outlet) -> dict[str, str]:
    table = outlet.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude={"sources"}
    )
    shown = plain_text(outlet.name) or outlet.id
    return {
        "text": shown,
        "title": shown,
        "htmlUrl": _written(outlet.homepage),
        **{_OURS + key: _written(value) for key, value in table.items()},
    }


def _source_attributes(source: Source, outlet: Outlet) -> dict[str, str]:
    address = {"xmlUrl" if source.kind == "feed" else "url": _written(source.url)}
    table = source.model_dump(mode="json", exclude_none=True, exclude={"url"})
    return {
        "text": f"{plain_text(outlet.name) or outlet.id}: {source.kind.replace('_', ' ')}",
        "type": "rss" if source.kind == "feed" else "link",
        **address,
        **{_OURS + key: _written(value) for key, value in table.items()},
    }


def _written(value: object) -> str:
    """A text as it is if an attribute keeps it so, and everything else as ASCII JSON."""
    if isinstance(value, str) and value.isprintable() and not value.startswith(('"', "[", "{")):
        return value
    return json.dumps(value)


def _read(text: str) -> object:
    return json.loads(text) if text.startswith(('"', "[", "{")) else text


def _is_ours(outline: Outline | None) -> bool:
    return outline is not None and outline.get(f"{_OURS}id") is not None


def _outlet(outline: Outline) -> Outlet:
    try:
        table = _ours_of(outline)
        sources = [_source_table(each) for each in outline if local_name(each) == "outline"]
        return Outlet.model_validate({**table, "source": sources})
    except (ValidationError, ValueError, RecursionError) as error:
        name = str(outline.get(f"{_OURS}id"))[:64]
        said = str(error).replace("\n", " ")[:300]
        raise SourceUnreadable(f"its outlet {name!r} cannot be used: {said}") from error


def _source_table(outline: Outline) -> Mapping[str, Any]:
    """A source's keys; a feed that another program has added is one too."""
    address = _said(outline, "xmlUrl") or _said(outline, "url")
    return {"kind": "feed", "url": _read(address), **_ours_of(outline)}


def _ours_of(outline: Outline) -> dict[str, object]:
    return {
        str(key).removeprefix(_OURS): _read(str(value))
        for key, value in outline.attrib.items()
        if str(key).startswith(_OURS)
    }


def _said(outline: Outline, name: str) -> str:
    """A plain attribute, in whatever case the program that wrote it spells its name."""
    attributes = {str(key).lower(): str(value) for key, value in outline.attrib.items()}
    return attributes.get(name.lower(), "")


def _one_a_site(foreign: Sequence[Outline], taken: set[str]) -> Iterator[Outlet]:
    sites: dict[str, list[tuple[str, Outline]]] = {}
    for outline in foreign:
        url = source_address(_said(outline, "xmlUrl"))
        home = source_address(_said(outline, "htmlUrl")) or (url and urljoin(url, "/"))
        if url and home:
            sites.setdefault(publisher(home), []).append((url, outline))
    for feeds in sites.values():
        outlet = _foreign_outlet(feeds, taken)
        taken.add(outlet.id)
        yield outlet


def _foreign_outlet(feeds: Sequence[tuple[str, Outline]], taken: set[str]) -> Outlet:
    (first_url, first), outlines = feeds[0], [outline for _, outline in feeds]
    homepage = source_address(_said(first, "htmlUrl")) or urljoin(first_url, "/")
    name = _shared_name(outlines)
    languages = [_said(outline, "language") for outline in outlines]
    folders = [slug(_title(outline.getparent())) for outline in outlines]
    urls = dict.fromkeys(url for url, _ in feeds)
    chosen = _free(outlet_id(name, homepage), taken)
    return Outlet(
        id=chosen,
        name=name or chosen,
        homepage=homepage,
        languages=tuple(dict.fromkeys(filter(_LANGUAGE.fullmatch, languages))),
        collections=tuple(dict.fromkeys(filter(None, folders))),
        source=tuple(Source(kind="feed", url=url) for url in urls),
    )


def _shared_name(outlines: Sequence[Outline]) -> str:
    """What the titles of one site's feeds begin with: `DW – Top`, `DW – Business` are DW's."""
    columns = zip(*(_title(outline).split() for outline in outlines), strict=False)
    shared = takewhile(lambda words: len(set(words)) == 1, columns)
    return " ".join(words[0] for words in shared).rstrip(" -–—|:·/")


def _title(outline: Outline | None) -> str:
    if outline is None:
        return ""
    return (plain_text(_said(outline, "title") or _said(outline, "text")) or "")[:_LONGEST_NAME]


def _free(name: str, taken: set[str]) -> str:
    numbered = (f"{name}_{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in numbered if each not in taken)
