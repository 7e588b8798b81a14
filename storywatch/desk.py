"""The desk's reading half: a fetched page in, a draft with text, dates and copies out."""

from __future__ import annotations

from storywatch.copies import find_copies
from storywatch.extract import strip_chrome
from storywatch.extract.dates import normalise_dates
from storywatch.outlet import Outlet
from storywatch.story import Draft, Page, Rejection


def read_page(page: Page, outlet: Outlet, *, order: str | None = None) -> Draft | Rejection:
    """Returns the page's story as a draft that waits for its topics, or why it is none."""
    draft = strip_chrome(page, outlet)
    if isinstance(draft, Rejection):
        return draft
    dated = normalise_dates(draft, outlet, fetched_at=page.fetched_at, order=order)
    return find_copies(dated, outlet)
