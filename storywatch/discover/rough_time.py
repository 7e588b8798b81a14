"""A source's date words as a rough instant: for order and freshness, never for a story."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 60  # characters; RFC 822 and ISO 8601 need half of it


def rough_instant(words: str | None) -> datetime | None:
    """Returns the instant of an ISO 8601 or RFC 822 date, read as UTC without a zone; else None."""
    moment = as_written(words)
    try:
        return moment and moment.astimezone(UTC)
    except OverflowError:
        return None


def as_written(words: str | None) -> datetime | None:
    """Returns the date with the offset that it is written with, UTC's without one; else None."""
    text = (words or "").strip()
    if not text or len(text) > _LONGEST:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
