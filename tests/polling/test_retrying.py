"""When a failed attempt is made again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storywatch.polling import retry_at
from tests.polling.traces import MONDAY


@pytest.mark.parametrize(
    ("attempt", "pause"),
    [(1, timedelta(minutes=5)), (2, timedelta(minutes=15)), (9, timedelta(hours=12))],
)
def test_the_pause_grows_threefold_up_to_half_a_day(attempt: int, pause: timedelta) -> None:
    assert retry_at(MONDAY, attempt) == MONDAY + pause


@pytest.mark.parametrize(
    ("asked", "pause"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta(minutes=1)),
        ("-5", timedelta(minutes=1)),
        ("99999999999999", timedelta(days=1)),
        ("Mon, 01 Dec 2025 00:10:00 GMT", timedelta(minutes=10)),
        ("tomorrow", timedelta(minutes=5)),
    ],
)
def test_what_the_server_asks_for_wins_within_bounds(asked: str, pause: timedelta) -> None:
    assert retry_at(MONDAY, 1, asked) == MONDAY + pause
