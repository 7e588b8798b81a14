from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from storywatch.cli.ledger import ledger_command
from storywatch.errors import JournalUnusable
from storywatch.journal import Journal
from storywatch.story import Fate
from tests.journal.samples import NOON, draft, poll, queue


def call(path: Path, *words: str) -> Result:
    app = typer.Typer()
    app.command("ledger")(ledger_command)
    return CliRunner().invoke(app, ["--data", str(path.parent), *words], env={"COLUMNS": "200"})


@pytest.fixture
def filled(journal: Journal) -> Journal:
    journal.record(queue(journal), draft(), keep=False, now=NOON)
    rejected = queue(journal, "two", outlet="crier")
    journal.settle(rejected, Fate.REJECTED, reason="too_short", now=NOON)
    return journal


def test_a_ledger_that_balances_is_a_table_a_row_an_outlet(filled: Journal, path: Path) -> None:
    result = call(path)

    assert result.exit_code == 0
    assert "bugle" in result.stdout
    assert "1 (too_short 1)" in result.stdout
    assert "The ledger balances." in result.stdout


def test_an_outlet_of_which_nothing_was_seen_is_said_to_be_so(filled: Journal, path: Path) -> None:
    assert call(path, "--outlet", "gazette").stdout.startswith("No lead of gazette was ever seen.")
    assert "hour" not in call(path).stdout
    assert "hour (UTC)" in call(path, "--hours").stdout


def test_by_the_hour_each_row_names_its_hour(filled: Journal, path: Path) -> None:
    assert "2025-12-02 12:00" in call(path, "--hours").stdout


def test_the_ledger_as_json_has_the_same_figures(filled: Journal, path: Path) -> None:
    document = json.loads(call(path, "--json", "--hours", "--outlet", "crier").stdout)

    assert document["balances"] is True
    (row,) = document["rows"]
    assert (row["outlet"], row["hour"]) == ("crier", "2025-12-02T12:00:00Z")
    assert (row["discovered"], row["rejected"]) == (1, {"too_short": 1})


def test_a_ledger_that_does_not_balance_names_where_and_exits_1(
    filled: Journal, path: Path
) -> None:
    filled._database.run("UPDATE tallies SET count = 9 WHERE fate = 'new'")

    result = call(path)

    assert result.exit_code == 1
    assert "outlet bugle, hour 2025-12-02 12:00, new: 1 leads, 9 tallied" in result.stdout
    assert "does NOT balance" in result.stdout
    assert json.loads(call(path, "--json").stdout)["balances"] is False


def test_a_journal_that_is_not_there_is_not_made(path: Path) -> None:
    result = call(path)

    assert isinstance(result.exception, JournalUnusable)
    assert not path.exists()


def test_a_source_that_fails_is_named_with_its_sentence(filled: Journal, path: Path) -> None:
    filled.record_poll(poll(error="is a web page, not a feed"), (), now=NOON)

    (failing,) = json.loads(call(path, "--json").stdout)["failing_sources"]

    assert failing["error"] == "is a web page, not a feed"
    assert "failed once: is a web page, not a feed" in call(path).stdout
