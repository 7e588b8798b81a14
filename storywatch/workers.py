"""Processes that read pages, so that no slow or poisoned page holds up the event loop.

The loop itself talks to them: threads between it and them cost as much as the prefilter does.
"""

from __future__ import annotations

import asyncio
import ctypes
import multiprocessing
import os
import pickle
import resource
import signal
import socket
import struct
import sys
import threading
import time
import traceback
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from operator import attrgetter
from typing import Any, ParamSpec, TypeVar

_C = ctypes.CDLL(None)
P = ParamSpec("P")
T = TypeVar("T")
First = Callable[[], None]  # what a process does before its first call; it can be pickled
Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]

SECONDS_A_PAGE = 20.0
# Data of a worker. It has 45 MiB at first and 130 when it has met all kinds of pages; the largest
# page that is read takes 70 more (measured), and two workers shall keep a round below 512 MiB.
BYTES_A_WORKER = 224 * 1024**2
MOST_WORKERS = 4  # unless more are asked for: each has its own copy of what reading needs
LARGE = 2 * 1024**2  # bytes of a page or source; real ones have a twentieth
CALLS_AT_A_WORKER = 4  # one that is computed, and others that lie ready when the loop is busy
TRIES = 10  # of a call before which others ended its process
PAGES_A_WORKER = 2_000  # then a fresh process, so that what a parser leaks does not add up
_TOO_LARGE = f"used more than {BYTES_A_WORKER // 1024**2} MiB"
_ON_ITS_WAY = 512 * 1024  # bytes of a call that the system takes before the worker does
_AT_ONCE = 64 * 1024  # bytes of answers
_SIZE = struct.Struct("!Q")  # stands before each answer


class TooCostly(Exception):
    """A call ran over its time or memory; the worker that ran it is gone, the others go on."""


class _NotBegun(Exception):
    """A call whose process was ended for another's sake: it is not to blame."""


class Workers:
    """A pool of reading processes; each call has a time limit and each process a memory limit."""

    def __init__(
        self, count: int = 0, *, seconds: float = SECONDS_A_PAGE, first: First | None = None
    ) -> None:
        self.count = count or min(os.cpu_count() or 1, MOST_WORKERS)
        self._seconds = seconds
        self._first = first
        self._places = asyncio.Semaphore(self.count * CALLS_AT_A_WORKER)
        self._one_large = asyncio.Lock()
        self._workers: list[_Worker] = []  # that may be asked
        self._leaving: set[_Worker] = set()  # that end when they have answered
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
        call = (function, args, kwargs)
        if not _is_large(args):
            return await self._run(call)  # type: ignore[no-any-return]
        async with self._one_large:
            try:
                return await self._run(call)  # type: ignore[no-any-return]
            finally:
                _give_back()

    async def _run(self, call: Call) -> Any:
        async with self._places:
            for _ in range(TRIES):
                worker = self._least_busy()
                try:
                    is_returned, outcome = await self._asked(worker, call)
                except _NotBegun:
                    self._dismiss(worker)
                    if self._is_closed:
                        raise asyncio.CancelledError from None
                    continue
                if not is_returned:
                    raise outcome
                return outcome
        raise TooCostly(f"its process ended {TRIES} times before it was begun")

    async def _asked(self, worker: _Worker, call: Call) -> tuple[bool, Any]:
        worker.owed += 1
        try:
            return await worker.answer(call)
        except TimeoutError as error:
            raise TooCostly(f"took longer than {self._seconds:g} s") from error
        except EOFError as error:
            raise TooCostly(_TOO_LARGE) from error
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

    def _least_busy(self) -> _Worker:
        """While its process reads one page, the next ones lie ready for it."""
        for worker in tuple(self._workers):
            if not worker.owed and worker.has_ended:
                self._dismiss(worker)
        found = min(self._workers, key=attrgetter("owed"), default=None)
        if found is None or (found.owed and len(self._workers) < self.count):
            found = _Worker(self._first, self._seconds)
            self._workers.append(found)
        return found

    def _dismiss(self, worker: _Worker) -> None:
        if worker in self._workers:
            self._workers.remove(worker)
        if worker.owed:
            self._leaving.add(worker)
        else:
            self._leaving.discard(worker)
            worker.end()


class _Worker:
    """One process, and the socket by which it is asked: it answers one call after the other."""

    def __init__(self, first: First | None, seconds: float) -> None:
        self.calls = 0
        self.owed = 0  # answers
        self.is_gone = False
        self._first = first
        self._seconds = seconds
        self._socket, self._theirs = socket.socketpair()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ON_ITS_WAY)
        self._socket.setblocking(False)
        weakref.finalize(self, self._socket.close)  # when the loop ended before an answer came
        self._process: BaseProcess | None = None
        self._starting = asyncio.Lock()
        self._line: deque[asyncio.Future[bytes | Exception]] = deque()  # the first is computed
        self._unsent: deque[memoryview] = deque()
        self._received = bytearray()
        self._late_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    async def answer(self, call: Call) -> tuple[bool, Any]:
        """Returns whether the call came to its end, and what it returned or raised.

        Raises `TimeoutError` if it took too long, `EOFError` if it ended the process, `_NotBegun`
        if an earlier one did. Whatever it raises, and when nobody waits any more, the process is
        ended.
        """
        packed = pickle.dumps(call)
        try:
            if self._process is None:
                await self._start()
            answer = self._ask(packed)
            del packed  # it may be large
            found = await answer
            if isinstance(found, Exception):
                raise found
            outcome: tuple[bool, Any] = pickle.loads(found)
        except BaseException:
            self.kill()
            raise
        return outcome

    async def _start(self) -> None:
        async with self._starting:
            if self._process is None and not self.is_gone:
                self._process = await asyncio.to_thread(self._started)  # it waits for the server

    def _started(self) -> BaseProcess:
        with self._theirs:
            process = fork_server().Process(
                target=_serve, args=(self._theirs, self._first), daemon=True
            )
            process.start()
        return process

    def _ask(self, packed: bytes) -> asyncio.Future[bytes | Exception]:
        if self.is_gone:
            raise _NotBegun
        self.calls += 1
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[bytes | Exception] = loop.create_future()
        self._line.append(answer)
        if len(self._line) == 1:
            loop.add_reader(self._socket, self._read)
            self._set_clock(loop)
        self._unsent.append(memoryview(packed))
        if len(self._unsent) == 1:
            self._send()
        return answer

    def _send(self) -> None:
        """Hands over what the system takes, and the rest when it takes more."""
        loop = asyncio.get_running_loop()
        try:
            while self._unsent:
                sent = self._socket.send(self._unsent[0])
                rest = self._unsent.popleft()[sent:]
                if rest:
                    self._unsent.appendleft(rest)
        except BlockingIOError:
            loop.add_writer(self._socket, self._send)
            return
        except OSError:  # reading tells who is to blame
            self._unsent.clear()
        loop.remove_writer(self._socket)

    def _read(self) -> None:
        try:
            data = self._socket.recv(_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._blame(EOFError("the process ended before it had answered"))
            return
        self._received += data
        while len(self._received) >= _SIZE.size:
            (size,) = _SIZE.unpack_from(self._received)
            end = _SIZE.size + size
            if len(self._received) < end:
                return
            self._settle(bytes(memoryview(self._received)[_SIZE.size : end]))
            del self._received[:end]

    def _settle(self, answer: bytes | Exception) -> None:
        first = self._line.popleft()
        loop = first.get_loop()
        if not first.done() and not loop.is_closed():
            first.set_result(answer)
        if self._line:
            self._set_clock(loop)
        else:
            self._rest(loop)

    def _set_clock(self, loop: asyncio.AbstractEventLoop) -> None:
        """One timer serves many calls: it goes on for as long as the one it finds has left."""
        self._late_at = loop.time() + self._seconds
        if self._timer is None:
            self._timer = loop.call_at(self._late_at, self._look_at_clock)

    def _look_at_clock(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = None
        if loop.time() < self._late_at:
            self._timer = loop.call_at(self._late_at, self._look_at_clock)
        else:
            self._blame(TimeoutError())

    def _rest(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.remove_reader(self._socket)
        loop.remove_writer(self._socket)
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _blame(self, error: Exception) -> None:
        """Ends the process for what the first call did: those behind it were not begun."""
        self._settle(error)
        self.kill()

    @property
    def has_ended(self) -> bool:
        """Whether somebody killed the process while it was idle."""
        try:
            return not self._socket.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def end(self) -> None:
        """Lets the process go when nobody waits for it any more."""
        self.is_gone = True
        self._socket.close()
        self._theirs.close()

    def kill(self) -> None:
        """Ends the process, whatever it does; none of the calls that wait for it was begun."""
        self.is_gone = True
        self._unsent.clear()
        while self._line:
            self._settle(_NotBegun())
        if self._process:
            self._process.kill()
            self._process.join()


def fork_server() -> ForkServerContext:
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


def _serve(asked: socket.socket, first: First | None) -> None:
    """Answers one call after the other, until nobody asks any more."""
    _settle_in(first)
    with asked, asked.makefile("rb") as calls:
        while True:
            try:
                call: Call = pickle.load(calls)
            except EOFError:
                return
            answer = _answer(call)
            asked.sendall(_SIZE.pack(len(answer)) + answer)


def _answer(call: Call) -> bytes:
    function, args, kwargs = call
    try:
        return pickle.dumps((True, _within_memory(function, *args, **kwargs)))
    except MemoryError:
        return pickle.dumps((False, TooCostly(_TOO_LARGE)))
    except Exception as error:  # noqa: BLE001 - whoever called is to know it
        error.add_note(traceback.format_exc())
        return pickle.dumps((False, error))


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
