"""The week as polling sees it, in UTC: 168 hours from Monday's first, each of six slots of ten
minutes.
"""

from __future__ import annotations

from datetime import UTC, datetime

SLOT = 600.0  # seconds
HOUR = 3600.0
DAY = 86400.0
SLOTS_A_DAY = 144
SLOTS_A_WEEK = 1008
HOURS_A_WEEK = 168
HALF_LIFE = 21 * DAY  # an outlet's habits three weeks ago count half
_EPOCH = datetime(2025, 1, 1, tzinfo=UTC).timestamp()
_MONDAY = 3 * SLOTS_A_DAY  # slots from Monday's first to the first of 1970, a Thursday


def slot_of(at: float) -> int:
    """Returns the slot of the week at a Unix time."""
    return (int(at // SLOT) + _MONDAY) % SLOTS_A_WEEK


def hour_of(at: float) -> int:
    """Returns the hour of the week at a Unix time."""
    return slot_of(at) // 6


def weight_at(at: float) -> float:
    """Returns how much what happens at a Unix time counts.

    Later counts more, so that nothing that was counted before must ever be touched: dividing by the
    weight of now gives counts that decay. Floats hold until 2080.
    """
    return float(2.0 ** ((at - _EPOCH) / HALF_LIFE))
