"""The desk's reading half: a fetched page in, a draft with text, dates and copies out.

Its functions are called in processes of their own: what reading needs is imported by those alone,
since it takes longer to import than all else that a crawl needs.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storywatch.discover.document import Discovery, FetchedDocument
from storywatch.extract.furniture import NOTHING_KNOWN, Furniture
from storywatch.outlet import Outlet, Source
from storywatch.packed import Packed
from storywatch.query.prefilter import Prefilter
from storywatch.robots_tags import headers_forbid, page_forbids
from storywatch.story import Draft, Page, Reason, Rejection

# Smaller pages may be walls or errors, which have names of their own, and are soon read.
LEAST_BYTES = 20_000
# What stands in a page's place speaks for itself alone when it asks not to be indexed.
STANDING_INSTEAD = frozenset({Reason.BLOCKED, Reason.UNAVAILABLE, Reason.NOT_FOUND})

_prefilters: list[Prefilter] = []  # of this process: none, or the one that it was told to hold


@dataclass(frozen=True, slots=True, kw_only=True)
class OffTopic:
    """A page that has not the words for any topic, so that its story was not read."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotToBeKept:
    """A page that asks robots not to index it."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lore:
    """What is known of an outlet when one of its pages is read: as declared and as learned.

    `order` is the one of its dates that can be read in two, "DMY" or "MDY".
    """

    outlet: Outlet
    order: str | None = None
    furniture: Furniture = NOTHING_KNOWN


def hold(prefilter: Prefilter) -> None:
    """Lets this process read only what may meet a topic, when it is asked to."""
    _prefilters[:] = [prefilter]


def find_leads(
    source: Source,
    outlet: Outlet,
    document: FetchedDocument,
    *,
    now: datetime,
    since: datetime | None,
) -> Discovery:
    """Does as `storywatch.discover.discover`."""
    from storywatch.discover.sources import discover

    return discover(source, outlet, document, now=now, since=since)


def read(page: Page, lore: Packed[Lore], *, now: datetime) -> Draft | Rejection | NotToBeKept:
    """Strips the page's chrome and dates its story, where the page may be kept.

    A challenge or an error that asks not to be indexed is what it is: its page may be kept.
    """
    found = _dated_story(page, lore.unpacked())
    forbids = _headers_forbid(page, now) or page_forbids(page.body, now)
    stands_instead = isinstance(found, Rejection) and found.reason in STANDING_INSTEAD
    return found if stands_instead or not forbids else NotToBeKept(url=page.url)


def read_if_wanted(
    page: Page, lore: Packed[Lore], *, now: datetime
) -> Draft | Rejection | NotToBeKept | OffTopic:
    """Does as `read`, but for a page that can meet no topic, which is left unread."""
    if len(page.body) >= LEAST_BYTES and not all(held.can_match(page) for held in _prefilters):
        left = NotToBeKept if _headers_forbid(page, now) else OffTopic
        return left(url=page.url)
    return read(page, lore, now=now)


def _headers_forbid(page: Page, now: datetime) -> bool:
    return headers_forbid(page.headers.get("x-robots-tag", "").split("\n"), now)


def date(draft: Draft, outlet: Outlet, *, fetched_at: datetime, order: str | None = None) -> Draft:
    """Does as `storywatch.extract.dates.normalising.normalise_dates`."""
    from storywatch.extract.dates.normalising import normalise_dates

    return normalise_dates(draft, outlet, fetched_at=fetched_at, order=order)


def read_page(page: Page, outlet: Outlet) -> Draft | Rejection:
    """Returns the page's story as a draft that waits for its topics, or why it is none."""
    from storywatch.copies import find_copies

    draft = _dated_story(page, Lore(outlet=outlet))
    return draft if isinstance(draft, Rejection) else find_copies(draft, outlet)


def _dated_story(page: Page, lore: Lore) -> Draft | Rejection:
    from storywatch.extract.strip import strip_chrome

    draft = strip_chrome(page, lore.outlet, furniture=lore.furniture)
    if isinstance(draft, Rejection):
        return draft
    return date(draft, lore.outlet, fetched_at=page.fetched_at, order=lore.order)
