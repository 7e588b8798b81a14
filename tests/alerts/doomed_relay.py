"""A relay and a slow mail server in processes of their own, to be killed at any moment."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

from storywatch.alerts.due import AT_ONCE
from storywatch.alerts.house import House
from storywatch.alerts.relay import Relay
from storywatch.deliver import DeliverySettings
from storywatch.journal import Journal
from storywatch.query import TopicSet
from storywatch.story import digest
from storywatch.topic import Topic
from tests.alerts.desk import OUTLETS, topic
from tests.deliver.post_office import PostOffice, open_office

READERS = tuple(f"reader{number}@example.org" for number in range(30))
FORK = multiprocessing.get_context("fork")  # nothing is imported again


def declared() -> Topic:
    return topic(recipients=READERS)


class SlowOffice(PostOffice):
    """Takes its time, so that a kill falls between any two steps; writes down who got what."""

    def __init__(self, book: Path) -> None:
        super().__init__()
        self.book = book

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(0.02)
        with self.book.open("a", encoding="utf-8") as book:
            book.write(json.dumps([envelope.rcpt_tos[0], digest(str(envelope.content))]) + "\n")
        await asyncio.sleep(0.02)
        return "250 taken"


@contextmanager
def standing(book: Path) -> Iterator[int]:
    """Serves the office while the context lasts, and yields its port."""
    ports = FORK.SimpleQueue()
    server = FORK.Process(target=_serve, args=(book, ports))
    server.start()
    yield ports.get()
    server.kill()
    server.join()


def relay(folder: Path, port: int) -> ForkProcess:
    """Starts a relay, which ends when nothing is due."""
    begins = FORK.SimpleQueue()
    process = FORK.Process(target=_relay, args=(folder, port, begins))
    process.start()
    begins.get()
    return process


def _serve(book: Path, ports: Any) -> None:
    async def serve() -> None:
        async with open_office(SlowOffice(book)) as port:
            ports.put(port)
            await asyncio.Event().wait()

    asyncio.run(serve())


def _relay(folder: Path, port: int, begins: Any) -> None:
    with Journal.open(folder / "journal.db") as journal:
        relay = Relay(
            journal=journal,
            house=House.of(TopicSet([declared()], OUTLETS), OUTLETS),
            settings=DeliverySettings(
                mail_dir=folder / "mail", secret=b"secret", smtp_url=f"smtp://127.0.0.1:{port}"
            ),
            clock=lambda: datetime.now(UTC),
            pace=AT_ONCE,
        )
        begins.put(True)
        asyncio.run(relay.drain())
