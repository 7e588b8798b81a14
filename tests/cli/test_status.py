"""`storywatch status` tells of every outlet whose file can be used, and names the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storywatch.journal import Journal, Poll
from tests.cli.running import storywatch

SOUND = (
    'id = "{name}"\nhomepage = "https://{name}.example/"\n'
    '[[source]]\nkind = "feed"\nurl = "https://{name}.example/feed"\n'
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "outlets").mkdir()
    (tmp_path / "data").mkdir()
    for name in ("bugle", "herald"):
        declare(tmp_path, name, SOUND.format(name=name))
    with Journal.open(tmp_path / "data" / "journal.db"):
        return tmp_path


def declare(desk: Path, name: str, text: str) -> None:
    (desk / "outlets" / f"{name}.toml").write_text(text, "utf-8")


def test_a_file_with_a_mistake_hides_no_other_outlet(desk: Path) -> None:
    declare(desk, "herald", "homepage = 3\n")
    folders = ("--outlets", desk / "outlets", "--data", desk / "data")

    shown = storywatch("status", *folders)
    told = storywatch("status", "--json", *folders)

    assert shown.code == told.code == 1
    assert "bugle" in shown.out
    assert "herald.toml:1" in shown.err
    assert [row["outlet"] for row in told.document["outlets"]] == ["bugle"]
    assert any("herald.toml:1" in mistake for mistake in told.document["mistakes"])


def test_where_no_file_can_be_used_all_mistakes_are_named(desk: Path) -> None:
    for name in ("bugle", "herald"):
        declare(desk, name, "homepage = 3\n")

    found = storywatch("status", "--outlets", desk / "outlets", "--data", desk / "data")

    assert found.code not in (0, 1)
    assert "bugle.toml:1" in found.err
    assert "herald.toml:1" in found.err


def test_an_outlet_that_is_dark_is_so_since_it_was_read_last_and_for_a_cause(desk: Path) -> None:
    start = datetime.now(UTC) - timedelta(hours=2)
    fails = {"status": 0, "error": "timeout: no answer"}
    with Journal.open(desk / "data" / "journal.db") as journal:
        for outlet, first in (("bugle", {"status": 200}), ("herald", fails)):
            for minutes, answer in ((0, first), (30, fails), (60, fails), (90, fails)):
                at = start + timedelta(minutes=minutes)
                url = f"https://{outlet}.example/feed"
                poll = Poll(outlet=outlet, url=url, polled_at=at, **answer)  # type: ignore[arg-type]
                journal.record_poll(poll, (), now=at)

    found = storywatch("status", "--outlets", desk / "outlets", "--data", desk / "data")

    assert found.code == 1
    assert f"bugle is dark since {start:%Y-%m-%d %H:%M} UTC: its server does not" in found.out
    assert "herald is dark, and was never read: its server does not" in found.out


def test_outlets_that_can_all_be_used_leave_nothing_to_complain_of(desk: Path) -> None:
    found = storywatch("status", "--outlets", desk / "outlets", "--data", desk / "data")

    assert (found.code, found.err) == (0, "")
