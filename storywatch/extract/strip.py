"""The first step over the desk: a page in, the draft of its story or a named rejection out."""

from __future__ import annotations

from storywatch.extract.address import addresses, canonical
from storywatch.extract.body import Body, read_body
from storywatch.extract.credit_lines import copy_hints
from storywatch.extract.dates.collecting import collect
from storywatch.extract.dates.declared import OUTSIDE
from storywatch.extract.document import open_document
from storywatch.extract.fields import Reading, fields_of, read_page_title, summaries_of
from storywatch.extract.furniture import NOTHING_KNOWN, Furniture
from storywatch.extract.sanity import Look, refused, refused_by_status
from storywatch.outlet import Outlet
from storywatch.story import DateCandidate, Draft, Page, Reason, Rejection, Story, story_id

LONGEST_BODY = 500_000  # characters; the longest live blogs have less than half of it


def strip_chrome(
    page: Page, outlet: Outlet, *, furniture: Furniture = NOTHING_KNOWN
) -> Draft | Rejection:
    """Returns the draft of the page's story, still without decided dates, or why it is none.

    `furniture` is what the outlet's other pages taught; the same page and furniture give the same.
    """
    if refusal := refused_by_status(page):
        return _rejection(page, refusal)
    document = open_document(page)
    if isinstance(document, Rejection):
        return document
    reading = Reading.of(document, page, outlet)
    title = read_page_title(reading)
    body = read_body(
        document,
        titles=(title.text,) if title else (),
        description=next((text for text, _ in summaries_of(reading)), None),
        hints=outlet.hints,
        furniture=furniture,
    )
    candidates = collect(document, page, outlet)
    look = Look(
        document=document,
        page=page,
        title=title.text if title else "",
        body=_text_of(body),
        has_date=bool(candidates),
        is_dated=any(candidate.origin not in OUTSIDE for candidate in candidates),
    )
    if refusal := refused(look, outlet):
        return _rejection(page, refusal)
    evidence = {"title": title.evidence} if title else {}
    return _draft(reading, look, body, candidates, evidence)


def _draft(
    reading: Reading,
    look: Look,
    body: Body,
    candidates: tuple[DateCandidate, ...],
    evidence: dict[str, str],
) -> Draft:
    page, outlet = reading.page, reading.outlet
    found = addresses(reading.document, page)
    fields = fields_of(reading, look.title, body, look.body)
    story = Story(
        id=story_id(outlet.id, found.story_url),
        outlet=outlet.id,
        url=found.story_url,
        body=look.body,
        captions=tuple(body.captions),
        first_seen_at=page.lead.seen_at if page.lead else page.fetched_at,
        fetched_at=page.fetched_at,
        evidence={**evidence, **fields.evidence},
        **fields.values,
    )
    return Draft(
        story=story,
        page_url=canonical(page.url) or page.url,
        addresses=found.all,
        dates=candidates,
        traces=body.traces,
        copy_hints=copy_hints(
            reading.document, reading.node, look.body, fields.printed, found.foreign_canonical
        ),
    )


def _text_of(body: Body) -> str:
    """The body's paragraphs, one a line, cut after the paragraph that makes it too long."""
    kept, size = [], 0
    for line in body.lines:
        size += len(line)
        kept.append(line)
        if size > LONGEST_BODY:
            break
    return "\n".join(kept)[: LONGEST_BODY + 1]


def _rejection(page: Page, refusal: tuple[Reason, str]) -> Rejection:
    return Rejection(url=page.url, reason=refusal[0], detail=refusal[1])
