"""Pages, feeds and sitemaps of our own that the cases bend."""

from __future__ import annotations

from datetime import UTC, datetime

TITLE = "Harbour bridge opens"
PUBLISHED = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
ISO = "2026-03-04T09:00:00+00:00"
PARAGRAPHS = tuple(
    f"This is paragraph {number} of a story about the bridge over the harbour, which was "
    "opened by the mayor this morning after two years of work on its arches."
    for number in range(1, 6)
)
BODY = "\n".join(PARAGRAPHS)


def paragraphs(*texts: str) -> str:
    """Returns the texts as paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts or PARAGRAPHS)


def story(
    title: str = TITLE, *, head: str = "", text: str = "", around: tuple[str, str] = ("", "")
) -> str:
    """Returns a story's page; `head` goes before the end of its head and `around` its article."""
    before, after = around
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{ISO}">{head}</head><body>{before}'
        f"<article><h1>{title}</h1>{text or paragraphs()}</article>{after}</body></html>"
    )


def undated(title: str = TITLE, *, head: str = "", text: str = "") -> str:
    """Returns a story's page that says nothing of its date but what `head` and `text` do."""
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        f"{head}</head><body><article><h1>{title}</h1>{text}{paragraphs()}</article></body></html>"
    )


def linked_data(script: str) -> str:
    """Returns a script element of linked data."""
    return f'<script type="application/ld+json">{script}</script>'


def other_story(number: int) -> str:
    """Returns the page of one of many stories, each with its own words."""
    return story(
        f"Report number {number} of the council",
        text=paragraphs(
            *(
                f"Report {number} says in its part {part} what the council of town {number} "
                f"has decided about street {number * part} and why it took {number + part} days."
                for part in range(1, 6)
            )
        ),
    )


def item(link: str, title: str = TITLE, *, more: str = "") -> str:
    """Returns an item of an RSS feed."""
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def rss(*items: str, before: str = "", attributes: str = "") -> str:
    """Returns an RSS feed; `before` stands before its root element."""
    return (
        f'<?xml version="1.0"?>{before}<rss version="2.0" {attributes}><channel>'
        f"<title>Rogue</title>{''.join(items)}</channel></rss>"
    )


def sitemap(*entries: str, kind: str = "urlset") -> str:
    """Returns a sitemap or, with another kind, an index."""
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    news = "http://www.google.com/schemas/sitemap-news/0.9"
    return (
        f'<?xml version="1.0"?><{kind} xmlns="{space}" xmlns:news="{news}">'
        f"{''.join(entries)}</{kind}>"
    )
