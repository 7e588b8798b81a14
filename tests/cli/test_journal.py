from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storywatch.journal import Journal
from storywatch.story import Lead
from storywatch.watch.lock import only_one
from tests.cli.conftest import NOON, TEA, record, url_of
from tests.cli.running import storywatch


def filled(folder: Path) -> Path:
    with Journal.open(folder / "journal.db") as journal:
        record(journal, TEA, "tea")
    return folder


def test_a_journal_is_backed_up_checked_and_put_back(tmp_path: Path) -> None:
    data, copy = filled(tmp_path / "data"), tmp_path / "copy.db"

    backed_up = storywatch("journal", "backup", copy, "--data", data, "--json")
    assert backed_up.document["stories"] == 1
    assert storywatch("journal", "check", "--data", data, "--json").document["is_sound"]

    (data / "journal.db").write_bytes(b"spoilt" * 1_000)
    checked = storywatch("journal", "check", "--data", data)
    assert checked.code == 1
    assert "journal restore" in checked.out

    assert storywatch("journal", "restore", copy, "--data", data).code == 0
    assert storywatch("journal", "check", "--data", data).code == 0
    with Journal.open(data / "journal.db") as journal:
        assert [one.title for one in journal.stories()] == [TEA.title]


def test_a_journal_that_is_watched_is_not_replaced(tmp_path: Path) -> None:
    data, copy = filled(tmp_path / "data"), tmp_path / "copy.db"
    storywatch("journal", "backup", copy, "--data", data)

    with only_one(data):
        refused = storywatch("journal", "restore", copy, "--data", data)

    assert refused.code == 2
    assert "watches" in refused.err


def test_of_another_programs_database_check_and_doctor_say_what_it_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "journal.db")) as other:
        other.execute("CREATE TABLE t (a)")

    checked = storywatch("journal", "check", "--data", tmp_path)
    examined = storywatch("doctor", "--data", tmp_path, "--json")

    assert (checked.code, checked.out) == (1, "")
    assert "is a database of another program" in checked.err
    assert any("another program" in finding["what"] for finding in examined.document["findings"])


def test_a_ledger_that_does_not_balance_is_a_fault(tmp_path: Path) -> None:
    data = filled(tmp_path / "data")
    with Journal.open(data / "journal.db") as journal:
        journal._database.run("UPDATE tallies SET count = count + 1 WHERE fate = 'new'")

    checked = storywatch("journal", "check", "--data", data, "--json")

    assert checked.code == 1
    assert checked.document["faults"]


def test_dead_letters_are_put_in_flight_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Journal.open(data / "journal.db") as journal:
        lead = Lead(outlet="bugle", url=url_of("gone"), seen_at=NOON)
        number = journal.discover([lead], now=NOON, revisit=True).queued[0].id
        for _ in range(5):
            journal.postpone(number, until=NOON, why="timeout: no answer", now=NOON)

    looked = storywatch("journal", "replay", "--dry-run", "--data", data, "--json").document
    assert [one["lead"] for one in looked["dead_letters"]] == [number]
    assert looked["revived"] == []
    assert storywatch("journal", "replay", number + 1, "--data", data).code == 2

    revived = storywatch("journal", "replay", number, "--data", data, "--json").document
    assert revived["revived"] == [number]
    with Journal.open(data / "journal.db") as journal:
        later = datetime.now(UTC) + timedelta(minutes=1)
        assert [one.id for one in journal.claim_leads("bugle", now=later)] == [number]
        assert journal.ledger().balances


def test_what_does_not_exist_is_said(tmp_path: Path) -> None:
    for words in (("check",), ("backup", tmp_path / "copy"), ("replay",)):
        run = storywatch("journal", *words, "--data", tmp_path / "none")
        assert run.code == 1
        assert "does not exist" in run.err
    assert not (tmp_path / "none").exists()
