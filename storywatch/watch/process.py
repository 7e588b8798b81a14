"""The long-lived process: starts the timetable, and ends in order when it is told to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from pipelines.desk import Desk
from pipelines.upkeep import upkeep
from storywatch.collector import FullCollections
from storywatch.memory import give_back
from storywatch.watch.declared import Declared
from storywatch.watch.rounds import Rounds

TICK = timedelta(seconds=1)
REREAD_EVERY = timedelta(seconds=3)
PUT_BACK = timedelta(seconds=5)  # by which the machine's clock may go back without a word
UPKEEP_EVERY = timedelta(minutes=5)
LEASES_EVERY = timedelta(minutes=2)
MEMORY_EVERY = timedelta(seconds=10)

log = structlog.get_logger("storywatch.watch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that is done again and again while the watch runs, such as draining an outbox."""

    name: str
    every: timedelta
    do: Callable[[Desk], Awaitable[None]]


@dataclass(slots=True)
class Watch:
    """A running watch: its declarations, its rounds, and how often a job was missed or failed;
    `is_put_back` says that the clock was, until the journal knows it."""

    declared: Declared
    rounds: Rounds
    on_follow: Callable[[Desk], None] = lambda _: None
    missed_count: int = 0
    failed_count: int = 0
    is_put_back: bool = False
    collections: FullCollections = field(default_factory=FullCollections)

    @property
    def desk(self) -> Desk:
        """The desk as its files declare it now."""
        return self.declared.desk

    async def start_rounds(self) -> None:
        """Starts the rounds that are due."""
        self.rounds.start_due(self.desk, self.desk.clock())

    async def follow_files(self) -> None:
        """Reads declarations that changed."""
        if self.declared.follow():
            self.on_follow(self.desk)
            log.info(
                "declarations read again",
                outlets=len(self.desk.outlets),
                topics=len(self.desk.topics),
            )
            self.complain()

    async def renew_leases(self) -> None:
        """Lets the leases of long rounds run on."""
        self.desk.journal.renew(now=self.desk.clock())

    async def give_back_memory(self) -> None:
        """Gives back what ended crawls have left: between what is used they leave many holes."""
        self.collections.collect()
        give_back()

    async def keep_up(self) -> None:
        """Does the journal's hourly upkeep when it is due; puts its clock right when ours was."""
        if self.is_put_back:
            self.desk.journal.put_clock_right(now=self.desk.clock(), is_put_back=True)
            self.is_put_back = False
        upkeep(self.desk, self.desk.clock())

    def complain(self) -> None:
        """Logs what of the declarations cannot be used."""
        for complaint in self.declared.complaints:
            log.warning("declaration not in force", why=complaint)

    def note(self, event: JobExecutionEvent) -> None:
        """Counts a job that was missed or failed; the next run of it does the work."""
        if event.code == EVENT_JOB_MISSED:
            self.missed_count += 1
            log.warning("job missed", job=event.job_id, due=str(event.scheduled_run_time))
        else:
            self.failed_count += 1
            log.error(
                "job failed",
                job=event.job_id,
                error=str(event.exception),
                kind=type(event.exception).__name__,
            )


async def watch(
    desk: Desk,
    duties: Sequence[Duty] = (),
    *,
    on_follow: Callable[[Desk], None] | None = None,
    on_start: Callable[[Watch], None] | None = None,
    on_stop: Callable[[], Awaitable[None]] | None = None,
) -> Watch:
    """Watches until it is cancelled, and returns the watch as it was when it ended.

    `on_stop` ends in order what the duties have begun, while the rounds end.

    Nothing waits in memory: killed at any moment, the next watch goes on from the journal.
    """
    watching = Watch(Declared.of(desk), Rounds())
    if on_follow:
        watching.on_follow = on_follow
    watching.complain()
    timetable = _timetable(watching, duties)
    timetable.start()
    clock = asyncio.ensure_future(_follow_clock(watching, timetable))
    log.info("watching", outlets=len(desk.outlets), topics=len(desk.topics))
    if on_start:
        on_start(watching)
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        log.info("stopping", rounds=len(watching.rounds.running))
    clock.cancel()
    # Shutting the scheduler down would cancel running jobs: no new ones first, then the rounds.
    timetable.pause()
    await asyncio.gather(watching.rounds.stop(), *([on_stop()] if on_stop else ()))
    timetable.shutdown(wait=False)
    desk.journal.release()
    log.info("stopped", missed_jobs=watching.missed_count, failed_jobs=watching.failed_count)
    return watching


def _timetable(watching: Watch, duties: Sequence[Duty]) -> AsyncIOScheduler:
    # The journal knows what is due: a late job does all that waited, so none is ever dropped for
    # being late (the default grace is one second), and several late runs are one.
    timetable = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    timetable.add_listener(watching.note, EVENT_JOB_MISSED | EVENT_JOB_ERROR)
    own = (
        ("rounds", TICK, watching.start_rounds),
        ("declarations", REREAD_EVERY, watching.follow_files),
        ("leases", LEASES_EVERY, watching.renew_leases),
        ("upkeep", UPKEEP_EVERY, watching.keep_up),
        ("memory", MEMORY_EVERY, watching.give_back_memory),
    )
    for name, every, do in own:
        timetable.add_job(do, "interval", seconds=every.total_seconds(), id=name)
    for duty in duties:
        timetable.add_job(
            _doing(watching, duty), "interval", seconds=duty.every.total_seconds(), id=duty.name
        )
    return timetable


async def _follow_clock(watching: Watch, timetable: AsyncIOScheduler) -> None:
    """Lets every job run at once when the machine's clock was put back: it would wait until that
    shows again what it has shown before."""
    before = time.time() - time.monotonic()
    while True:
        await asyncio.sleep(TICK.total_seconds())
        after = time.time() - time.monotonic()
        if before - after > PUT_BACK.total_seconds():
            log.warning("the clock was put back", seconds=round(before - after))
            watching.is_put_back = True
            for job in timetable.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))
        before = after


def _doing(watching: Watch, duty: Duty) -> Callable[[], Awaitable[None]]:
    async def do() -> None:
        await duty.do(watching.desk)

    return do
