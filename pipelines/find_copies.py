"""The third step: whose work the story is, when it is not the outlet's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.lore import OutletLore
from pipelines.visit import Step, Visit, draft_of
from storywatch.copies import find_copies, lexicon_with
from storywatch.journal import body_digest
from storywatch.story import Draft

if TYPE_CHECKING:
    from pipelines.desk import Desk


class FindCopies(Step):
    """Names the original of a repost and the outlets that a story credits."""

    def __init__(self, desk: Desk, lore: OutletLore) -> None:
        super().__init__(desk, lore)
        self._names = lexicon_with(frozenset(each.name for each in desk.outlets.values()))

    async def take(self, visit: Visit) -> Draft:
        """Returns the draft with `original` and `credited_to`."""
        draft = draft_of(visit)
        journal = self.desk.journal
        kin = journal.find_family(draft.story, now=self.desk.clock())
        twins = journal.twins(body_digest(draft.story), outlet=self.outlet.id)
        earlier = (*(kin.sources if kin else ()), *twins)
        return find_copies(draft, self.outlet, twins=earlier, names=self._names)
