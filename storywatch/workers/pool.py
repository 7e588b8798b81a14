"""The pool: which process computes a call, and how many calls may be under way."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from operator import attrgetter
from typing import Any, ParamSpec, TypeVar

from storywatch.memory import give_back
from storywatch.workers.answering import LARGE, Call, First, TooCostly, size_of
from storywatch.workers.places import Places
from storywatch.workers.worker import NotBegun, Worker, fork_server

P = ParamSpec("P")
T = TypeVar("T")

SECONDS_A_PAGE = 20.0
MOST_WORKERS = 4  # unless more are asked for: each has its own copy of what reading needs
# One that is computed, and others that lie ready when the loop is busy with a group of stories:
# most are seen to be off topic within half a millisecond.
PLACES_A_WORKER = 16
BYTES_A_PLACE = 256 * 1024  # a page of more takes several
TRIES = 100  # of a call before which others ended its process
PAGES_A_WORKER = 2_000  # then a fresh process, so that what a parser leaks does not add up


class Workers:
    """A pool of reading processes; each call has a time limit and each process a memory limit."""

    def __init__(
        self, count: int = 0, *, seconds: float = SECONDS_A_PAGE, first: First | None = None
    ) -> None:
        self.count = count or min(os.cpu_count() or 1, MOST_WORKERS)
        self._seconds = seconds
        self._first = first
        self._places = Places(self.count * PLACES_A_WORKER)
        self._workers: list[Worker] = []  # that may be asked
        self._leaving: set[Worker] = set()  # that end when they have answered
        self._is_closed = False
        fork_server()

    def prepare(self, first: First) -> None:
        """Lets every process do `first()` before its next call; those at work end theirs."""
        self._first = first
        for worker in tuple(self._workers):
            self._dismiss(worker)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Returns `function(...)` as a worker computed it; raises `TooCostly` over its limits.

        Of calls with large bodies one runs at a time.
        """
        size = size_of(args)
        places = self._places_for(size)
        await self._places.take(places)
        try:
            return await self._run((function, args, kwargs))  # type: ignore[no-any-return]
        finally:
            self._places.give(places)
            if size > LARGE:
                give_back()

    def _places_for(self, size: int) -> int:
        return self._places.count // 2 + 1 if size > LARGE else 1 + size // BYTES_A_PLACE

    async def _run(self, call: Call) -> Any:
        for _ in range(TRIES):
            worker = self._least_busy()
            try:
                is_returned, outcome = await self._asked(worker, call)
            except NotBegun:
                self._dismiss(worker)
                if self._is_closed:
                    raise asyncio.CancelledError from None
                continue
            if not is_returned:
                raise outcome
            return outcome
        raise TooCostly(f"its process ended {TRIES} times before it was begun")

    async def _asked(self, worker: Worker, call: Call) -> tuple[bool, Any]:
        worker.owed += 1
        try:
            return await worker.answer(call)
        except TimeoutError as error:
            raise TooCostly(f"took longer than {self._seconds:g} s") from error
        except EOFError as error:
            raise TooCostly(str(error)) from error
        finally:
            worker.owed -= 1
            if worker.is_gone or worker.calls >= PAGES_A_WORKER or worker in self._leaving:
                self._dismiss(worker)

    def close(self) -> None:
        """Ends the processes; calls still running are cancelled."""
        self._is_closed = True
        for worker in (*self._workers, *self._leaving):
            worker.kill()
            if not worker.owed:
                worker.end()

    def _least_busy(self) -> Worker:
        """While its process reads one page, the next ones lie ready for it."""
        for worker in tuple(self._workers):
            if not worker.owed and worker.has_ended:
                self._dismiss(worker)
        found = min(self._workers, key=attrgetter("owed"), default=None)
        if found is None or (found.owed and len(self._workers) < self.count):
            found = Worker(self._first, self._seconds)
            self._workers.append(found)
        return found

    def _dismiss(self, worker: Worker) -> None:
        if worker in self._workers:
            self._workers.remove(worker)
        if worker.owed:
            self._leaving.add(worker)
        else:
            self._leaving.discard(worker)
            worker.end()
