"""The first step: from a page's bytes to a story's own words, in a reading process.

A page that has not the words for any topic ends here: looking for them costs a tenth of reading.
"""

from __future__ import annotations

from pipelines.visit import Step, Visit
from storywatch.desk import OffTopic, strip_if_wanted
from storywatch.extract import strip_chrome
from storywatch.story import Draft, Reason, Rejection
from storywatch.workers import TooCostly


class StripChrome(Step):
    """Drops the page's chrome, or rejects what is no story."""

    async def take(self, visit: Visit) -> Draft | Rejection | OffTopic:
        """Returns the draft as `storywatch.extract.strip_chrome` reads it.

        What is kept whatever it says, and what may be an edit of a recorded story, is always read.
        """
        is_kept = visit.queued.is_of_story or self.desk.keeps_everything_of(self.outlet)
        read = strip_chrome if is_kept else strip_if_wanted
        try:
            return await self.desk.workers.run(read, visit.page, self.outlet)
        except TooCostly as error:
            return Rejection(url=visit.page.url, reason=Reason.TOO_COSTLY, detail=str(error))
