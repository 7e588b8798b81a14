"""One page on its way over the desk, and the step that takes it further."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipelines.lore import OutletLore
from storywatch.desk import NotToBeKept, OffTopic
from storywatch.journal import QueuedLead
from storywatch.story import Draft, Page, Rejection

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from pipelines.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A fetched page with the lead that asked for it, and what the steps made of it so far."""

    queued: QueuedLead
    page: Page
    outcome: Draft | Rejection | NotToBeKept | OffTopic | None = None


class Step:
    """A step of the desk: takes visits further that no earlier step has ended."""

    def __init__(self, desk: Desk, lore: OutletLore) -> None:
        self.desk = desk
        self.lore = lore
        self.outlet = lore.outlet

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Step:
        """Takes the desk, and what is known of the outlet, from the crawl's spider."""
        spider: Any = crawler.spider
        return cls(spider.desk, spider.lore)

    async def process_item(self, visit: Visit) -> Visit:
        """Returns the visit with this step's outcome; an ended one passes untouched."""
        if isinstance(visit.outcome, Rejection | NotToBeKept | OffTopic):
            return visit
        return replace(visit, outcome=await self.take(visit))

    async def take(self, visit: Visit) -> Draft | Rejection | NotToBeKept | OffTopic:
        """Returns what this step makes of the visit."""
        raise NotImplementedError


def draft_of(visit: Visit) -> Draft:
    """Returns the visit's draft; the steps are in an order that has made one."""
    assert isinstance(visit.outcome, Draft)
    return visit.outcome
