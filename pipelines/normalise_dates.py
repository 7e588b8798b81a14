"""The second step: from what the page says of its dates to instants with evidence."""

from __future__ import annotations

from collections import Counter

from pipelines.visit import Step, Visit, draft_of
from storywatch.desk import date
from storywatch.extract.dates.order import could_swap, order_votes, settled_order
from storywatch.story import Draft, Reason, Rejection
from storywatch.workers import TooCostly

VOTES = "date_order"  # in the journal's memory of the outlet: how often which order was shown
ENOUGH = 50  # votes; an outlet's order is known then


class NormaliseDates(Step):
    """Decides `published_at` and `modified_at`, in a reading process."""

    async def take(self, visit: Visit) -> Draft | Rejection:
        """Returns the draft with dates, bounds and their evidence; learns the outlet's order."""
        draft = draft_of(visit)
        votes: Counter[str] = Counter(self.desk.journal.memory(self.outlet.id, VOTES))
        self._learn(draft, votes)
        try:
            return await self.desk.workers.run(
                date,
                draft,
                self.outlet,
                fetched_at=visit.page.fetched_at,
                order=settled_order(votes),
            )
        except TooCostly as error:
            return Rejection(url=visit.page.url, reason=Reason.TOO_COSTLY, detail=str(error))

    def _learn(self, draft: Draft, votes: Counter[str]) -> None:
        texts = [candidate.text for candidate in draft.dates]
        if votes.total() >= ENOUGH or not any(map(could_swap, texts)):
            return
        shown = order_votes(texts)
        if shown:
            votes.update(shown)
            self.desk.journal.remember(self.outlet.id, VOTES, dict(votes))
