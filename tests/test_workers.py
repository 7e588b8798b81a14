"""The reading processes: what kills one of them harms no call but its own."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator

import pytest

from storywatch.workers import BYTES_A_WORKER, TooCostly, Workers


@pytest.fixture
def workers() -> Iterator[Workers]:
    one = Workers(1)
    yield one
    one.close()


def test_an_idle_process_that_is_killed_is_replaced(workers: Workers) -> None:
    async def calls() -> tuple[int, int]:
        first = await workers.run(os.getpid)
        os.kill(first, signal.SIGKILL)
        await asyncio.sleep(1)
        return first, await workers.run(os.getpid)

    first, second = asyncio.run(calls())

    assert second != first


def test_a_call_larger_than_its_memory_costs_only_itself(workers: Workers) -> None:
    async def calls() -> int:
        with pytest.raises(TooCostly):
            await workers.run(bytes.upper, b"a" * BYTES_A_WORKER)
        return await workers.run(len, b"abc")

    assert asyncio.run(calls()) == 3


def test_a_call_that_takes_too_long_is_ended_by_name() -> None:
    hasty = Workers(1, seconds=0.5)

    async def calls() -> int:
        with pytest.raises(TooCostly, match="longer than"):
            await hasty.run(time.sleep, 20)
        return await hasty.run(len, b"abc")

    try:
        assert asyncio.run(calls()) == 3
    finally:
        hasty.close()
