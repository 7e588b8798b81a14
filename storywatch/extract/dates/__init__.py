"""A story's dates with their evidence: candidates from the page, a reading of each, and a decision."""

from storywatch.extract.dates.collecting import collect
from storywatch.extract.dates.deciding import Dating, decide
from storywatch.extract.dates.normalising import normalise_dates
from storywatch.extract.dates.reading import Reading, learn_order, read

__all__ = ["Dating", "Reading", "collect", "decide", "learn_order", "normalise_dates", "read"]
