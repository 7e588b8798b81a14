"""When a page is looked at again: for edits, for edits that may be none, for what was not there."""

from __future__ import annotations

from datetime import datetime, timedelta

AGES = tuple(timedelta(minutes=minutes) for minutes in (15, 60, 3 * 60, 9 * 60, 27 * 60, 81 * 60))
SECOND_AGES = AGES[:3]
# Some sources write another date or headline of each story whenever they are asked.
PAUSES = (timedelta(0), timedelta(0), *AGES[:4])


def recheck_at(born_at: datetime, now: datetime) -> datetime | None:
    """Returns when a story's page is looked at next: at its ages of a quarter of an hour, an hour,
    and then each thrice as old, up to three days; None for an older one."""
    return next((born_at + age for age in AGES if born_at + age > now), None)


def second_look_at(seen_at: datetime, now: datetime) -> datetime | None:
    """Returns when a page that was announced but held no story is looked at again: a quarter of an
    hour, an hour and three hours after its source first named it; None when it is older."""
    return next((seen_at + age for age in SECOND_AGES if seen_at + age > now), None)


def edit_at(futile: int, last_at: datetime) -> datetime:
    """Returns when a page is looked at whose source announces an edit, after the last so many in a
    row were none: two are believed at once, then the pause after the last look grows."""
    return last_at + PAUSES[min(futile, len(PAUSES) - 1)]
