"""What a reading process does: it answers one call after the other, within its memory."""

from __future__ import annotations

import gc
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
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

from storywatch.memory import give_back

P = ParamSpec("P")
T = TypeVar("T")
First = Callable[[], None]  # what a process does before its first call; it can be pickled
Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]

# Data of a process. It has 45 MiB at first and 130 when it has met all kinds of pages; the largest
# page that is read takes 70 more (measured), and two of them shall keep a round below 512 MiB.
BYTES_A_WORKER = 224 * 1024**2
LARGE = 2 * 1024**2  # bytes of a page or source; real ones have a twentieth
TOO_LARGE = f"used more than {BYTES_A_WORKER // 1024**2} MiB"
SIZE = struct.Struct("!Q")  # stands before each answer
# The loop comes first: a poll, a page or a mail waits for it, and it has pages lie ready for us.
GIVING_WAY = 2


class TooCostly(Exception):
    """A call ran over its time or memory; the process that ran it is gone, the others go on."""


def serve(asked: socket.socket, first: First | None) -> None:
    """Answers the calls that come by the socket, until nobody asks any more."""
    _settle_in(first)
    with asked, asked.makefile("rb") as calls:
        while True:
            try:
                call: Call = pickle.load(calls)
            except EOFError:
                return
            answer = _answer(call)
            asked.sendall(SIZE.pack(len(answer)) + answer)
            del call, answer
            gc.collect(1)


def size_of(args: Sequence[object]) -> int:
    """Returns the bytes of the longest body among a call's arguments."""
    return max((len(getattr(one, "body", b"")) for one in args), default=0)


def _answer(call: Call) -> bytes:
    function, args, kwargs = call
    try:
        return pickle.dumps((True, _within_memory(function, *args, **kwargs)))
    except MemoryError:
        return pickle.dumps((False, TooCostly(TOO_LARGE)))
    except Exception as error:  # noqa: BLE001 - whoever called is to know it
        error.add_note(traceback.format_exc())
        return pickle.dumps((False, error))


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
        if size_of(args) > LARGE:
            give_back()
    raise MemoryError


def _settle_in(first: First | None) -> None:
    # Ctrl-C is for the parent, which stops us in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(GIVING_WAY)
    gc.disable()  # a page leaves next to nothing to collect, but is looked through over and over
    sys.unraisablehook = lambda _: None  # a parser out of memory says so a thousand times
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    if first:
        first()


def _leave_with(parent: int) -> None:
    """Ends this process when its parent was killed: nothing else would."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)
