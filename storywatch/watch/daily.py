"""What a watch does once a day: forgets old mails' bytes, tidies the index, copies the journal."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from pipelines.desk import Desk
from storywatch.deliver import DeliverySettings
from storywatch.errors import JournalUnusable
from storywatch.watch.operator import tell_operator

EVERY = timedelta(days=1)
KEPT_AS = "daily_at"  # in the journal's memory, of no outlet
BYTES_KEPT = timedelta(days=30)  # of mails that were accepted
BREATH = 0.02  # seconds between two steps of tidying
NO_COPY = "No copy of the journal was made today"
WHAT_NOW = (
    "The watch goes on, and tries it again tomorrow. `storywatch journal backup FILE` makes a copy "
    "at once, and `storywatch doctor` says whether the journal is sound."
)
COMMAND = (sys.executable, "-c", "from storywatch.cli import main; main()")

log = structlog.get_logger("storywatch.watch")


async def daily(desk: Desk, settings: DeliverySettings) -> bool:
    """Does the day's upkeep if it is due, beside all else, and returns whether it was.

    Raises `JournalUnusable` when no sound copy could be made, of which the operator is told; it is
    tried again the next day.
    """
    now = desk.clock()
    if not desk.journal.take_turn(KEPT_AS, every=EVERY, now=now):
        return False
    forgotten = desk.journal.deliveries.forget_content(before=now - BYTES_KEPT)
    for _ in desk.journal.tidying():
        await asyncio.sleep(BREATH)
    log.info("journal tidied", mails_forgotten=forgotten)
    if desk.settings.copies > 0:
        try:
            await _keep_copy(desk, now)
        except JournalUnusable as error:
            key = (NO_COPY, now.isoformat())
            tell_operator(desk, settings, NO_COPY, (f"{error}.", WHAT_NOW), key=key)
            raise
    return True


def keep_latest(folder: Path, count: int) -> tuple[Path, ...]:
    """Deletes all but so many of the latest daily copies, and returns which."""
    old = sorted(folder.glob("journal-????-??-??.db"))[:-count]
    for copy in old:
        copy.unlink(missing_ok=True)
    return tuple(old)


async def _keep_copy(desk: Desk, now: datetime) -> None:
    folder = desk.settings.data_dir / "copies"
    await _copy(desk.settings.data_dir, folder / f"journal-{now:%Y-%m-%d}.db")
    keep_latest(folder, desk.settings.copies)


async def _copy(data_dir: Path, copy: Path) -> None:
    # A process of its own: reading gigabytes holds nobody up, and it can be ended at any moment.
    words = ("journal", "backup", str(copy), "--data", str(data_dir))
    process = await asyncio.create_subprocess_exec(
        *COMMAND, *words, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        _, said = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        for unproven in copy.parent.glob("*.unproven*"):
            unproven.unlink(missing_ok=True)
    if process.returncode != 0:
        raise JournalUnusable(f"no copy was made: {said.decode(errors='replace').strip()}")
    log.info("journal copied", copy=str(copy), bytes=copy.stat().st_size)
