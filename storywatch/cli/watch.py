"""`storywatch watch`: watches until it is told to end."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from typing import Annotated

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
from storywatch.polling.tariff import Limits
from storywatch.watch import only_one, watch
from storywatch.watch.duties import Duties
from storywatch.watch.polls import Polls
from storywatch.watch.process import Watch

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
    as_json: Annotated[bool, typer.Option("--json", help="Log JSON, also on a terminal.")] = False,
) -> None:
    """Watch continuously: poll each source when it is worth it, until Ctrl-C or SIGTERM."""
    settings = reaching(chosen_settings(data=data, outlets=outlets, topics=topics), allow_private)
    log_in(as_json=as_json or not sys.stderr.isatty())
    with only_one(settings.data_dir):
        desk = Desk.open(settings)
        try:
            run(_watching(desk, budget), settings)
        finally:
            desk.close()


def log_in(*, as_json: bool) -> None:
    """Sets logs up: JSON lines for machines, readable lines on a terminal."""
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.ERROR)
    # The watch counts and logs missed and failed jobs itself.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)


async def _watching(desk: Desk, budget: float) -> Watch:
    now = desk.clock()
    polls = Polls(desk.journal, Limits(budget=budget), now)
    polls.cover(desk.outlets.values(), now)
    duties = Duties(desk)

    def follow(changed: Desk) -> None:
        polls.cover(changed.outlets.values(), changed.clock())
        duties.follow(changed)

    try:
        return await watch(replace(desk, polls=polls), tuple(duties.all()), on_follow=follow)
    finally:
        await duties.close()
