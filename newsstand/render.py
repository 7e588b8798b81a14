"""Sets an outlet's pages and sources: a shelf at an instant becomes HTML, XML or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from newsstand import filler
from newsstand.profile import Channel, Form
from newsstand.shelf import Edition, Shelf
from newsstand.truth import FREE_PARAGRAPHS
from storywatch.story import Original

SITEMAP_SIZE = 5  # stories in one of an index's news sitemaps, few so that there are several


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("newsstand"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["rfc822"] = lambda instant: format_datetime(
        instant.astimezone(UTC), usegmt=True
    )
    environment.filters["iso"] = lambda instant: instant.isoformat(timespec="seconds")
    environment.globals.update(styles=filler.styles, scripts=filler.scripts, menus=filler.menus)
    return environment


def story_page(
    edition: Edition, shelf: Shelf, *, home: str, now: datetime, original: Original | None
) -> str:
    """Returns the edition's page with all that its outlet puts around a story."""
    blocks = _shown(edition)
    others = tuple(each for each in shelf.readable if each.first_slug != edition.first_slug)
    return _set(
        "reskinned.html" if shelf.is_reskinned else f"{shelf.profile.id}.html",
        shelf,
        home=home,
        now=now,
        edition=edition,
        story=edition.story,
        blocks=blocks,
        url=home + shelf.path(edition),
        original=original,
        authors_ld=[{"@type": "Person", "name": name} for name in edition.story.authors],
        related=others[:8],
    )


def amp_page(edition: Edition, shelf: Shelf, *, home: str, now: datetime) -> str:
    """Returns the edition's page for phones, which names the other one as canonical."""
    return _set(
        "amp.html",
        shelf,
        home=home,
        now=now,
        edition=edition,
        story=edition.story,
        blocks=_shown(edition),
        url=home + shelf.path(edition),
    )


def notice_page(name: str, shelf: Shelf, *, home: str, now: datetime) -> str:
    """Returns a page that is no story: `challenge`, `login`, `missing` or `apology`."""
    return _set(f"notice_{name}.html", shelf, home=home, now=now)


def front_page(channel: Channel | None, shelf: Shelf, *, home: str, now: datetime) -> str:
    """Returns a section page with its stories, or without a channel the front page."""
    everywhere = Channel(form=Form.SECTION, path="/", limit=12)
    listed = shelf.announced(channel or everywhere, now=now)
    return _set("front.html", shelf, home=home, now=now, listed=listed, channel=channel)


def source_document(channel: Channel, shelf: Shelf, *, home: str, now: datetime) -> str:
    """Returns the document in which `channel` announces the outlet's stories."""
    listed = shelf.announced(channel, now=now)
    if channel.form is Form.SECTION:
        return front_page(channel, shelf, home=home, now=now)
    if channel.form is Form.JSON_FEED:
        return _json_feed(channel, shelf, listed, home=home)
    sheets = range(sheet_count(channel, shelf, now=now))
    return _set(
        f"{channel.form}.xml",
        shelf,
        home=home,
        now=now,
        channel=channel,
        listed=listed,
        sheets=sheets,
    )


def sheet_count(channel: Channel, shelf: Shelf, *, now: datetime) -> int:
    """Returns how many news sitemaps the index at `channel` lists."""
    return -(-len(shelf.announced(channel, now=now)) // SITEMAP_SIZE)


def news_sitemap(number: int, channel: Channel, shelf: Shelf, *, home: str, now: datetime) -> str:
    """Returns the news sitemap of that number of the index at `channel`."""
    listed = shelf.announced(channel, now=now)[number * SITEMAP_SIZE : (number + 1) * SITEMAP_SIZE]
    return _set("news_sitemap.xml", shelf, home=home, now=now, channel=channel, listed=listed)


def _shown(edition: Edition) -> tuple[Any, ...]:
    if not edition.is_paywalled:
        return edition.story.blocks
    return tuple(block for block in edition.story.blocks if block.is_text)[:FREE_PARAGRAPHS]


def _json_feed(channel: Channel, shelf: Shelf, listed: Sequence[Edition], *, home: str) -> str:
    items = [
        {
            "id": f"{shelf.profile.id}:{edition.number}",
            "url": home + shelf.path(edition) + channel.tracking,
            "title": edition.story.title,
            "summary": edition.story.lede,
            "content_text": edition.story.lede,
            "date_published": edition.published_at.isoformat(timespec="seconds"),
            "date_modified": edition.changed_at.isoformat(timespec="seconds"),
            "authors": [{"name": name} for name in edition.story.authors],
        }
        for edition in listed
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": shelf.profile.name,
        "home_page_url": home + "/",
        "feed_url": home + channel.path,
        "language": shelf.profile.language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _set(template: str, shelf: Shelf, *, home: str, now: datetime, **words: Any) -> str:
    profile = shelf.profile
    return (
        _environment()
        .get_template(template)
        .render(
            profile=profile,
            shelf=shelf,
            home=home,
            now=profile.local(now),
            local=profile.local,
            link=lambda edition: home + shelf.path(edition),
            **words,
        )
    )
