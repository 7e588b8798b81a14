"""When to try again after a failure: what the server asks for, else a growing pause."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

SHORTEST_WAIT = timedelta(minutes=1)  # a server that says "0" or "-5" still gets a pause
LONGEST_WAIT = timedelta(hours=24)  # a server that says "in 3,000 years" is asked tomorrow
FIRST_RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=12)


def retry_at(now: datetime, attempt: int, retry_after: str | None = None) -> datetime:
    """When to try again after failed attempt number `attempt` (from 1).

    The server's Retry-After (RFC 9110 section 10.2.3: seconds or an HTTP date) wins, clamped to
    between a minute and a day; without a readable one the pause grows threefold from five
    minutes to half a day.
    """
    asked = asked_wait(now, retry_after) if retry_after else None
    if asked is not None:
        return now + min(max(asked, SHORTEST_WAIT), LONGEST_WAIT)
    return now + min(FIRST_RETRY * int(3 ** min(attempt - 1, 6)), LONGEST_RETRY)


def asked_wait(now: datetime, retry_after: str) -> timedelta | None:
    """Returns how long a Retry-After asks to wait, or nothing when nobody can read it."""
    text = retry_after.strip()
    if text.lstrip("-").isascii() and text.lstrip("-").isdigit():
        return timedelta(seconds=min(int(text[:12]), LONGEST_WAIT.total_seconds()))
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
