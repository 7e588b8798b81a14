"""The desk of a soak, a process that may be killed: it crawls and tells at each step of a clock."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import structlog

from crawler.loop import run
from crawler.round import run_round
from pipelines.desk import Desk
from storywatch.alerts.house import House
from storywatch.alerts.relay import Relay
from storywatch.deliver import DeliverySettings
from storywatch.polling.tariff import Limits
from storywatch.settings import Settings
from storywatch.watch.polls import Polls
from storywatch.watch.rounds import due_outlets

STEP_BY_STEP = 500.0  # polls a source and day: every step finds all sources due


def settings_in(folder: Path) -> Settings:
    return Settings(
        outlets_dir=folder / "outlets",
        topics_dir=folder / "topics",
        data_dir=folder / "data",
        allow_private=("127.0.0.0/8",),
        contact="desk@storywatch.example",
        workers=1,
    )


def delivery_in(folder: Path, smtp_url: str = "") -> DeliverySettings:
    return DeliverySettings(mail_dir=folder / "mail", secret=b"secret", smtp_url=smtp_url)


def shown(file: Path) -> datetime:
    return datetime.fromisoformat(file.read_text("utf-8"))


def show(file: Path, now: datetime) -> None:
    new = file.with_suffix(".new")
    new.write_text(now.isoformat(), encoding="utf-8")
    new.replace(file)


async def work(desk: Desk, relay: Relay, done: Path) -> None:
    while True:
        now = desk.clock()
        due = [desk.outlets[name] for name in due_outlets(desk, now)]
        await run_round(desk, due)
        await relay.drain()
        show(done, now)
        while desk.clock() == now:
            await asyncio.sleep(0.005)


def main(folder: Path, smtp_url: str) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    settings = settings_in(folder)
    desk = Desk.open(settings, clock=lambda: shown(folder / "clock"))
    polls = Polls(desk.journal, Limits(budget=STEP_BY_STEP), desk.clock())
    polls.cover(desk.outlets.values(), desk.clock())
    relay = Relay(
        journal=desk.journal,
        house=House.of(desk.topics, desk.outlets),
        settings=delivery_in(folder, smtp_url),
        clock=desk.clock,
    )
    run(work(replace(desk, polls=polls), relay, folder / "done"), settings)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
