"""When a mail is tried again: later and later, never all at one moment, as long as is sensible."""

from __future__ import annotations

from datetime import datetime, timedelta

from storywatch.story import digest

FIRST = timedelta(minutes=5)  # what greylisting servers ask for, as a rule
LONGEST = timedelta(hours=4)
MOST_TRIES = 30  # with these waits about five days, as mail servers do
MOST_UNCERTAIN = 5  # answers that are lost, each perhaps a double, before a person is asked
OUTAGE = timedelta(minutes=1)
LONGEST_OUTAGE = timedelta(minutes=10)
JITTER = 0.2


def next_try(now: datetime, attempt: int, key: str, *, asked: timedelta | None = None) -> datetime:
    """Returns when to try a mail again after its `attempt`-th try was turned down, 1 the first.

    What the server asked for is honoured. The jitter hangs on the key, so it can be foreseen.
    """
    wait = min(LONGEST, FIRST * 2 ** min(attempt - 1, 10))
    return now + max(asked or timedelta(0), _jittered(wait, f"{key} {attempt}"))


def after_outage(now: datetime, failures: int, key: str) -> datetime:
    """Returns when to try again a channel that could not be reached so many times in a row."""
    wait = min(LONGEST_OUTAGE, OUTAGE * 2 ** min(failures - 1, 10))
    return now + _jittered(wait, f"{key} {failures}")


def _jittered(wait: timedelta, key: str) -> timedelta:
    share = int(digest("jitter", key), 16) / 16**16  # from 0 up to 1
    return wait * (1 - JITTER + 2 * JITTER * share)
