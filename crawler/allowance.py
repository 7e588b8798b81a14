"""How much of an outlet one round takes; what is left over waits for the next ones."""

from __future__ import annotations

from collections import Counter

from storywatch.outlet import Outlet
from storywatch.story import Lead

LEADS_A_ROUND = 500
# Of them, what only a section page links to: nobody calls those stories, and links can be made
# without end.
LINKED_A_ROUND = 80
SITEMAPS_A_ROUND = 20  # that the indexes of one source name, at all depths together


class Allowance:
    """What a round may still ask of one outlet."""

    def __init__(self, outlet: Outlet) -> None:
        self.leads_left = LEADS_A_ROUND
        self._linked_left = LINKED_A_ROUND
        self._sitemaps: Counter[str] = Counter()
        self._sections = frozenset(s.url for s in outlet.sources if s.kind == "section")

    def takes(self, lead: Lead) -> bool:
        """Whether there is room for a visit to the lead, which then is used."""
        is_linked = lead.source_url in self._sections
        if self.leads_left <= 0 or (is_linked and self._linked_left <= 0):
            return False
        self.leads_left -= 1
        self._linked_left -= is_linked
        return True

    def takes_sitemap(self, source_url: str) -> bool:
        """Whether there is room for one more sitemap below the source, which then is used."""
        self._sitemaps[source_url] += 1
        return self._sitemaps[source_url] <= SITEMAPS_A_ROUND
