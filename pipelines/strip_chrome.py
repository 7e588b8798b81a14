"""The first step: from a page's bytes to a story's own words, in a reading process.

A page that has not the words for any topic ends here: looking for them costs a tenth of reading.
The process has the page at hand, and reads what it says of its dates along with the rest.
"""

from __future__ import annotations

from pipelines.visit import Step, Visit
from storywatch.desk import NotToBeKept, OffTopic, read, read_if_wanted
from storywatch.story import Draft, Reason, Rejection
from storywatch.workers import TooCostly


class StripChrome(Step):
    """Drops the page's chrome, or rejects what is no story."""

    async def take(self, visit: Visit) -> Draft | Rejection | NotToBeKept | OffTopic:
        """Returns the draft as `storywatch.extract.strip` reads it.

        What is kept whatever it says, and what may be an edit of a recorded story, is always read.
        """
        is_kept = visit.queued.is_of_story or self.desk.keeps_everything_of(self.outlet)
        reading = read if is_kept else read_if_wanted
        try:
            return await self.desk.workers.run(
                reading, visit.page, self.lore.packed, now=self.desk.clock()
            )
        except TooCostly as error:
            return Rejection(url=visit.page.url, reason=Reason.TOO_COSTLY, detail=str(error))
