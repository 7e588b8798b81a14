"""When to look again: pure policy, given what happened and the time."""

from storywatch.polling.hints import Hints
from storywatch.polling.rechecking import recheck_at
from storywatch.polling.retrying import retry_at
from storywatch.polling.rhythm import Rhythm
from storywatch.polling.tariff import Tariff
from storywatch.polling.timetable import Timetable

__all__ = ["Hints", "Rhythm", "Tariff", "Timetable", "recheck_at", "retry_at"]
