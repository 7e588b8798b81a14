"""The first step over the desk: a page in, the draft of its story or a named rejection out."""

from __future__ import annotations

from storywatch.extract import body, dates
from storywatch.extract.address import addresses, canonical
from storywatch.extract.blocks import read_blocks
from storywatch.extract.document import open_document
from storywatch.outlet import Outlet
from storywatch.story import Draft, Page, Reason, Rejection, Story, story_id


def strip_chrome(page: Page, outlet: Outlet) -> Draft | Rejection:
    """Returns the draft of the page's story, still without decided dates, or why it is none."""
    document = open_document(page)
    if isinstance(document, Rejection):
        return document
    found = addresses(document, page)
    text = "\n".join(block.text for block in body.choose(read_blocks(document.tree)))
    if not text:
        return Rejection(
            url=page.url, reason=Reason.NO_BODY, detail="no text that could be a story's"
        )
    story = Story(
        id=story_id(outlet.id, found.story_url),
        outlet=outlet.id,
        url=found.story_url,
        title=(document.meta.get("og:title") or (document.tree.findtext(".//title") or "",))[
            0
        ].strip(),
        body=text,
        first_seen_at=page.lead.seen_at if page.lead else page.fetched_at,
        fetched_at=page.fetched_at,
    )
    return Draft(
        story=story,
        page_url=canonical(page.url) or page.url,
        addresses=found.all,
        dates=dates.collect(document, page, outlet),
    )
