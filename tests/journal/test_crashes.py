from __future__ import annotations

import itertools
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from storywatch.journal import Journal
from storywatch.journal.backup import back_up, restore
from storywatch.journal.database import Database, Parameters
from storywatch.journal.soundness import faults
from tests.journal import writer
from tests.journal.samples import NOON, draft, lead, poll, queue
from tests.journal.writer import SLUGS, VERSIONS

ROOT = Path(__file__).resolve().parents[2]
KILLS = 40 if os.environ.get("STORYWATCH_FULL") else 4


def start(act: str, path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.journal.writer", act, str(path)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def texts(path: Path) -> list[tuple[str, list[str]]]:
    with Journal.open(path) as journal:
        ids = [story.id for story in journal.stories()]
        return [(one, [text.title for text in journal.revisions(one)]) for one in ids]


def test_a_writer_killed_at_random_moments_ends_where_an_undisturbed_one_does(
    tmp_path: Path,
) -> None:
    path, undisturbed = tmp_path / "killed.db", tmp_path / "undisturbed.db"
    chance = random.Random(KILLS)

    for _ in range(KILLS):
        process = start("crawl", path)
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        time.sleep(chance.uniform(0, 0.03))
        process.kill()
        process.communicate()
        with Journal.open(path) as journal:
            ledger = journal.ledger()
            assert ledger.balances, ledger.imbalances
    writer.crawl(path)

    writer.crawl(undisturbed)
    assert texts(path) == texts(undisturbed)
    assert [titles for _, titles in texts(path)] == [list(VERSIONS)] * len(SLUGS)
    with Journal.open(path) as journal:
        assert journal.ledger().balances
        assert journal.outbox_counts() == {"index": 3 * len(SLUGS), "alerts": 3 * len(SLUGS)}


def test_a_copy_taken_while_another_process_writes_is_whole_and_goes_on_from_there(
    tmp_path: Path,
) -> None:
    path, copy = tmp_path / "journal.db", tmp_path / "copy.db"
    counts = []

    process = start("crawl", path)
    assert process.stdout is not None
    process.stdout.readline()
    while process.poll() is None:
        counts.append(back_up(path, copy))
        with Journal.open(copy) as journal:
            assert journal.ledger().balances
            assert journal.count() == counts[-1]
        if counts[-1] < len(SLUGS):
            halfway = copy.rename(tmp_path / "halfway.db")
    process.communicate()
    whole = texts(path)
    restore(halfway, path, now=NOON)
    writer.crawl(path)

    assert counts == sorted(counts)
    assert texts(path) == whole
    assert faults(path) == []


class Breaking(Database):
    """A database that breaks off after so many statements."""

    left = 1_000_000

    def _execute(self, sql: str, parameters: Parameters) -> sqlite3.Cursor:
        if self.left == 0:
            raise InterruptedError(sql)
        self.left -= 1
        return super()._execute(sql, parameters)

    def content(self) -> list[tuple[object, ...]]:
        names = self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = [self.rows(f"SELECT * FROM {row['name']}") for row in names]
        return [tuple(row) for table in tables for row in table]


def poll_once(journal: Journal) -> None:
    edits = [lead("one", title="Edited"), lead("two")]
    journal.record_poll(poll(etag="e"), edits, now=NOON)


def record_once(journal: Journal) -> None:
    topics = ("tea", "coffee")
    journal.record(
        1, draft(title="Edited", addresses=("amp",), topics=topics), keep=False, now=NOON
    )


@pytest.mark.parametrize("step", [poll_once, record_once])
def test_a_step_that_breaks_off_at_any_statement_leaves_nothing_behind(
    path: Path, step: Callable[[Journal], None]
) -> None:
    Journal.open(path).close()
    database = Breaking(path)
    journal = Journal(database, "desk")
    journal.record_poll(poll(), [lead("zero"), lead("one")], now=NOON)
    journal.record(2, draft(), keep=False, now=NOON)
    before = database.content()

    for statement_count in itertools.count():
        database.left = statement_count
        try:
            step(journal)
        except InterruptedError:
            database.left = 1_000_000
            assert database.content() == before
        else:
            break

    journal.close()
    assert statement_count > 10


def test_two_processes_never_claim_the_same_lead(path: Path) -> None:
    with Journal.open(path) as journal, journal.together():
        ids = [queue(journal, f"s{number}") for number in range(200)]
        journal.release()

    claimers = [start("claim", path) for _ in range(2)]
    claimed = [process.communicate()[0].split() for process in claimers]

    assert [process.returncode for process in claimers] == [0, 0]
    assert sorted(int(lead_id) for mine in claimed for lead_id in mine) == ids
    with Journal.open(path) as journal:
        assert journal.ledger().balances


def test_a_killed_process_s_leads_are_free_at_once(path: Path) -> None:
    with Journal.open(path, owner=dead_owner()) as journal:
        queue(journal)

    with Journal.open(path) as journal:
        assert len(journal.claim_leads("bugle", now=NOON)) == 1


def dead_owner() -> str:
    code = "from storywatch.journal.owner import this_owner; print(this_owner())"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return answer.stdout.strip()


@pytest.mark.parametrize("count", [4])
def test_many_processes_may_open_a_new_journal_at_once(path: Path, count: int) -> None:
    openers = [start("claim", path) for _ in range(count)]

    for process in openers:
        process.communicate()

    assert [process.returncode for process in openers] == [0] * count
