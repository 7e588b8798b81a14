"""The watch: rounds without end, declarations followed, stopped in order, alone on its folder."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from types import SimpleNamespace

import pytest

from crawler.loop import run
from newsstand import Serving, Stand, serve
from newsstand.outlets import MERIDIAN_PRESS, PAISA_TODAY
from pipelines.desk import Desk
from storywatch.errors import WrongUse
from storywatch.journal import Journal
from storywatch.polling.tariff import Limits
from storywatch.settings import CHECKOUT, Settings
from storywatch.watch import only_one, watch
from storywatch.watch.declared import Declared
from storywatch.watch.lock import holder
from storywatch.watch.polls import Polls
from storywatch.watch.process import Watch
from storywatch.watch.rounds import Rounds
from tests.end_to_end.conftest import EVERYTHING, OPENED_AT, PRESS, settings_for, story

# The command, whose mails do not wait ten seconds for company.
AT_ONCE = (
    "from storywatch.alerts import due; due.STEADY = due.AT_ONCE; "
    "from storywatch.cli import main; main()"
)
ALLOWED = ("--allow-private", "127.0.0.0/8")
BRIDGES = 'query = "bridge"\n'
SOON = timedelta(seconds=0.2)


@pytest.fixture
def serving() -> Serving:
    stand = Stand(opened_at=OPENED_AT, profiles=(MERIDIAN_PRESS,))
    stand.publish(PRESS, story("harbour-bridge-opens"))
    with serve(stand) as served:
        yield served  # type: ignore[misc]


def watched(
    settings: Settings,
    serving: Serving,
    script: Callable[[Watch], object],
    clock: Callable[[], datetime] | None = None,
) -> Watch:
    """Watches on the stand's clock, or another, and ticks soon, until the script has run."""
    desk = Desk.open(settings, clock=clock or (lambda: serving.stand.now))
    polls = Polls(desk.journal, Limits(budget=144), desk.clock())
    polls.cover(desk.outlets.values(), desk.clock())

    async def main() -> Watch:
        started: list[Watch] = []
        watching = asyncio.ensure_future(watch(replace(desk, polls=polls), on_start=started.append))
        await asyncio.sleep(0)
        result = script(started[0])
        if asyncio.iscoroutine(result):
            await result
        watching.cancel()
        return await watching

    try:
        with pytest.MonkeyPatch.context() as soon:
            soon.setattr("storywatch.watch.process.TICK", SOON)
            return run(main(), settings)
    finally:
        desk.close()


async def until(true: Callable[[], bool], seconds: float = 30) -> None:
    for _ in range(int(seconds * 20)):
        if true():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen in time")


def test_stories_are_found_as_they_are_published(serving: Serving, tmp_path: Path) -> None:
    settings = settings_for(serving, tmp_path, {"everything": EVERYTHING})

    async def script(watching: Watch) -> None:
        journal = watching.desk.journal
        await until(lambda: journal.count() == 1)
        serving.stand.publish(PRESS, story("council-votes-on-budget"))
        serving.stand.clock.advance(journal.sources(PRESS)[0].next_poll_at - serving.stand.now)  # type: ignore[operator]
        await until(lambda: journal.count() == 2)

    ended = watched(settings, serving, script)

    assert ended.missed_count == 0
    assert ended.rounds.failed_count == 0
    with Journal.open(settings.journal_path) as journal:
        assert journal.ledger().balances
        assert all(state.next_poll_at for state in journal.sources(PRESS))


def test_a_clock_that_was_years_ahead_keeps_no_source_from_its_polls_once_it_is_right(
    serving: Serving, tmp_path: Path
) -> None:
    settings = settings_for(serving, tmp_path, {"everything": EVERYTHING})
    ahead = [timedelta(days=800)]

    async def script(watching: Watch) -> None:
        journal = watching.desk.journal
        await until(lambda: journal.count() == 1 and bool(journal.sources(PRESS)[0].next_poll_at))
        ahead[0] = timedelta(0)
        serving.stand.publish(PRESS, story("council-votes-on-budget"))
        await watching.keep_up()
        await until(lambda: journal.count() == 2)

    watched(settings, serving, script, clock=lambda: serving.stand.now + ahead[0])


def test_a_clock_that_is_put_back_holds_nothing_up(
    serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(serving, tmp_path, {"everything": EVERYTHING})
    back = [timedelta(0)]

    class Machine(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - back[0]

    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Machine)
    monkeypatch.setattr("storywatch.watch.process.datetime", Machine)
    monkeypatch.setattr(
        "storywatch.watch.process.time",
        SimpleNamespace(
            time=lambda: time.time() - back[0].total_seconds(), monotonic=time.monotonic
        ),
    )

    async def script(watching: Watch) -> None:
        journal = watching.desk.journal
        await until(lambda: journal.count() == 1)
        back[0] = timedelta(hours=1)
        serving.stand.publish(PRESS, story("council-votes-on-budget"))
        await until(lambda: journal.count() == 2)

    watched(settings, serving, script, clock=lambda: serving.stand.now - back[0])


def test_a_source_that_is_not_due_is_left_alone(serving: Serving, tmp_path: Path) -> None:
    settings = settings_for(serving, tmp_path, {"everything": EVERYTHING})

    async def script(watching: Watch) -> None:
        await until(lambda: watching.desk.journal.count() == 1)
        serving.reset_log()
        await asyncio.sleep(4 * SOON.total_seconds())

    watched(settings, serving, script)

    assert serving.requests == ()


def test_a_place_that_gets_free_is_taken_by_the_next_outlet(tmp_path: Path) -> None:
    profiles = (MERIDIAN_PRESS, PAISA_TODAY)
    with serve(Stand(opened_at=OPENED_AT, profiles=profiles)) as serving:
        settings = settings_for(serving, tmp_path, {"everything": EVERYTHING})
        desk = Desk.open(settings, clock=lambda: serving.stand.now)
        rounds = Rounds(at_once=1)

        async def main() -> None:
            rounds.start_due(desk, desk.clock())
            assert len(rounds.running) == 1
            await until(lambda: not rounds.running)

        try:
            run(main(), settings)
            polled = {state.outlet for state in desk.journal.sources() if state.read_at}
        finally:
            desk.close()

    assert polled == {profile.id for profile in profiles}
    assert rounds.failed_count == 0


def test_declarations_are_followed_and_a_broken_file_keeps_the_last_good_version(
    serving: Serving, tmp_path: Path
) -> None:
    settings = settings_for(serving, tmp_path, {"bridges": BRIDGES})
    file = settings.topics_dir / "bridges.toml"
    desk = Desk.open(settings)
    try:
        declared = Declared.of(desk)

        unchanged = declared.follow()
        file.write_text('query = "bridge AND ("\n', encoding="utf-8")
        broken = declared.follow()
        complaints = declared.complaints
        still = len(declared.desk.topics)
        file.write_text('query = "tunnel"\n', encoding="utf-8")
        (settings.topics_dir / "ships.toml").write_text('query = "ship"\n', encoding="utf-8")
        mended = declared.follow()

        assert (unchanged, broken, mended) == (False, True, True)
        assert still == 1
        assert "bridges.toml" in complaints[0]
        assert "last good version" in complaints[0]
        assert declared.complaints == ()
        assert len(declared.desk.topics) == 2
    finally:
        desk.close()


def test_a_topic_that_fails_its_examples_keeps_its_last_good_version(
    serving: Serving, tmp_path: Path
) -> None:
    settings = settings_for(serving, tmp_path, {"bridges": BRIDGES})
    desk = Desk.open(settings)
    try:
        declared = Declared.of(desk)
        (settings.topics_dir / "bridges.toml").write_text(
            'query = "tunnel"\nmust_match = ["a bridge"]\n', encoding="utf-8"
        )
        declared.follow()
        (settings.outlets_dir / "another.toml").write_text(
            'id = "another"\nhomepage = "https://another.example/"\n'
            '[[source]]\nkind = "feed"\nurl = "https://another.example/feed"\n',
            encoding="utf-8",
        )
        declared.follow()

        assert len(declared.desk.topics) == 1
        assert "its last good version stays" in declared.complaints[0]
        assert "another" in declared.desk.outlets
    finally:
        desk.close()


def test_one_folder_has_one_watcher(tmp_path: Path) -> None:
    with only_one(tmp_path):
        assert holder(tmp_path) == os.getpid()
        with pytest.raises(WrongUse, match="watched already"), only_one(tmp_path):
            pass
    assert holder(tmp_path) is None


def test_the_command_tells_of_a_story_and_ends_in_order_on_sigterm(
    serving: Serving, tmp_path: Path
) -> None:
    told = f'{EVERYTHING}[alert]\nwhen = "instant"\n'
    settings = settings_for(serving, tmp_path, {"everything": told})
    mails = settings.data_dir / "mail" / "new"
    words = ["watch", "--outlets", str(settings.outlets_dir)]
    words += ["--topics", str(settings.topics_dir), "--data", str(settings.data_dir)]
    process = subprocess.Popen(
        [sys.executable, "-c", AT_ONCE, *words, *ALLOWED],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "STORYWATCH_WORKERS": "1"},
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 240  # a machine may be busy
    while time.monotonic() < deadline and not (mails.is_dir() and any(mails.iterdir())):
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    _, logged = process.communicate(timeout=20)

    assert process.returncode == 0, logged
    (mail,) = mails.iterdir()
    assert "Harbour bridge opens" in mail.read_text("utf-8")
    events = [json.loads(line)["event"] for line in logged.splitlines()]
    assert events[0] == "watching"
    assert events[-1] == "stopped"
    with Journal.open(settings.journal_path) as journal:
        assert journal.ledger().balances
