"""When to look again: pure policy, given what happened and the time."""

from storywatch.polling.hints import Hints
from storywatch.polling.rechecking import edit_at, recheck_at, second_look_at
from storywatch.polling.retrying import asked_wait, retry_at
from storywatch.polling.rhythm import Rhythm
from storywatch.polling.tariff import Tariff
from storywatch.polling.timetable import Timetable

__all__ = [
    "Hints",
    "Rhythm",
    "Tariff",
    "Timetable",
    "asked_wait",
    "edit_at",
    "recheck_at",
    "retry_at",
    "second_look_at",
]
