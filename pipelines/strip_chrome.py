"""The first step: from a page's bytes to a story's own words, in a reading process.

A page that has not the words for any topic ends here: looking for them costs a tenth of reading.
The process has the page at hand, and reads what it says of its dates along with the rest.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

import orjson

from pipelines.normalise_dates import order_of
from pipelines.visit import Step, Visit
from storywatch.desk import Lore, NotToBeKept, OffTopic, read, read_if_wanted
from storywatch.extract.furniture import NOTHING_KNOWN, Furniture
from storywatch.outlet import Outlet
from storywatch.packed import Packed
from storywatch.story import Draft, Reason, Rejection, Traces
from storywatch.workers import TooCostly

if TYPE_CHECKING:
    from pipelines.desk import Desk

FURNITURE = "furniture"  # in the journal's memory of the outlet: what its pages have in common


class StripChrome(Step):
    """Drops the page's chrome, or rejects what is no story; learns what the pages share."""

    def __init__(self, desk: Desk, outlet: Outlet) -> None:
        super().__init__(desk, outlet)
        self._read: tuple[str | None, Furniture] = None, NOTHING_KNOWN

    async def take(self, visit: Visit) -> Draft | Rejection | NotToBeKept | OffTopic:
        """Returns the draft as `storywatch.extract.strip` reads it.

        What is kept whatever it says, and what may be an edit of a recorded story, is always read.
        """
        is_kept = visit.queued.is_of_story or self.desk.keeps_everything_of(self.outlet)
        take = read if is_kept else read_if_wanted
        try:
            outcome = await self.desk.workers.run(
                take, visit.page, self._lore, now=self.desk.clock()
            )
        except TooCostly as error:
            return Rejection(url=visit.page.url, reason=Reason.TOO_COSTLY, detail=str(error))
        if isinstance(outcome, Draft):
            await self.desk.commits.do(partial(self._learn, outcome.traces))
        return outcome

    @cached_property
    def _lore(self) -> Packed[Lore]:
        return self._with(self._kept())

    def _with(self, furniture: Furniture) -> Packed[Lore]:
        order = order_of(self.desk.journal, self.outlet)
        return Packed.of(Lore(outlet=self.outlet, order=order, furniture=furniture))

    def _kept(self) -> Furniture:
        """Returns what the journal keeps, read again only where others have changed it."""
        text = self.desk.journal.memory_text(self.outlet.id, FURNITURE)
        if text != self._read[0]:
            self._read = text, Furniture.of(orjson.loads(text or "null"))
        return self._read[1]

    def _learn(self, traces: Traces) -> None:
        kept = self._kept()  # others may have learned of the outlet meanwhile
        known = kept.after(traces)
        self._lore = self._with(known)
        if known is not kept:
            text = self.desk.journal.remember(self.outlet.id, FURNITURE, known.document)
            self._read = text, known
