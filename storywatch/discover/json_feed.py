"""Reads JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from typing import Any

from storywatch.discover.document import Announcement, FetchedDocument, Reading
from storywatch.discover.hostile_xml import unpacked
from storywatch.discover.plain_text import LONGEST_STANDFIRST, plain_text
from storywatch.errors import SourceUnreadable
from storywatch.extract.charset import decode

_MOST_ITEMS = 5_000


def is_json(document: FetchedDocument) -> bool:
    """Whether a document calls itself JSON or begins as JSON does."""
    content_type = document.headers.get("content-type", "").lower()
    return "json" in content_type or document.body[:100].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def read_json_feed(document: FetchedDocument) -> Reading:
    """Returns what a JSON Feed announces, in its own order."""
    text = decode(unpacked(document), "charset=utf-8")
    try:
        # Numbers of a feed are ids at most; as floats they cost no time, however long they are.
        feed = json.loads(text, parse_int=float)
    except (ValueError, RecursionError) as error:
        raise SourceUnreadable(f"answered JSON that does not parse ({str(error)[:80]})") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise SourceUnreadable("answered JSON without a list of `items`, so not a JSON Feed")
    found = (_announcement(item, document.url) for item in items[:_MOST_ITEMS])
    return Reading(announcements=tuple(announcement for announcement in found if announcement))


def _announcement(item: Any, base: str) -> Announcement | None:
    if not isinstance(item, dict):
        return None
    guid = _text(item, "id")
    url = _text(item, "url") or guid
    if not url or not url.strip():
        return None
    return Announcement(
        url=url,
        base=base,
        title=plain_text(item.get("title")),
        standfirst=plain_text(item.get("summary"), LONGEST_STANDFIRST),
        published_text=_text(item, "date_published"),
        modified_text=_text(item, "date_modified"),
        guid=guid,
    )


def _text(item: dict[str, Any], key: str) -> str | None:
    value = item.get(key)
    return value if isinstance(value, str) else None
