"""The stand's clock: it stands still and is moved by hand, or runs along with the wall clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def wall_now() -> datetime:
    """Returns the real instant, for a stand that opens today."""
    return datetime.now(UTC).replace(second=0, microsecond=0)


class Clock:
    """Tells the stand what time it is; it never goes backwards.

    At `speed` 0 it stands still until it is moved. At any other speed it also runs: at 60, a minute
    passes on the stand in a second of the `wall` clock.
    """

    def __init__(
        self, now: datetime, *, speed: float = 0.0, wall: Callable[[], float] = time.monotonic
    ) -> None:
        if now.tzinfo is None:
            raise ValueError(
                "the stand's clock needs an aware instant, such as one with tzinfo=UTC"
            )
        self._now = now
        self._wall = wall
        self._read_at = wall()
        self.speed = speed

    @property
    def now(self) -> datetime:
        """The instant on the stand."""
        passed = (self._wall() - self._read_at) * self.speed
        return self._now + timedelta(seconds=passed)

    def advance(self, delta: timedelta) -> None:
        """Moves the clock forward by `delta`."""
        self.set(self.now + delta)

    def set(self, now: datetime) -> None:
        """Moves the clock forward to `now`."""
        reading = self.now
        if now < reading:
            raise ValueError(
                f"the stand's clock shows {reading:%F %T} and cannot go back to {now:%F %T}"
            )
        self._now, self._read_at = now, self._wall()

    def run(self, speed: float) -> None:
        """Lets the clock run at `speed`; 0 stops it where it is."""
        if speed < 0:
            raise ValueError("the stand's clock runs forward: speed is 0 or more")
        self.set(self.now)
        self.speed = speed
