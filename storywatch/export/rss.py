"""Stories as RSS 2.0, with the body as content:encoded."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from datetime import UTC
from email.utils import format_datetime

from storywatch.export.entries import Entry, Masthead
from storywatch.export.markup import element, legal, paragraphs

OPENING = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n'
)


def write_rss(entries: Iterable[Entry], masthead: Masthead) -> Iterator[str]:
    """Yields one document, an item a story, in the order of the entries."""
    yield OPENING
    yield element("title", masthead.title)
    yield element("link", masthead.urn)
    yield element("description", f"Stories that storywatch recorded: {masthead.selection}")
    yield element("lastBuildDate", format_datetime(masthead.made_at.astimezone(UTC), usegmt=True))
    for entry in entries:
        yield "<item>\n" + "".join(_fields(entry)) + "</item>\n"
    yield "</channel>\n</rss>\n"


def _fields(entry: Entry) -> Iterator[str]:
    story = entry.story
    yield element("title", as_html(story.title))
    yield element("link", story.url)
    yield element("guid", entry.urn, isPermaLink="false")
    if story.published_at:
        yield element("pubDate", format_datetime(story.published_at.astimezone(UTC), usegmt=True))
    for author in story.authors:
        yield element("dc:creator", author)
    yield element("dc:publisher", story.outlet)
    if story.language:
        yield element("dc:language", story.language)
    for topic in entry.topics:
        yield element("category", topic)
    if story.standfirst:
        yield element("description", as_html(story.standfirst))
    yield element("content:encoded", paragraphs(story.body))


def as_html(text: str) -> str:
    """Returns a text as the HTML that feed readers take titles and descriptions for."""
    return html.escape(legal(text), quote=False)
