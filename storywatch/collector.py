"""Python's garbage collector: spared from looking where it would find nothing, and sent to look
where it would come late."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SHARE = 0.01  # of the time, for collections of everything


@contextmanager
def without_collection() -> Iterator[None]:
    """Spares the collector from looking, over and over, at very many objects without a cycle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class FullCollections:
    """Collections of everything, which take a hundredth of the time at most.

    Left to itself Python looks again at what is old when a quarter has been added to it: what
    ended crawls leave waits for that, scattered among what stays. Collecting it takes 40 ms
    beside a few topics, and more the more has been declared since the start.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._not_before = float("-inf")

    def collect(self) -> None:
        """Collects everything, unless the last time took so long that it is too early."""
        started = self._clock()
        if started >= self._not_before:
            gc.collect()
            self._not_before = started + (self._clock() - started) / SHARE
