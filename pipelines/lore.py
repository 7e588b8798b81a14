"""What is known of an outlet when its next page is read: as declared, and as its pages taught."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import orjson

from storywatch.desk import Lore
from storywatch.extract.dates.order import could_swap, order_votes, settled_order
from storywatch.extract.furniture import NOTHING_KNOWN, Furniture
from storywatch.journal import Journal
from storywatch.outlet import Outlet
from storywatch.packed import Packed
from storywatch.story import Traces

# In the journal's memory of the outlet.
FURNITURE = "furniture"  # what its pages have in common
VOTES = "date_order"  # how often which order of day and month was shown
ENOUGH = 50  # votes; the order is known then


class OutletLore:
    """What one outlet has taught; the journal keeps it, and others may have learned meanwhile."""

    def __init__(self, journal: Journal, outlet: Outlet) -> None:
        self.outlet = outlet
        self._journal = journal
        self._read: tuple[str | None, Furniture] = None, NOTHING_KNOWN
        self._packed: Packed[Lore] | None = None

    @property
    def packed(self) -> Packed[Lore]:
        """All of it for reading processes, as of the last page that taught something."""
        if self._packed is None:
            known = self._furniture().to_judge_by
            self._packed = Packed.of(Lore(outlet=self.outlet, order=self.order, furniture=known))
        return self._packed

    @property
    def order(self) -> str | None:
        """The order that the outlet's dates have shown so far, if they agree on one."""
        return settled_order(self._votes())

    def learn_order(self, lines: Collection[str]) -> str | None:
        """Learns what a page's date lines show of the order of day and month, and returns it."""
        votes = self._votes()
        is_open = votes.total() < ENOUGH and any(map(could_swap, lines))
        if is_open and (shown := order_votes(lines)):
            votes.update(shown)
            self._journal.remember(self.outlet.id, VOTES, dict(votes))
        return settled_order(votes)

    def learn_furniture(self, traces: Traces) -> None:
        """Learns what a page may share with others; call it in the transaction that records it."""
        kept = self._furniture()
        known = kept.after(traces)
        self._packed = None
        if known is not kept:
            text = self._journal.remember(self.outlet.id, FURNITURE, known.document)
            self._read = text, known

    def _furniture(self) -> Furniture:
        """Returns what the journal keeps, read again only where others have changed it."""
        text = self._journal.memory_text(self.outlet.id, FURNITURE)
        if text != self._read[0]:
            self._read = text, Furniture.of(orjson.loads(text or "null"))
        return self._read[1]

    def _votes(self) -> Counter[str]:
        return Counter(self._journal.memory(self.outlet.id, VOTES))
