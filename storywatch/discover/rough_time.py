"""A source's date words as a rough instant: for order and freshness, never for a story."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 60  # characters; RFC 822 and ISO 8601 need half of it


def rough_instant(words: str | None) -> datetime | None:
    """Returns the instant of an ISO 8601 or RFC 822 date, read as UTC without a zone; else None."""
    text = (words or "").strip()
    if not text or len(text) > _LONGEST:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None
