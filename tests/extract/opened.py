"""Small pages opened for the readers, written for these tests."""

from __future__ import annotations

from datetime import UTC, datetime

from storywatch.extract.body import Body, read_body
from storywatch.extract.document import Document, open_document
from storywatch.outlet import Hints
from storywatch.story import Page

HEADLINE = "Harbour bridge to close for a year of repairs"
PARAGRAPHS = (
    "The council voted on Tuesday to close the harbour bridge for a year, saying that its cables "
    "have rusted faster than the engineers who built it ever expected them to.",
    "Traffic will be led through the northern tunnel, which already carries more lorries a day "
    "than it was made for, and the ferries will run through the night from April.",
    "“We have put this off for as long as we could,” said the mayor, Ines Caldera, who promised "
    "that shops on both banks will be paid for what they lose.",
)
TEASER = (
    "The old lighthouse is for sale again, and this time the buyer must keep its lamp burning for "
    "the fishing boats that still come home after dark."
)


def opened(markup: str) -> Document:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    url = "https://paper.example/bridge"
    page = Page(outlet="paper", url=url, final_url=url, fetched_at=now, body=markup.encode())
    document = open_document(page)
    assert isinstance(document, Document)
    return document


def body_of(
    inner: str, *, head: str = "", hints: Hints | None = None, description: str | None = None
) -> Body:
    """The body of a page with the headline in its title."""
    markup = f"<html><head><title>{HEADLINE}</title>{head}</head><body>{inner}</body></html>"
    return read_body(
        opened(markup), titles=(HEADLINE,), description=description, hints=hints or Hints()
    )


def story(*, before: str = "", between: str = "", after: str = "") -> str:
    """A story's markup, with something above, in the middle of and below its text."""
    first, *rest = (f"<p>{text}</p>" for text in PARAGRAPHS)
    text = "".join((first, between, *rest, after))
    return f"<article><h1>{HEADLINE}</h1>{before}<div>{text}</div></article>"
