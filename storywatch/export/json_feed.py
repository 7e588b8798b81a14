"""Stories as a JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from storywatch.export.entries import Entry, Masthead, entry_to_document, timestamp
from storywatch.export.json_text import json_text
from storywatch.story import Story

VERSION = "https://jsonfeed.org/version/1.1"
FEED_FIELDS = ("title", "url", "body", "standfirst", "image", "language", "authors", "tags")


def write_json_feed(entries: Iterable[Entry], masthead: Masthead) -> Iterator[str]:
    """Yields one JSON document; what the format has no word for is in an item's `_storywatch`."""
    head = json_text({"version": VERSION, "title": masthead.title, "items": []})
    yield head.removesuffix("]}") + "\n"
    separator = ""
    for entry in entries:
        yield separator + json_text(_item(entry))
        separator = ",\n"
    yield "\n]}\n"


def _item(entry: Entry) -> dict[str, Any]:
    story = entry.story
    optional = {
        "summary": story.standfirst,
        "image": story.image,
        "date_published": story.published_at and timestamp(story.published_at),
        "date_modified": story.modified_at and timestamp(story.modified_at),
        "authors": [{"name": name} for name in story.authors],
        "language": story.language,
    }
    return {
        "id": entry.urn,
        "url": story.url,
        "title": story.title,
        "content_text": story.body,
        **{key: value for key, value in optional.items() if value},
        "tags": list(dict.fromkeys([*entry.topics, *story.tags])),
        "_storywatch": _rest(entry, story),
    }


def _rest(entry: Entry, story: Story) -> dict[str, Any]:
    document = entry_to_document(entry)
    return {key: value for key, value in document.items() if key not in FEED_FIELDS}
