"""The second step: from what the page says of its dates to instants with evidence."""

from __future__ import annotations

from collections import Counter

from pipelines.visit import Step, Visit, draft_of
from storywatch.desk import date
from storywatch.extract.dates.order import could_swap, order_votes, settled_order
from storywatch.journal import Journal
from storywatch.outlet import Outlet
from storywatch.story import Draft, Reason, Rejection
from storywatch.workers import TooCostly

VOTES = "date_order"  # in the journal's memory of the outlet: how often which order was shown
ENOUGH = 50  # votes; an outlet's order is known then


class NormaliseDates(Step):
    """Decides `published_at` and `modified_at`; learns the order of the outlet's dates."""

    async def take(self, visit: Visit) -> Draft | Rejection:
        """Returns the draft with dates, bounds and their evidence.

        They were read with the page; where its outlet's dates are in another order than was known
        by then, a reading process reads them again.
        """
        draft = draft_of(visit)
        self._learn(draft)
        order = order_of(self.desk.journal, self.outlet)
        if order == draft.order:
            return draft
        try:
            return await self.desk.workers.run(
                date, draft, self.outlet, fetched_at=visit.page.fetched_at, order=order
            )
        except TooCostly as error:
            return Rejection(url=visit.page.url, reason=Reason.TOO_COSTLY, detail=str(error))

    def _learn(self, draft: Draft) -> None:
        texts = [candidate.text for candidate in draft.dates]
        if not any(map(could_swap, texts)):
            return
        votes = _votes(self.desk.journal, self.outlet)
        shown = order_votes(texts) if votes.total() < ENOUGH else None
        if shown:
            votes.update(shown)
            self.desk.journal.remember(self.outlet.id, VOTES, dict(votes))


def order_of(journal: Journal, outlet: Outlet) -> str | None:
    """Returns the order that an outlet's dates have shown so far, if they agree on one."""
    return settled_order(_votes(journal, outlet))


def _votes(journal: Journal, outlet: Outlet) -> Counter[str]:
    return Counter(journal.memory(outlet.id, VOTES))
