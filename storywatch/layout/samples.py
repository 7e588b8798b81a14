"""A sample: what one page gave, field by field, and from which place of the page each came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from storywatch.story import Draft, Page, Rejection, Story

MOST_SAMPLES = 200  # of an outlet; older ones say how it was, not how it is
FIELDS = ("title", "standfirst", "body", "authors", "published_at", "section", "image")
_NOT_THE_PAGE = frozenset({"lead", "first line"})  # stand-ins for a title that was not found


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What one page gave.

    `origins` has the place from which each field was read, by the field's name in Story; a field
    that the page did not give is missing there. `reason` says why the page was no story, if so.
    """

    url: str
    at: datetime
    words: int = 0
    origins: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


def sample_of(page: Page, outcome: Draft | Rejection) -> Sample:
    """Returns the sample of a page that was read."""
    if isinstance(outcome, Rejection):
        return Sample(url=page.url, at=page.fetched_at, reason=outcome.reason.value)
    story = outcome.story
    return Sample(
        url=page.url,
        at=page.fetched_at,
        words=len(story.body.split()),
        origins=_origins(story),
    )


def _origins(story: Story) -> dict[str, str]:
    found = {name: story.evidence[name] for name in FIELDS if name in story.evidence}
    if found.get("title") in _NOT_THE_PAGE:
        del found["title"]
    # What follows the colon is the page's own words.
    return {name: origin.partition(":")[0] for name, origin in found.items()}
