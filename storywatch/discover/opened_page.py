"""A fetched home or section page, opened as a story's page is."""

from __future__ import annotations

from datetime import UTC, datetime

from storywatch.discover.document import FetchedDocument
from storywatch.errors import SourceUnreadable
from storywatch.extract.document import Document, open_document
from storywatch.story import Page, Rejection

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # opening a page asks for no time


def opened(document: FetchedDocument) -> Document:
    """Returns the page parsed; raises `SourceUnreadable` if it is no HTML page."""
    page = open_document(
        Page(
            outlet="",
            url=document.url,
            final_url=document.url,
            fetched_at=_NEVER,
            body=document.body,
            headers=document.headers,
        )
    )
    if isinstance(page, Rejection):
        raise SourceUnreadable(f"answered no page that can be read: {page.detail}")
    return page
