"""Runs what may block for minutes beside the loop, and lets the process end meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


async def apart(function: Callable[[], T], *, broken: T) -> T:
    """Returns what a blocking function returns, or `broken` if it raises.

    Its thread is no pool's: those are waited for when the process ends.
    """
    loop = asyncio.get_running_loop()
    over: asyncio.Future[T] = loop.create_future()

    def settle(outcome: T) -> None:
        if not over.done():
            over.set_result(outcome)

    def work() -> None:
        outcome = broken
        try:
            outcome = function()
        finally:
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, outcome)

    Thread(target=work, name="storywatch apart", daemon=True).start()
    return await over
