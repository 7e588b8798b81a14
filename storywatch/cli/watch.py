"""`storywatch watch`: watches until it is told to end."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable, MutableMapping
from dataclasses import replace
from typing import Annotated, Any

import structlog
import typer

from crawler.loop import run
from pipelines.desk import Desk
from storywatch.cli.options import (
    AllowPrivate,
    DataDir,
    OutletsDir,
    TopicsDir,
    chosen_settings,
    reaching,
)
from storywatch.deliver import DeliverySettings
from storywatch.harmless import one_line
from storywatch.polling.tariff import Limits
from storywatch.watch import only_one, watch
from storywatch.watch.duties import Duties
from storywatch.watch.polls import Polls
from storywatch.watch.process import Watch
from storywatch.web import Address, Shown, served, site

POLLS_A_DAY = 144.0  # of each source on average: every ten minutes


def watch_command(
    *,
    data: DataDir = None,
    outlets: OutletsDir = None,
    topics: TopicsDir = None,
    allow_private: AllowPrivate = None,
    budget: Annotated[
        float, typer.Option(help="Polls a day that each source has on average.", min=1.0)
    ] = POLLS_A_DAY,
    at: Annotated[
        str | None,
        typer.Option("--serve", metavar="ADDRESS", help="Serve the web pages too, at this port."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Log JSON, also on a terminal.")] = False,
) -> None:
    """Watch continuously: poll each source when it is worth it, until Ctrl-C or SIGTERM."""
    settings = reaching(chosen_settings(data=data, outlets=outlets, topics=topics), allow_private)
    address = Address.read(at) if at else None
    log_in(as_json=as_json or not sys.stderr.isatty())
    with only_one(settings.data_dir):
        desk = Desk.open(settings)
        try:
            run(watching(desk, budget, address), settings)
        finally:
            desk.close()


def log_in(*, as_json: bool) -> None:
    """Sets logs up: JSON lines for machines, readable lines on a terminal."""
    rendering = (
        [structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        else [for_people, structlog.dev.ConsoleRenderer()]
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *rendering,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.ERROR)
    # The watch counts and logs missed and failed jobs itself.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)


def for_people(_logger: Any, _level: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """Returns an event without what is empty, and with words that are harmless to a terminal."""
    return {
        name: one_line(value) if isinstance(value, str) else value
        for name, value in event.items()
        if value is not None and value not in ({}, (), [], "")
    }


async def watching(desk: Desk, budget: float, desk_at: Address | None) -> Watch:
    """Watches the desk with all its duties, by the desk's clock, until it is cancelled."""
    now = desk.clock()
    delivery = DeliverySettings.read(desk.settings.data_dir)
    polls = Polls(desk.journal, Limits(budget=budget), now)
    polls.cover(desk.outlets.values(), now)
    duties = Duties(desk, delivery)

    in_force = [desk]

    def follow(changed: Desk) -> None:
        polls.cover(changed.outlets.values(), changed.clock())
        duties.follow(changed)
        in_force[:] = [changed]

    try:
        async with _pages(lambda: in_force[0], delivery, desk_at):
            return await watch(
                replace(desk, polls=polls),
                tuple(duties.all()),
                on_follow=follow,
                on_stop=duties.finish,
            )
    finally:
        await duties.close()


def _pages(
    desk: Callable[[], Desk], delivery: DeliverySettings, desk_at: Address | None
) -> contextlib.AbstractAsyncContextManager[None]:
    # Mails that lead to a page must find it, also where nobody asked for the desk's pages.
    if desk_at is None and delivery.public_url is None:
        return contextlib.nullcontext()

    def shown() -> Shown:
        now = desk()
        return Shown(
            journal_path=now.settings.journal_path,
            outlets=now.outlets,
            topics=now.topics.in_force,
        )

    app = site(shown, desk().clock, delivery, desk_at=desk_at)
    return served(app, desk_at or Address())
