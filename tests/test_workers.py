"""The reading processes: what kills one of them harms no call but its own."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from storywatch.workers import TooCostly, Workers, pool
from storywatch.workers.answering import BYTES_A_WORKER, LARGE, TOO_LARGE


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
        with pytest.raises(TooCostly, match=TOO_LARGE):
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


def test_what_a_call_raises_is_raised_to_its_caller_and_tells_where_it_was_raised(
    workers: Workers,
) -> None:
    async def calls() -> int:
        with pytest.raises(FileNotFoundError) as raised:
            await workers.run(os.listdir, "/nowhere/at/all")
        assert any("in _within_memory" in note for note in raised.value.__notes__)
        return await workers.run(len, b"abc")

    assert asyncio.run(calls()) == 3


def test_a_call_that_cannot_be_handed_over_or_back_harms_no_other(workers: Workers) -> None:
    async def calls() -> int:
        with pytest.raises((AttributeError, TypeError, ValueError)):
            await workers.run(lambda: 1)
        with pytest.raises(TypeError):
            await workers.run(open, os.devnull)
        return await workers.run(len, b"abc")

    assert asyncio.run(calls()) == 3


def test_a_call_that_ends_its_process_fails_by_name(workers: Workers) -> None:
    async def calls() -> int:
        with pytest.raises(TooCostly, match="ended by SIGSEGV"):
            await workers.run(signal.raise_signal, signal.SIGSEGV)
        with pytest.raises(TooCostly, match="ended with code 3"):
            await workers.run(os._exit, 3)
        return await workers.run(len, b"abc")

    assert asyncio.run(calls()) == 3


def test_a_call_behind_one_that_ends_its_process_is_computed_by_another(workers: Workers) -> None:
    large = b"a" * (LARGE - 1)  # it does not fit beside the call before it

    async def calls() -> list[object]:
        doomed = (workers.run(signal.raise_signal, signal.SIGKILL) for _ in range(3))
        sound = (workers.run(len, large) for _ in range(3))
        mixed = [call for pair in zip(doomed, sound, strict=True) for call in pair]
        return list(await asyncio.gather(*mixed, return_exceptions=True))

    found = asyncio.run(calls())

    assert [str(one) for one in found[::2]] == ["its process ended by SIGKILL"] * 3
    assert found[1::2] == [LARGE - 1] * 3


def test_a_call_that_ends_its_process_is_not_tried_again_for_the_sake_of_one_behind_it(
    workers: Workers, tmp_path: Path
) -> None:
    tried = tmp_path / "tried"
    large = b"a" * (LARGE - 1)  # it still waits to be handed over when the process ends

    async def calls() -> list[object]:
        asked = (workers.run(_end_slowly, tried), workers.run(len, large), workers.run(len, large))
        return list(await asyncio.gather(*asked, return_exceptions=True))

    found = asyncio.run(calls())

    assert [type(one) for one in found] == [TooCostly, int, int]
    assert tried.read_text() == "once "


def test_a_call_behind_one_that_takes_too_long_has_all_of_its_time() -> None:
    hasty = Workers(1, seconds=1.5)

    async def calls() -> list[object]:
        asked = (hasty.run(time.sleep, seconds) for seconds in (0.2, 20, 0.8, 0.2))
        return list(await asyncio.gather(*asked, return_exceptions=True))

    try:
        found = asyncio.run(calls())
    finally:
        hasty.close()

    assert [type(one) for one in found] == [type(None), TooCostly, type(None), type(None)]


def test_whoever_gives_up_waiting_ends_the_process_that_worked_for_him(workers: Workers) -> None:
    async def calls() -> tuple[int, int]:
        first = await workers.run(os.getpid)
        waiting = asyncio.create_task(workers.run(time.sleep, 20))
        await asyncio.sleep(0.2)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        return first, await workers.run(os.getpid)

    first, second = asyncio.run(calls())

    assert second != first
    assert not Path(f"/proc/{first}").exists()


def test_whoever_gives_up_waiting_behind_another_call_does_it_no_harm(workers: Workers) -> None:
    async def calls() -> int:
        first = asyncio.create_task(workers.run(_slow_pid))
        behind = asyncio.create_task(workers.run(time.sleep, 20))
        await asyncio.sleep(0.05)
        behind.cancel()
        return await first

    assert asyncio.run(calls()) > 0


def test_calls_still_running_are_cancelled_when_the_processes_are_ended() -> None:
    two = Workers(2)

    async def calls() -> list[object]:
        running = [asyncio.create_task(two.run(time.sleep, 20)) for _ in range(5)]
        await asyncio.sleep(0.3)
        two.close()
        return list(await asyncio.gather(*running, return_exceptions=True))

    assert {type(one) for one in asyncio.run(calls())} == {asyncio.CancelledError}


def test_no_more_calls_run_at_once_than_there_are_processes() -> None:
    two = Workers(2)

    async def calls() -> set[int]:
        return set(await asyncio.gather(*(two.run(os.getpid) for _ in range(50))))

    try:
        assert len(asyncio.run(calls())) == 2
    finally:
        two.close()


def test_all_processes_do_what_they_are_told_to_do_first_before_their_next_call(
    workers: Workers, tmp_path: Path
) -> None:
    async def calls() -> list[str]:
        found = [await workers.run(os.getcwd)]
        for told in (tmp_path, tmp_path.parent):
            workers.prepare(partial(os.chdir, told))
            found.append(await workers.run(os.getcwd))
        return found

    assert asyncio.run(calls())[1:] == [str(tmp_path), str(tmp_path.parent)]


def test_a_process_is_replaced_after_its_share_of_calls(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "PAGES_A_WORKER", 3)

    async def calls() -> list[int]:
        return [await workers.run(os.getpid) for _ in range(6)]

    pids = asyncio.run(calls())

    assert len(set(pids[:3])) == len(set(pids[3:])) == 1
    assert pids[0] != pids[3]


def test_the_same_processes_serve_one_event_loop_after_another(workers: Workers) -> None:
    first = asyncio.run(workers.run(os.getpid))

    assert asyncio.run(workers.run(os.getpid)) == first


def test_closing_leaves_no_process_behind() -> None:
    two = Workers(2)

    async def calls() -> set[int]:
        return set(await asyncio.gather(*(two.run(_slow_pid) for _ in range(2))))

    pids = asyncio.run(calls())
    two.close()

    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def _slow_pid() -> int:
    time.sleep(0.1)
    return os.getpid()


def _end_slowly(tried: Path) -> None:
    with tried.open("a") as file:
        file.write("once ")
    time.sleep(0.2)
    signal.raise_signal(signal.SIGKILL)
