"""One door for all kinds of sources: a fetched document in, its discovery out."""

from __future__ import annotations

from datetime import datetime

from storywatch.discover.document import Discovery, FetchedDocument, Reading
from storywatch.discover.feed import read_feed
from storywatch.discover.json_feed import is_json, read_json_feed
from storywatch.discover.section import read_section
from storywatch.discover.sieve import sift
from storywatch.discover.sitemap import read_sitemap
from storywatch.outlet import Outlet, Source


def discover(
    source: Source,
    outlet: Outlet,
    document: FetchedDocument,
    *,
    now: datetime,
    since: datetime | None = None,
) -> Discovery:
    """Returns the leads that a source's document announces, oldest first and each once.

    `since` is when the source was last read, if it was: a sitemap's entries changed after it count
    as news, however long ago that is. Raises `SourceUnreadable` with a sentence when the document
    is not what its source promises.
    """
    reading = _read(source, document, now, since)
    return sift(reading, source, outlet, document, now=now)


def _read(
    source: Source, document: FetchedDocument, now: datetime, since: datetime | None
) -> Reading:
    match source.kind:
        case "feed":
            return read_json_feed(document) if is_json(document) else read_feed(document)
        case "sitemap" | "news_sitemap":
            return read_sitemap(document, now=now, since=since)
        case "section":
            return read_section(document, source)
