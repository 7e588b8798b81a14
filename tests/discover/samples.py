"""Sources as tests need them: an outlet, documents around a few items, and the leads they give."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Literal

from storywatch.discover.document import Discovery, FetchedDocument
from storywatch.discover.sources import discover
from storywatch.outlet import Outlet, Source

NOW = datetime(2025, 12, 6, 12, 0, tzinfo=UTC)
HOME = "https://bugle.example/"
SOURCE = "https://bugle.example/source"

Kind = Literal["feed", "news_sitemap", "sitemap", "section"]


def outlet(kind: Kind = "feed", **words: Any) -> Outlet:
    source = {"kind": kind, "url": words.pop("url", SOURCE)}
    source |= {key: words.pop(key) for key in ("only", "links") if key in words}
    return Outlet.model_validate({"id": "bugle", "homepage": HOME, "source": [source], **words})


def document(body: str | bytes, url: str = SOURCE, **headers: str) -> FetchedDocument:
    raw = body.encode() if isinstance(body, str) else body
    return FetchedDocument(
        url=url, body=raw, headers={key.replace("_", "-"): value for key, value in headers.items()}
    )


def read(
    body: str | bytes | FetchedDocument,
    of: Outlet | Kind = "feed",
    *,
    since: datetime | None = None,
) -> Discovery:
    declared = of if isinstance(of, Outlet) else outlet(of)
    source: Source = declared.sources[0]
    fetched = body if isinstance(body, FetchedDocument) else document(body)
    return discover(source, declared, fetched, now=NOW, since=since)


def urls(found: Discovery) -> list[str]:
    return [lead.url for lead in found.leads]


def rss(items: str, *, channel: str = "", before: str = "") -> str:
    return (
        f'{before}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        f"<channel><title>The Bugle</title>{channel}{items}</channel></rss>"
    )


def item(path: str = "/a", title: str = "A title", more: str = "") -> str:
    return f"<item><title>{title}</title><link>https://bugle.example{path}</link>{more}</item>"


def sitemap(entries: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        f"{entries}</urlset>"
    )


def entry(path: str, lastmod: str = "", news: str = "") -> str:
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    told = (
        "<news:news><news:publication><news:name>The Bugle</news:name></news:publication>"
        f"<news:publication_date>{news}</news:publication_date>"
        "<news:title>A headline</news:title></news:news>"
        if news
        else ""
    )
    return f"<url><loc>https://bugle.example{path}</loc>{changed}{told}</url>"


def index(children: str) -> str:
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{children}</sitemapindex>'


def child(path: str, lastmod: str = "") -> str:
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<sitemap><loc>https://bugle.example{path}</loc>{changed}</sitemap>"


def json_feed(*items: dict[str, Any]) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": list(items)})
