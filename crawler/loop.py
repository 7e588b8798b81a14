"""The one event loop: asyncio under Twisted's reactor, run until a coroutine is done."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Coroutine
from functools import partial
from importlib.util import find_spec
from threading import Thread
from typing import Any, TypeVar

from scrapy.utils.reactor import install_reactor, is_reactor_installed

from storywatch.settings import Settings

T = TypeVar("T")

# Objects, and rounds of collection. A request leaves few cycles behind, but a crawl is a great one
# that has grown old by its end: with rounds of twenty, a watch carried 100 MiB of ended crawls.
GARBAGE = (20_000, 10, 5)
REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
# It takes half of the time that Python's own takes for a socket; there is none for Windows.
LOOP = "uvloop.Loop" if find_spec("uvloop") else None


def run(main: Coroutine[Any, Any, T], settings: Settings) -> T:
    """Runs the coroutine in the reactor's loop and returns or raises what it did.

    SIGINT and SIGTERM cancel it; it has then the chance to stop in order. May be
    called again.
    """
    reactor = _started_reactor()
    _install_resolver(settings, reactor)
    loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop
    task: asyncio.Task[T] = loop.create_task(main)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    try:
        return loop.run_until_complete(task)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


def _started_reactor() -> Any:
    """Returns the reactor, started: its loop runs only while a coroutine of ours does."""
    if not is_reactor_installed():
        install_reactor(REACTOR, LOOP)
    from twisted.internet import reactor  # noqa: PLC0415 - importing it installs one

    if not reactor.running:
        # What is loaded by now stays: looking through it again and again costs a tenth of a round.
        gc.freeze()
        gc.set_threshold(*GARBAGE)
        # A thread in a slow name look-up must not keep the process from ending.
        reactor.getThreadPool().threadFactory = partial(Thread, daemon=True)
        reactor.startRunning(installSignalHandlers=False)
    return reactor


def _install_resolver(settings: Settings, reactor: Any) -> None:
    from crawler.guard import GuardedResolver, networks  # noqa: PLC0415 - imports the reactor

    resolver = GuardedResolver(reactor, cache_size=10_000, timeout=10.0)
    resolver.allowed = networks(settings.allow_private)
    resolver.install_on_reactor()
