"""The standard stand as a program serves it: its clock runs, and it is declared for a crawl."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from newsstand.declare import declare, topics
from newsstand.outlets import STANDARD
from newsstand.server import CONTROL, serve
from newsstand.serving import Serving
from newsstand.stand import Stand


@contextmanager
def standing(
    *,
    opened_at: datetime,
    speed: float,
    desk: Path | None = None,
    ports: Mapping[str, int] | None = None,
) -> Iterator[Serving]:
    """Serves the standard stand, its clock at `speed`; with a `desk`, declares it there."""
    stand = Stand.standard(opened_at=opened_at)
    with serve(stand, ports=ports) as serving:
        if desk:
            declare(serving, desk)
            topics(desk)
        stand.clock.run(speed)
        yield serving


def ports_from(first: int) -> dict[str, int]:
    """Returns ports for the standard outlets and for control, one after the other."""
    names = (*(profile.id for profile in STANDARD), CONTROL)
    return dict(zip(names, range(first, first + len(names)), strict=True))


@contextmanager
def told_to_end() -> Iterator[threading.Event]:
    """Gives what Ctrl-C and SIGTERM set, which end nothing by themselves meanwhile."""
    over = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: over.set()) for number in numbers]
    try:
        yield over
    finally:
        for number, former in zip(numbers, before, strict=True):
            signal.signal(number, former)
