"""How a lead gets its fate during a crawl: written to the journal and counted in the stats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from storywatch.discover.rough_time import rough_instant
from storywatch.journal import Journal, QueuedLead
from storywatch.polling import retry_at
from storywatch.story import Draft, Fate, Reason

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

FATE_KEY = "storywatch/fate/"
LEADS_KEY = "storywatch/leads"
POSTPONED_KEY = "storywatch/postponed/"
# What a page is that was announced before it was there, or before its story was written.
MAY_COME = frozenset(
    {Reason.NOT_FOUND, Reason.EMPTY, Reason.NO_BODY, Reason.TOO_SHORT, Reason.BLOCKED}
)
FRESH = timedelta(days=1)


class Fates:
    """Writes fates and counts them under `storywatch/fate/…`."""

    def __init__(
        self, journal: Journal, stats: StatsCollector, clock: Callable[[], datetime]
    ) -> None:
        self._journal = journal
        self._stats = stats
        self._clock = clock

    def record(self, queued: QueuedLead, draft: Draft, *, keep: bool) -> None:
        """Records the draft; the journal says if it is new, a revision, known or off topic."""
        now = self._clock()
        with self._journal.together():
            fate = self._journal.record(queued.id, draft, keep=keep, now=now)
            self._journal.join_family(draft.story, now=now, page_url=draft.page_url)
        self._count(fate.value)

    def settle(self, queued: QueuedLead, fate: Fate, reason: str, detail: str) -> None:
        """Gives the lead a fate that needs no story."""
        self._journal.settle(queued.id, fate, reason=reason, detail=detail, now=self._clock())
        self._count(f"{fate.value}/{reason}" if reason else fate.value)

    def leave_unindexed(self, queued: QueuedLead) -> None:
        """Settles a lead whose page asks robots not to index it."""
        self.settle(queued, Fate.REFUSED, "noindex", "the page asks robots not to index it")

    def reject(
        self, queued: QueuedLead, reason: Reason, detail: str, *, may_come: bool = True
    ) -> None:
        """Settles a lead whose page is no story; a fresh one that may become one is seen again."""
        with self._journal.together():
            self.settle(queued, Fate.REJECTED, reason.value, detail)
            now = self._clock()
            if may_come and reason in MAY_COME and _is_fresh(queued, now):
                self._journal.second_looks.plan(queued.id, now=now)

    def postpone(self, queued: QueuedLead, why: str, retry_after: str | None = None) -> None:
        """Leaves the lead in flight for a later try; after its last try it is a dead letter."""
        now = self._clock()
        until = retry_at(now, queued.attempt, retry_after)
        fate = self._journal.postpone(queued.id, until=until, why=why, now=now)
        key = why.partition(":")[0]
        if fate is None:
            self._stats.inc_value(POSTPONED_KEY + key)
        else:
            self._count(f"{fate.value}/{key}")

    def discovered(self, count: int) -> None:
        """Counts leads that the crawl took up."""
        self._stats.inc_value(LEADS_KEY, count)

    def _count(self, key: str) -> None:
        self._stats.inc_value(FATE_KEY + key)


def _is_fresh(queued: QueuedLead, now: datetime) -> bool:
    """Whether a lead is of a story that its source does not call old, and that is not yet known."""
    lead = queued.lead
    told = rough_instant(lead.published_text) or rough_instant(lead.modified_text)
    return not queued.is_of_story and (told is None or told > now - FRESH)
