"""Stories as Atom (RFC 4287), with the body as HTML content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storywatch.export.entries import Entry, Masthead, timestamp
from storywatch.export.markup import element, paragraphs

OPENING = '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'


def write_atom(entries: Iterable[Entry], masthead: Masthead) -> Iterator[str]:
    """Yields one document, an entry a story, in the order of the entries."""
    yield OPENING
    yield element("id", masthead.urn)
    yield element("title", masthead.title)
    yield element("updated", timestamp(masthead.made_at))
    yield element("generator", "storywatch")
    for entry in entries:
        yield "<entry>\n" + "".join(_fields(entry)) + "</entry>\n"
    yield "</feed>\n"


def _fields(entry: Entry) -> Iterator[str]:
    story = entry.story
    yield element("id", entry.urn)
    yield element("title", story.title, type="text")
    yield element("link", rel="alternate", href=story.url)
    # Atom demands `updated`; a story that names no date was at least seen.
    yield element(
        "updated", timestamp(story.modified_at or story.published_at or story.first_seen_at)
    )
    if story.published_at:
        yield element("published", timestamp(story.published_at))
    for author in story.authors or (story.outlet,):
        yield "<author>\n" + element("name", author) + "</author>\n"
    for topic in entry.topics:
        yield element("category", term=topic)
    if story.standfirst:
        yield element("summary", story.standfirst, type="text")
    yield element("content", paragraphs(story.body), type="html")
