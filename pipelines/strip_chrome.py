"""The first step: from a page's bytes to a story's own words, in a reading process."""

from __future__ import annotations

from pipelines.visit import Step, Visit
from storywatch.extract import strip_chrome
from storywatch.story import Draft, Reason, Rejection
from storywatch.workers import TooCostly


class StripChrome(Step):
    """Drops the page's chrome, or rejects what is no story."""

    async def take(self, visit: Visit) -> Draft | Rejection:
        """Returns the draft as `storywatch.extract.strip_chrome` reads it."""
        try:
            return await self.desk.workers.run(strip_chrome, visit.page, self.outlet)
        except TooCostly as error:
            return Rejection(url=visit.page.url, reason=Reason.TOO_COSTLY, detail=str(error))
