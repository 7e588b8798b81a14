"""The desk's reading half: a fetched page in, a draft with text, dates and copies out."""

from __future__ import annotations

from dataclasses import dataclass

from storywatch.copies import find_copies
from storywatch.extract import strip_chrome
from storywatch.extract.dates import normalise_dates
from storywatch.extract.furniture import NOTHING_KNOWN, Furniture
from storywatch.outlet import Outlet
from storywatch.query.prefilter import Prefilter
from storywatch.story import Draft, Page, Rejection

# Smaller pages may be walls or errors, which have names of their own, and are soon read.
LEAST_BYTES = 20_000

_prefilters: list[Prefilter] = []  # of this process: none, or the one that it was told to hold


@dataclass(frozen=True, slots=True, kw_only=True)
class OffTopic:
    """A page that has not the words for any topic, so that its story was not read."""

    url: str


def hold(prefilter: Prefilter) -> None:
    """Lets this process read only what may meet a topic, when it is asked to."""
    _prefilters[:] = [prefilter]


def strip_if_wanted(
    page: Page, outlet: Outlet, *, furniture: Furniture = NOTHING_KNOWN
) -> Draft | Rejection | OffTopic:
    """Does as `strip_chrome`, but for a page that can meet no topic, which is left unread."""
    if len(page.body) >= LEAST_BYTES and not all(held.can_match(page) for held in _prefilters):
        return OffTopic(url=page.url)
    return strip_chrome(page, outlet, furniture=furniture)


def read_page(
    page: Page,
    outlet: Outlet,
    *,
    order: str | None = None,
    furniture: Furniture = NOTHING_KNOWN,
) -> Draft | Rejection:
    """Returns the page's story as a draft that waits for its topics, or why it is none."""
    draft = strip_chrome(page, outlet, furniture=furniture)
    if isinstance(draft, Rejection):
        return draft
    dated = normalise_dates(draft, outlet, fetched_at=page.fetched_at, order=order)
    return find_copies(dated, outlet)
