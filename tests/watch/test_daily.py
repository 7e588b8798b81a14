"""The day's upkeep: copies that can be put back, and no more of them than are wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from pipelines.desk import Desk
from storywatch.deliver import DeliverySettings
from storywatch.errors import JournalUnusable
from storywatch.journal import Journal
from storywatch.journal.soundness import faults
from storywatch.query import parse
from storywatch.settings import Settings
from storywatch.watch.daily import daily
from tests.journal.samples import LONG, draft, queue
from tests.prepared import new_journal

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DECLARED = {
    "outlets/a.toml": 'id = "a"\nhomepage = "https://a.example/"\n'
    '[[source]]\nkind = "feed"\nurl = "https://a.example/feed"\n',
    "topics/tea.toml": 'query = "tea"\n',
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    for name, text in DECLARED.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings = Settings(
        outlets_dir=tmp_path / "outlets",
        topics_dir=tmp_path / "topics",
        data_dir=tmp_path / "data",
        workers=1,
        copies=1,
    )
    new_journal(settings.journal_path)
    opened = Desk.open(settings, clock=lambda: NOON)
    for number in range(40):
        slug = f"s{number}"
        story = draft(slug, body=f"{LONG} {slug}")
        opened.journal.record(queue(opened.journal, slug), story, keep=True, now=NOON)
    yield opened
    opened.close()


def at(desk: Desk, moment: datetime) -> Desk:
    return replace(desk, clock=lambda: moment)


def told(desk: Desk) -> DeliverySettings:
    folder = desk.settings.data_dir / "mail"
    return DeliverySettings(mail_dir=folder, secret=b"key", operator="ed@example.org")


def copies(desk: Desk) -> list[str]:
    return sorted(path.name for path in (desk.settings.data_dir / "copies").iterdir())


def test_a_sound_copy_is_made_each_day_and_the_latest_are_kept(desk: Desk) -> None:
    for day in range(2):
        assert asyncio.run(daily(at(desk, NOON + DAY * day), told(desk)))

    assert copies(desk) == ["journal-2026-03-05.db"]
    copy = desk.settings.data_dir / "copies" / "journal-2026-03-05.db"
    assert faults(copy) == []
    with Journal.open(copy) as journal:
        assert journal.count() == 40


def test_twice_in_a_day_is_once_and_a_desk_that_wants_no_copies_has_none(desk: Desk) -> None:
    frugal = replace(desk, settings=replace(desk.settings, copies=0))

    assert asyncio.run(daily(frugal, told(desk)))
    assert not asyncio.run(daily(at(frugal, NOON + DAY - timedelta(minutes=1)), told(desk)))
    assert not (desk.settings.data_dir / "copies").exists()


def test_tidying_leaves_what_a_search_finds(desk: Desk) -> None:
    before = desk.journal.search(parse("s7")).total

    assert sum(1 for _ in desk.journal.tidying()) >= 2  # the pieces of forty small writes

    assert desk.journal.search(parse("s7")).total == before == 1
    log = desk.settings.journal_path.with_name("journal.db-wal")
    assert log.stat().st_size == 0


def test_of_a_copy_that_cannot_be_made_the_operator_is_told_and_nothing_is_left(desk: Desk) -> None:
    folder = desk.settings.data_dir / "copies"
    folder.write_text("in the way")

    with pytest.raises(JournalUnusable, match="no copy was made"):
        asyncio.run(daily(desk, told(desk)))

    assert folder.is_file()
    (delivery,) = desk.journal.deliveries.log()
    mail = message_from_bytes(delivery.content, policy=policy.default)
    assert mail["To"] == "ed@example.org"
    assert mail["Subject"] == "No copy of the journal was made today"
    assert "no copy was made: " in mail.get_content()


def test_a_watch_that_ends_during_a_copy_leaves_no_piece_of_it(desk: Desk) -> None:
    async def ended() -> None:
        job = asyncio.ensure_future(daily(desk, told(desk)))
        while not (desk.settings.data_dir / "copies").exists() and not job.done():
            await asyncio.sleep(0.001)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job

    asyncio.run(ended())

    assert [name for name in copies(desk) if "unproven" in name] == []
