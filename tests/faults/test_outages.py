"""What a round does when the machine or the network fails under it, and that nothing is lost."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storywatch.errors import JournalUnusable
from storywatch.journal import Journal
from storywatch.journal.backup import back_up, restore
from tests.faults.conftest import COUNT, EXPECTED, Desk
from tests.hostile.pages import item, rss
from tests.hostile.rogue import Counted, feed

at_length = pytest.mark.skipif(
    not (os.environ.get("STORYWATCH_FULL") or os.environ.get("CI")),
    reason="takes a minute; set STORYWATCH_FULL to run it here",
)


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_full_disk_ends_the_round_with_a_sentence_and_loses_nothing(desk: Desk) -> None:
    Journal.open(desk.journal).close()
    room = desk.journal.stat().st_size // 2
    limits = f"resource.RLIMIT_FSIZE, ({room}, resource.RLIM_INFINITY)"
    process = desk.start(before=f"import resource; resource.setrlimit({limits}); ")
    out, err = process.communicate(timeout=100)

    assert process.returncode == 1
    assert "Traceback" not in err
    assert "nothing recorded is lost" in out + err or "check the disk" in out + err
    assert len(desk.titles()) < COUNT

    assert desk.crawl().code == 0
    assert desk.titles() == EXPECTED


def test_sigterm_ends_a_round_in_order_and_the_next_one_goes_on(desk: Desk) -> None:
    whole = dict(desk.rogue.answers)

    async def slowly(writer: Counted, path: str) -> None:
        await asyncio.sleep(0.2)
        await whole[path](writer, path)

    desk.rogue.answers = {**whole, "*": slowly}
    for path in [path for path in whole if path.startswith("/news")]:
        desk.rogue.answers[path] = slowly
    process = desk.start()
    wait_for(lambda: len(desk.rogue.asked) > 6)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=40)

    assert process.returncode == 130
    assert "Traceback" not in err
    desk.rogue.answers = whole
    assert desk.crawl().code == 0
    assert desk.titles() == EXPECTED


@at_length
def test_two_rounds_on_one_folder_share_the_work(desk: Desk) -> None:
    first, second = desk.start(), desk.start()
    for process in (first, second):
        process.communicate(timeout=100)
    assert (first.returncode, second.returncode) == (0, 0)

    pages = [path for path in desk.rogue.asked if path.startswith("/news")]
    assert len(pages) == len(set(pages))
    assert desk.titles() == EXPECTED


def test_dead_dns_is_a_named_failure_and_delays_no_other(desk: Desk) -> None:
    (desk.folder / "outlets" / "nowhere.toml").write_text(
        'id = "nowhere"\nhomepage = "http://outlet.invalid/"\n'
        '[[source]]\nkind = "feed"\nurl = "http://outlet.invalid/feed"\n',
        encoding="utf-8",
    )

    crawled = desk.crawl()

    assert crawled.code == 0
    reports = {one["outlet"]: one for one in crawled.document["outlets"]}
    assert reports["nowhere"]["sources"] == {"failed": 1}
    assert desk.titles() == EXPECTED


@at_length
@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=400)])
def test_a_clock_that_jumps_loses_nothing_and_stops_nothing(jump: timedelta, desk: Desk) -> None:
    assert desk.crawl().code == 0
    now = datetime.now(UTC)
    with Journal.open(desk.journal) as journal:
        journal._database.run(
            "UPDATE sources SET polled_at = polled_at - ?1, read_at = read_at - ?1",
            (int(jump.total_seconds() * 1000),),
        )
        journal._database.run(
            "UPDATE robots SET fetched_at = fetched_at - ?", (int(jump.total_seconds() * 1000),)
        )
    paths = [path for path in desk.rogue.answers if path.startswith("/news")]
    desk.rogue.answers["/feed"] = feed(rss(*(item(path, f"Edited {path}") for path in paths)))

    assert desk.crawl().code == 0
    assert desk.titles() == EXPECTED
    with Journal.open(desk.journal) as journal:
        assert all(story.first_seen_at <= now + timedelta(minutes=5) for story in journal.stories())


@at_length
def test_a_damaged_page_is_said_at_once_and_a_copy_mends_it(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert desk.crawl().code == 0
    back_up(desk.journal, copy)
    whole = bytearray(desk.journal.read_bytes())
    for page in range(4, len(whole) // 4096, 2):
        whole[page * 4096 : page * 4096 + 300] = os.urandom(300)
    desk.journal.write_bytes(whole)

    process = desk.start()
    _, err = process.communicate(timeout=100)
    assert process.returncode == 1
    assert "storywatch journal restore" in err
    assert "Traceback" not in err
    with pytest.raises(JournalUnusable):
        Journal.open(desk.journal)

    restore(copy, desk.journal, now=datetime.now(UTC))
    assert desk.crawl().code == 0
    assert desk.titles() == EXPECTED


def test_a_journal_locked_for_long_is_a_sentence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storywatch.journal.database.BUSY_TIMEOUT", 50)
    Journal.open(desk.journal).close()
    with closing(sqlite3.connect(desk.journal, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        journal = Journal.open(desk.journal)
        with pytest.raises(JournalUnusable, match="locked by another process"), journal.together():
            pass
        journal.close()


@at_length
def test_kills_at_random_moments_end_where_an_undisturbed_round_does(desk: Desk) -> None:
    for asked in (3, 7, 12):
        process = desk.start()
        wait_for(lambda: len(desk.rogue.asked) >= asked or process.poll() is not None)  # noqa: B023
        process.kill()
        process.communicate()

    assert desk.crawl().code == 0
    assert desk.titles() == EXPECTED
