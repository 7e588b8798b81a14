"""The last step: the visit's outcome into the journal; only then does the lead count as seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pipelines.samples import Samples
from pipelines.visit import Visit
from storywatch.desk import NotToBeKept, OffTopic
from storywatch.journal import QueuedLead
from storywatch.journal.rechecks import Validators
from storywatch.story import Draft, Fate, Reason, Rejection

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Record:
    """Writes what became of the visit: a story's revision, or a rejection by name."""

    def __init__(self, crawler: Crawler) -> None:
        spider: Any = crawler.spider
        self._desk = spider.desk
        self._lore = spider.lore
        self._fates = spider.fates
        self._samples = Samples(self._desk.journal, self._lore.outlet.id)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Record:
        """Takes the desk, what is known of the outlet, and the fates from the crawl's spider."""
        return cls(crawler)

    async def process_item(self, visit: Visit) -> Visit:
        """Records the visit's outcome and returns it."""
        await self._desk.commits.do(partial(self._write, visit))
        return visit

    def _write(self, visit: Visit) -> None:
        if isinstance(visit.outcome, Draft | Rejection):
            self._samples.add(visit.page, visit.outcome)
        if isinstance(visit.outcome, Draft):
            self._lore.learn_furniture(visit.outcome.traces)
        self._settle(visit)

    def _settle(self, visit: Visit) -> None:
        if isinstance(visit.outcome, Rejection):
            self._reject(visit.queued, visit.outcome)
        elif isinstance(visit.outcome, NotToBeKept):
            self._fates.leave_unindexed(visit.queued)
        elif isinstance(visit.outcome, OffTopic):
            self._fates.settle(visit.queued, Fate.OFF_TOPIC, "", "")
        elif visit.outcome is not None:
            keep = self._desk.keeps_everything_of(self._lore.outlet)
            self._fates.record(visit.queued, visit.outcome, keep=keep)
            self._plan_recheck(visit, visit.outcome)

    def _reject(self, queued: QueuedLead, rejection: Rejection) -> None:
        """What passes is asked for again: a site that is down says nothing of its story."""
        reason, detail = rejection.reason.value, rejection.detail
        if rejection.reason is Reason.UNAVAILABLE:
            self._fates.postpone(queued, f"{reason}: {detail}")
        else:
            self._fates.reject(queued, rejection.reason, detail)

    def _plan_recheck(self, visit: Visit, draft: Draft) -> None:
        """Has the page looked at again if a topic asks to be told of its edits."""
        topics = self._desk.topics.in_force
        if not any(topics[match.topic].alert.on_edit for match in draft.matches):
            return
        headers, story = visit.page.headers, draft.story
        self._desk.journal.rechecks.plan(
            visit.queued.id,
            Validators(etag=headers.get("etag"), last_modified=headers.get("last-modified")),
            born_at=min(story.published_at or story.first_seen_at, story.first_seen_at),
            now=self._desk.clock(),
        )
