"""Pages of an invented outlet, built in code: a whole story, and what a test puts in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from storywatch.extract.document import Document, open_document
from storywatch.extract.strip import strip_chrome
from storywatch.outlet import Hints, Outlet, Source
from storywatch.story import Draft, Lead, Page, Rejection, Story

NOW = datetime(2026, 11, 25, tzinfo=UTC)
URL = "https://bugle.example/2026/11/council-repairs-the-old-bridge"
TITLE = "Council repairs the old bridge"
PARAGRAPHS = (
    "The council of Otterbourne agreed on Tuesday to repair the old bridge before winter comes.",
    "Its arches were damaged in March, when the river rose higher than anybody could remember.",
    "“We have waited long enough,” the mayor said after the vote, which nobody opposed.",
    "Work will begin on Monday with the eastern arch and is to last for eleven weeks, she said.",
    "Until then buses will take the road through Netherby, which is seven minutes longer.",
)
DATED = '<meta property="article:published_time" content="2026-11-20T10:00:00Z">'


def text(paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def article(inside: str = "", title: str = TITLE) -> str:
    return f"<article><h1>{title}</h1>{inside or text()}</article>"


def html(body: str, head: str = "", *, title: str = TITLE, language: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><title>{title}</title>{DATED}{head}</head>'
        f"<body>{body}</body></html>"
    )


def linked_data(**node: Any) -> str:
    story = {"@type": "NewsArticle", "headline": TITLE, **node}
    return f'<script type="application/ld+json">{json.dumps(story)}</script>'


def outlet(**fields: Any) -> Outlet:
    hints = Hints(**fields.pop("hints", {}))
    source = Source(kind="feed", url="https://bugle.example/feed")
    given = {"id": "bugle", "name": "The Bugle", "homepage": "https://bugle.example/"}
    return Outlet(**{**given, "source": (source,), "hints": hints, **fields})


def page(content: str | bytes, url: str = URL, **fields: Any) -> Page:
    body = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    headers = {"content-type": fields.pop("content_type", "text/html; charset=utf-8")}
    given = {"final_url": url, "fetched_at": NOW, "headers": headers, **fields}
    return Page(outlet="bugle", url=url, body=body, **given)


def opened(content: str) -> Document:
    document = open_document(page(content))
    assert isinstance(document, Document), document
    return document


def strip(content: str | bytes | Page, one: Outlet | None = None) -> Draft | Rejection:
    return strip_chrome(content if isinstance(content, Page) else page(content), one or outlet())


def story(content: str | bytes | Page, one: Outlet | None = None) -> Story:
    draft = strip(content, one)
    assert isinstance(draft, Draft), draft
    return draft.story


def rejection(content: str | bytes | Page, one: Outlet | None = None) -> Rejection:
    found = strip(content, one)
    assert isinstance(found, Rejection), found
    return found


def lead(**fields: Any) -> Lead:
    return Lead(outlet="bugle", url=URL, seen_at=datetime(2026, 11, 24, tzinfo=UTC), **fields)
