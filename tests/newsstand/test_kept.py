from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsstand import serve_kept
from newsstand.kept import MEMO, OPENED
from storywatch.errors import Misconfigured
from tests.prepared import ports_of_our_own

pytestmark = pytest.mark.xdist_group("kept newsstand")  # they would take each other's ports

WALL = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def _ports() -> Iterator[None]:
    with ports_of_our_own():
        yield


def test_a_kept_stand_has_the_same_addresses_and_instant_again(tmp_path: Path) -> None:
    with serve_kept(tmp_path, wall=WALL) as first:
        truth = first.serving.stand.truth()
        assert (first.is_first, first.has_moved) == (True, False)
        assert first.serving.stand.now == WALL - OPENED

    with serve_kept(tmp_path, wall=WALL + timedelta(days=9)) as second:
        assert (second.is_first, second.has_moved) == (False, False)
        assert second.serving.stand.truth() == truth


def test_time_passes_on_it_when_asked_and_stays_passed(tmp_path: Path) -> None:
    with serve_kept(tmp_path, wall=WALL):
        pass
    with serve_kept(tmp_path, wall=WALL, later=timedelta(minutes=30)) as later:
        assert later.serving.stand.now == WALL - OPENED + timedelta(minutes=30)
        truth = later.serving.stand.truth()
    with serve_kept(tmp_path, wall=WALL) as again:
        assert again.serving.stand.truth() == truth


def test_its_clock_never_shows_the_future(tmp_path: Path) -> None:
    with serve_kept(tmp_path, wall=WALL, later=timedelta(days=3)) as kept:
        assert kept.serving.stand.now == WALL


def test_it_moves_when_a_port_is_taken_and_says_so(tmp_path: Path) -> None:
    with serve_kept(tmp_path, wall=WALL) as first:
        home = first.serving.addresses["nordfunk"]

    with (
        socket.create_server(("127.0.0.1", int(home.rpartition(":")[2]))),
        serve_kept(tmp_path, wall=WALL) as second,
    ):
        assert second.has_moved
        moved = second.serving.addresses["nordfunk"]
        assert moved != home
        assert moved in (tmp_path / "outlets" / "nordfunk.toml").read_text("utf-8")


def test_topics_that_were_edited_stay_so(tmp_path: Path) -> None:
    with serve_kept(tmp_path, wall=WALL):
        pass
    topic = tmp_path / "topics" / "rail_strikes.toml"
    topic.write_text("mine")

    with serve_kept(tmp_path, wall=WALL):
        assert topic.read_text() == "mine"


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"opened_at": "soon", "shows": "", "ports": {}}']
)
def test_a_memo_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / MEMO).write_text(text)

    with pytest.raises(Misconfigured, match=MEMO), serve_kept(tmp_path, wall=WALL):
        pass
