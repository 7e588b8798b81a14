"""How an outlet's pages have been read, when that has changed, and hints that mend it; pure."""

from storywatch.layout.alarms import LAYOUT_REASONS, Alarm, alarms, is_odd
from storywatch.layout.samples import MOST_SAMPLES, Sample, sample_of

__all__ = [
    "LAYOUT_REASONS",
    "MOST_SAMPLES",
    "Alarm",
    "Sample",
    "alarms",
    "is_odd",
    "sample_of",
]
