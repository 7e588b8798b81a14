"""A story's dates with their evidence: candidates from the page, a reading of each, and a
decision.
"""

from storywatch.extract.dates.collecting import collect
from storywatch.extract.dates.deciding import Dating, decide
from storywatch.extract.dates.normalising import normalise_dates
from storywatch.extract.dates.order import learn_order, order_votes, settled_order
from storywatch.extract.dates.reading import Reading, read

__all__ = [
    "Dating",
    "Reading",
    "collect",
    "decide",
    "learn_order",
    "normalise_dates",
    "order_votes",
    "read",
    "settled_order",
]
