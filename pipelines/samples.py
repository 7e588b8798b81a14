"""How a crawl notes what each page gave, and keeps the pages that gave less than the others."""

from __future__ import annotations

from storywatch.journal import Journal
from storywatch.layout import MOST_SAMPLES, Sample, is_odd, sample_of
from storywatch.story import Draft, Page, Rejection


class Samples:
    """The samples of one outlet, with those before the crawl in mind."""

    def __init__(self, journal: Journal, outlet: str) -> None:
        self._shelf = journal.samples
        self._outlet = outlet
        self._known: list[Sample] | None = None

    def add(self, page: Page, outcome: Draft | Rejection) -> None:
        """Notes what a page gave, in the transaction that is open."""
        if self._known is None:
            self._known = list(self._shelf.of(self._outlet))
        sample = sample_of(page, outcome)
        if sample.reason and any(_is_same(sample, known) for known in self._known):
            return  # a page that was looked at again, and says nothing more of the outlet
        odd = page if is_odd(sample, self._known) else None
        self._shelf.add(self._outlet, sample, odd)
        self._known = [*self._known[-MOST_SAMPLES + 1 :], sample]


def _is_same(one: Sample, other: Sample) -> bool:
    return (one.url, one.reason) == (other.url, other.reason)
