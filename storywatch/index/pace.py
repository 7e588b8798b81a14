"""How much is sent at once and when to try again: quicker while it goes well, gentle when not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import random

LEAST_BYTES = 64 * 1024
MOST_BYTES = 8 * 1024 * 1024
FIRST_REST = timedelta(seconds=1)
LONGEST_REST = timedelta(minutes=1)


@dataclass(slots=True, kw_only=True)
class Pace:
    """The relay's pace; several relays draw different rests, so that they do not come at once."""

    bulk_bytes: int = 2 * 1024 * 1024
    resume_at: datetime | None = None
    failure_count: int = 0
    chance: Callable[[], float] = random

    def rests(self, now: datetime) -> bool:
        """Whether it is too early to try again."""
        return self.resume_at is not None and now < self.resume_at

    def went_well(self) -> None:
        """Lets the next bulk carry a quarter more."""
        self.bulk_bytes = min(MOST_BYTES, self.bulk_bytes * 5 // 4)
        self.failure_count = 0
        self.resume_at = None

    def was_refused(self, now: datetime) -> None:
        """Halves the bulk, and rests twice as long as the last time, less up to a half by lot."""
        self.bulk_bytes = max(LEAST_BYTES, self.bulk_bytes // 2)
        self.failed(now)

    def failed(self, now: datetime) -> None:
        """Rests, as after a server that is away: the size of a bulk is not what it died of."""
        longest = min(LONGEST_REST, FIRST_REST * 2 ** min(self.failure_count, 10))
        self.failure_count += 1
        self.resume_at = now + longest * (1 - self.chance() / 2)
