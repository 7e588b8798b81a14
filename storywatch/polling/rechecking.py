"""When a story's page is looked at again for edits: often while it is young, then never more."""

from __future__ import annotations

from datetime import datetime, timedelta

AGES = tuple(timedelta(minutes=minutes) for minutes in (15, 60, 3 * 60, 9 * 60, 27 * 60, 81 * 60))


def recheck_at(born_at: datetime, now: datetime) -> datetime | None:
    """Returns when a story's page is looked at next: at its ages of a quarter of an hour, an hour,
    and then each thrice as old, up to three days; None for an older one."""
    return next((born_at + age for age in AGES if born_at + age > now), None)
