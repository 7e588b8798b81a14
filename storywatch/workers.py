"""Processes that read pages, so that no slow or poisoned page holds up the event loop."""

from __future__ import annotations

import asyncio
import ctypes
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as OutOfTime
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

_C = ctypes.CDLL(None)
P = ParamSpec("P")
T = TypeVar("T")
First = Callable[[], None]  # what a process does before its first call; it can be pickled

SECONDS_A_PAGE = 20.0
# Data of a worker. It has 45 MiB at first and 130 when it has met all kinds of pages; the largest
# page that is read takes 70 more (measured), and two workers shall keep a round below 512 MiB.
BYTES_A_WORKER = 224 * 1024**2
MOST_WORKERS = 4  # unless more are asked for: each has its own copy of what reading needs
LARGE = 2 * 1024**2  # bytes of a page or source; real ones have a twentieth
TRIES = 3  # of a call whose process was killed by someone else
PAGES_A_WORKER = 2_000  # then a fresh process, so that what a parser leaks does not add up


class TooCostly(Exception):
    """A call ran over its time or memory; the worker that ran it is gone, the others go on."""


class Workers:
    """A pool of reading processes; each call has a time limit and each process a memory limit."""

    def __init__(
        self, count: int = 0, *, seconds: float = SECONDS_A_PAGE, first: First | None = None
    ) -> None:
        self.count = count or min(os.cpu_count() or 1, MOST_WORKERS)
        self._seconds = seconds
        self._first = first
        self._one_large = asyncio.Lock()
        self._retired: list[ProcessPool] = []
        self._pool = self._started()

    def prepare(self, first: First) -> None:
        """Lets every process do `first()` before its first call; those before end their calls."""
        self._pool.close()  # type: ignore[no-untyped-call]
        self._retired.append(self._pool)
        self._first = first
        self._pool = self._started()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Returns `function(...)` as a worker computed it; raises `TooCostly` over its limits.

        Of calls with large bodies one runs at a time.
        """
        if not _is_large(args):
            return await self._run(function, *args, **kwargs)
        async with self._one_large:
            try:
                return await self._run(function, *args, **kwargs)
            finally:
                _give_back()

    async def _run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(TRIES):
            pool = self._working_pool()
            future = pool.schedule(
                _within_memory, args=[function, *args], kwargs=dict(kwargs), timeout=self._seconds
            )
            try:
                return await asyncio.wrap_future(future)
            except OutOfTime as error:
                raise TooCostly(f"took longer than {self._seconds:g} s") from error
            except (ProcessExpired, MemoryError) as error:
                raise TooCostly(f"used more than {BYTES_A_WORKER // 1024**2} MiB") from error
            except BrokenProcessPool:
                continue  # a process was killed while it waited; the call itself did no harm
        raise TooCostly(f"its process was killed {TRIES} times")

    def close(self) -> None:
        """Ends the processes; calls still running are cancelled."""
        for pool in (*self._retired, self._pool):
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _working_pool(self) -> ProcessPool:
        """A pool is broken for good when one of its idle processes is killed: then a new one."""
        if not self._pool.active:
            self._retired.append(self._pool)
            self._pool = self._started()
        return self._pool

    def _started(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self.count,
            max_tasks=PAGES_A_WORKER,
            initializer=_settle_in,
            initargs=[self._first],
            context=fork_server(),
        )


def fork_server() -> multiprocessing.context.BaseContext:
    """Starts the process from which those that read are forked, if it does not run yet.

    It imports what reading needs: whoever has much to import as well starts it before.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["storywatch.reading_process"])
    forkserver.ensure_running()
    return context


def _is_large(args: Sequence[object]) -> bool:
    return any(len(getattr(one, "body", b"")) > LARGE for one in args)


def _give_back() -> None:
    """Returns to the system what is free: what one process holds in reserve another may need."""
    if hasattr(_C, "malloc_trim"):
        _C.malloc_trim(0)


def _within_memory(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Limits the call alone: a process that cannot even take up a call would break its pool."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (BYTES_A_WORKER, most))
    try:
        return function(*args, **kwargs)
    except MemoryError:
        pass  # what the call held goes with its traceback
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        if _is_large(args):
            _give_back()
    raise MemoryError


def _settle_in(first: First | None) -> None:
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C is for the parent, which stops us in order
    sys.unraisablehook = lambda _: None  # a parser out of memory says so a thousand times
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    if first:
        first()


def _leave_with(parent: int) -> None:
    """Ends this process when its parent was killed: nothing else would."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)
