"""The second step: from what the page says of its dates to instants with evidence."""

from __future__ import annotations

from pipelines.visit import Step, Visit, draft_of
from storywatch.desk import date
from storywatch.story import Draft, Reason, Rejection
from storywatch.workers import TooCostly


class NormaliseDates(Step):
    """Decides `published_at` and `modified_at`; learns the order of the outlet's dates."""

    async def take(self, visit: Visit) -> Draft | Rejection:
        """Returns the draft with dates, bounds and their evidence.

        They were read with the page; where its outlet's dates are in another order than was known
        by then, a reading process reads them again.
        """
        draft = draft_of(visit)
        order = self.lore.learn_order([candidate.text for candidate in draft.dates])
        if order == draft.order:
            return draft
        try:
            return await self.desk.workers.run(
                date, draft, self.outlet, fetched_at=visit.page.fetched_at, order=order
            )
        except TooCostly as error:
            return Rejection(url=visit.page.url, reason=Reason.TOO_COSTLY, detail=str(error))
