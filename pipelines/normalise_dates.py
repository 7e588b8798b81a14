"""The second step: from what the page says of its dates to instants with evidence."""

from __future__ import annotations

from pipelines.visit import Step, Visit, draft_of
from storywatch.extract.dates import normalise_dates
from storywatch.story import Draft, Reason, Rejection
from storywatch.workers import TooCostly


class NormaliseDates(Step):
    """Decides `published_at` and `modified_at`, in a reading process."""

    async def take(self, visit: Visit) -> Draft | Rejection:
        """Returns the draft with dates, bounds and their evidence."""
        order = self.desk.journal.memory(self.outlet.id, "date_order")
        try:
            return await self.desk.workers.run(
                normalise_dates,
                draft_of(visit),
                self.outlet,
                fetched_at=visit.page.fetched_at,
                order=order if isinstance(order, str) else None,
            )
        except TooCostly as error:
            return Rejection(url=visit.page.url, reason=Reason.TOO_COSTLY, detail=str(error))
