"""One reading process as the event loop sees it: asked by a socket, and ended when it must be."""

from __future__ import annotations

import asyncio
import multiprocessing
import pickle
import signal
import socket
import weakref
from collections import deque
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from typing import Any

from storywatch.workers.answering import SIZE, Call, First, serve

_ON_ITS_WAY = 1024**2  # bytes of calls that the system takes before the process does
_AT_ONCE = 64 * 1024  # bytes of answers


class NotBegun(Exception):
    """A call whose process was ended for another's sake: it is not to blame."""


class Worker:
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
        self._is_full = False  # the system takes no more of what is unsent for now
        self._received = bytearray()
        self._late_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    async def answer(self, call: Call) -> tuple[bool, Any]:
        """Returns whether the call came to its end, and what it returned or raised.

        Raises `TimeoutError` if it took too long, `EOFError` if it ended the process, `NotBegun`
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
                target=serve, args=(self._theirs, self._first), daemon=True
            )
            process.start()
        return process

    def _ask(self, packed: bytes) -> asyncio.Future[bytes | Exception]:
        if self.is_gone:
            raise NotBegun
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
            self._is_full = True
            return
        except OSError:  # reading tells who is to blame
            self._unsent.clear()
        self._send_no_more(loop)

    def _send_no_more(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._is_full:
            self._is_full = False
            loop.remove_writer(self._socket)

    def _read(self) -> None:
        try:
            data = self._socket.recv(_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._blame(EOFError(self._how_it_ended()))
            return
        self._received += data
        while len(self._received) >= SIZE.size:
            (size,) = SIZE.unpack_from(self._received)
            end = SIZE.size + size
            if len(self._received) < end:
                return
            self._settle(bytes(memoryview(self._received)[SIZE.size : end]))
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
        self._send_no_more(loop)
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _blame(self, error: Exception) -> None:
        """Ends the process for what the first call did: those behind it were not begun."""
        self._settle(error)
        self.kill()

    def _how_it_ended(self) -> str:
        assert self._process
        self._process.join(1.0)
        code = self._process.exitcode
        if code is None:
            return "its process answers no more"
        how = f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
        return f"its process ended {how}"

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
            self._settle(NotBegun())
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
