"""What the journal needs once an hour: a clock put right, events grouped, old copies forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from pipelines.desk import Desk

EVERY = timedelta(hours=1)
KEPT_AS = "upkeep_at"  # in the journal's memory, of no outlet


def upkeep(desk: Desk, now: datetime) -> bool:
    """Does what is due and returns whether anything was; several processes may call it."""
    if not desk.journal.take_turn(KEPT_AS, every=EVERY, now=now):
        return False
    desk.journal.put_clock_right(now=now)
    desk.journal.regroup_events(now=now)
    desk.journal.forget_copies(now=now)
    return True
