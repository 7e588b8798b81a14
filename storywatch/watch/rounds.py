"""Which outlets are due, and their rounds: each a crawl of one outlet, so many at once."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from crawler.round import OutletReport, run_round
from pipelines.desk import Desk
from storywatch.errors import StorywatchError

ROUNDS_AT_ONCE = 16
NEVER_POLLED = datetime.min.replace(tzinfo=UTC)  # the source waits longer than any other
REST = 60.0  # seconds after a round that broke off: a full disk is still full a moment later
STOPPING_TAKES = 7.0  # seconds; a process that is told to end has ten

log = structlog.get_logger("storywatch.watch")


@dataclass(slots=True)
class Rounds:
    """The rounds that run now, by outlet, those that broke off, and how many of them failed."""

    at_once: int = ROUNDS_AT_ONCE
    running: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    broke_off_at: dict[str, float] = field(default_factory=dict)  # outlets, by time.monotonic()
    failed_count: int = 0
    _waiting: deque[tuple[Desk, str]] = field(default_factory=deque)

    def start_due(self, desk: Desk, now: datetime) -> None:
        """Starts a round of each outlet that is due and not in one; where there are more of them
        than places, the others follow as rounds end."""
        self._waiting = deque(
            (desk, outlet)
            for outlet in due_outlets(desk, now)
            if outlet not in self.running and not self._rests(outlet)
        )
        self._start_waiting()

    def _start_waiting(self) -> None:
        while self._waiting and len(self.running) < self.at_once:
            desk, outlet = self._waiting.popleft()
            self.running[outlet] = asyncio.ensure_future(self._run(desk, outlet))

    def _rests(self, outlet: str) -> bool:
        broke_off_at = self.broke_off_at.get(outlet)
        return broke_off_at is not None and time.monotonic() < broke_off_at + REST

    async def stop(self) -> None:
        """Ends the running rounds in order; what they had not reached stays in flight."""
        self._waiting.clear()
        tasks = list(self.running.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=STOPPING_TAKES)

    async def _run(self, desk: Desk, outlet: str) -> None:
        try:
            (report,) = await run_round(desk, [desk.outlets[outlet]])
        except StorywatchError as error:
            self.failed_count += 1
            self.broke_off_at[outlet] = time.monotonic()
            log.error("round failed", outlet=outlet, error=str(error))
        else:
            if report.error:
                self.broke_off_at[outlet] = time.monotonic()
            _log_report(report)
        finally:
            del self.running[outlet]
            self._start_waiting()


def due_outlets(desk: Desk, now: datetime) -> Iterator[str]:
    """Yields the outlets with a source to poll or a page to visit, longest waiting first."""
    planned = desk.journal.planned_polls()
    with_leads = (
        desk.journal.outlets_with_due_leads(now)
        | desk.journal.rechecks.due_outlets(now)
        | desk.journal.second_looks.due_outlets(now)
    )
    waiting: list[tuple[datetime, str]] = []
    for name, outlet in desk.outlets.items():
        first = min(planned.get((name, source.url), NEVER_POLLED) for source in outlet.sources)
        if first <= now or name in with_leads:
            waiting.append((first, name))
    for _, name in sorted(waiting):
        yield name


def _log_report(report: OutletReport) -> None:
    log.info(
        "round",
        outlet=report.outlet,
        leads=report.leads,
        pages=report.pages,
        fates=dict(report.fates),
        reasons=dict(report.reasons),
        postponed=dict(report.postponed),
        sources=dict(report.sources),
        seconds=round(report.seconds, 2),
        error=report.error,
    )
    for url, sentence in report.failed_sources.items():
        log.warning("source failed", outlet=report.outlet, source=url, why=sentence)
