"""Instants as the journal keeps them: whole milliseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
HOUR = 3_600_000  # milliseconds


def to_ms(instant: datetime) -> int:
    """Returns the aware instant's milliseconds, rounded down."""
    return (instant - EPOCH) // MILLISECOND


def to_ms_or_none(instant: datetime | None) -> int | None:
    """Returns the instant's milliseconds, or None for none."""
    return None if instant is None else to_ms(instant)


def from_ms(milliseconds: int) -> datetime:
    """Returns the instant in UTC."""
    return EPOCH + milliseconds * MILLISECOND


def from_ms_or_none(milliseconds: int | None) -> datetime | None:
    """Returns the instant in UTC, or None for none."""
    return None if milliseconds is None else from_ms(milliseconds)


def hour_of(milliseconds: int) -> int:
    """Returns the milliseconds at which that instant's hour began."""
    return milliseconds - milliseconds % HOUR
