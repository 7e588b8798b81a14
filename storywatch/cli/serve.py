"""`storywatch serve`: the web pages, for a browser on the desk and for Prometheus."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from datetime import UTC, datetime
from typing import Annotated

import typer
from starlette.applications import Starlette

from storywatch.cli.options import AsJson, DataDir, OutletsDir, TopicsDir, chosen_settings
from storywatch.cli.printing import complain, print_json, say
from storywatch.cli.recorded import recorded
from storywatch.declarations.following import Followed
from storywatch.deliver import DeliverySettings
from storywatch.settings import Settings
from storywatch.web import Address, Shown, served, site

REREAD_EVERY = 10.0  # seconds


def serve_command(
    *,
    at: Annotated[
        str, typer.Option(metavar="ADDRESS", help="A port, or an address and a port.")
    ] = Address().authority,
    data: DataDir = None,
    outlets: OutletsDir = None,
    topics: TopicsDir = None,
    as_json: AsJson = False,
) -> None:
    """Serve the pages until Ctrl-C; they only read, and ask for no login.

    /unsubscribe, to which mails lead, is the one that writes.
    """
    settings = chosen_settings(data=data, outlets=outlets, topics=topics)
    address = Address.read(at)
    with recorded(data):
        pass  # a journal that cannot be used is better known now than at the first page
    delivery = DeliverySettings.read(settings.data_dir)
    app = site(_Declared(settings), lambda: datetime.now(UTC), delivery, desk_at=address)
    if not address.is_at_home:
        complain("note: whoever reaches this address reads all; put a login in front of it")
    asyncio.run(_until_told(app, address, as_json=as_json))


class _Declared:
    """What is declared, read again now and then; what cannot be used is told once."""

    def __init__(self, settings: Settings) -> None:
        self._journal_path = settings.journal_path
        self._house = Followed.read(settings.outlets_dir, settings.topics_dir)
        self._read_at = time.monotonic()

    def __call__(self) -> Shown:
        house = self._house
        if time.monotonic() - self._read_at > REREAD_EVERY:
            self._read_at = time.monotonic()
            if house.follow():
                for complaint in house.complaints:
                    complain(complaint)
        return Shown(journal_path=self._journal_path, outlets=house.outlets, topics=house.topics)


async def _until_told(app: Starlette, address: Address, *, as_json: bool) -> None:
    told = asyncio.Event()
    for end in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(end, told.set)
    async with served(app, address):
        if as_json:
            print_json({"url": address.url})
        else:
            say(f"{address.url} Ctrl-C ends it.")
        sys.stdout.flush()
        await told.wait()
