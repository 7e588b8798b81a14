"""What is true of a published story, to hold against what a crawl makes of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newsstand.shelf import Edition, Shelf
from storywatch.story import Original, Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A published story as it is, in the words that its page shows.

    `published_at` is the very instant of publication; `precision` says how much of it the page
    tells (a feed may tell more). `original` names the outlet as readers do, and `credited_to` does
    not name it again. `body` has one string a paragraph, sub-headings among them. What the outlet's
    pages never show (a standfirst, authors, the time of an edit) is empty. `addresses` are all that
    lead to the story, its `url` first. A page that is paywalled shows only `shown`.
    """

    outlet: str
    slug: str
    url: str
    addresses: tuple[str, ...]
    title: str
    standfirst: str | None
    body: tuple[str, ...]
    shown: tuple[str, ...]
    captions: tuple[str, ...]
    authors: tuple[str, ...]
    section: str
    language: str
    published_at: datetime
    precision: Precision
    modified_at: datetime | None
    revision: int
    original: Original | None
    credited_to: tuple[str, ...]
    topics: tuple[str, ...]
    is_paywalled: bool
    is_noindex: bool


FREE_PARAGRAPHS = 2


def truth_of(
    edition: Edition, shelf: Shelf, *, addresses: Mapping[str, str], original: Original | None
) -> Truth:
    """Returns the truth of one edition on its shelf."""
    story, profile = edition.story, shelf.profile
    found_at = page_addresses(edition, shelf, home=addresses[profile.id])
    return Truth(
        outlet=profile.id,
        slug=edition.slug,
        url=found_at[0],
        addresses=found_at,
        title=story.title,
        standfirst=story.standfirst if profile.shows_standfirst else None,
        body=story.paragraphs,
        shown=story.paragraphs[:FREE_PARAGRAPHS] if edition.is_paywalled else story.paragraphs,
        captions=story.captions,
        authors=story.authors if profile.shows_authors else (),
        section=story.section,
        language=story.language,
        published_at=edition.published_at,
        precision=profile.precision,
        modified_at=edition.modified_at if profile.shows_modified else None,
        revision=edition.revision,
        original=original,
        credited_to=story.credited_to,
        topics=story.topics,
        is_paywalled=edition.is_paywalled,
        is_noindex=story.is_noindex,
    )


def page_addresses(edition: Edition, shelf: Shelf, *, home: str) -> tuple[str, ...]:
    """Returns every address of the edition, the canonical one first."""
    canonical = home + shelf.path(edition)
    tracked = [
        canonical + channel.tracking for channel in shelf.profile.channels if channel.tracking
    ]
    amp = [canonical.rstrip("/") + "/amp"] if edition.has_amp else []
    earlier = [home + shelf.path(edition, slug=slug) for slug in edition.earlier_slugs]
    return (canonical, *tracked, *amp, *earlier)
