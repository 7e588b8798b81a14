from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newsstand import Clock

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


class Wall:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def wall() -> Wall:
    return Wall()


def test_a_clock_stands_still_until_it_is_moved(wall: Wall) -> None:
    clock = Clock(NOON, wall=wall)
    wall.seconds = 500

    assert clock.now == NOON

    clock.advance(timedelta(minutes=3))

    assert clock.now == NOON + timedelta(minutes=3)


def test_a_running_clock_passes_a_minute_a_second_at_speed_60(wall: Wall) -> None:
    clock = Clock(NOON, speed=60, wall=wall)
    wall.seconds = 2

    assert clock.now == NOON + timedelta(minutes=2)


def test_another_speed_counts_from_where_the_clock_is(wall: Wall) -> None:
    clock = Clock(NOON, speed=60, wall=wall)
    wall.seconds = 1
    clock.run(0)
    wall.seconds = 100

    assert clock.now == NOON + timedelta(minutes=1)


def test_a_clock_never_goes_back() -> None:
    clock = Clock(NOON)

    with pytest.raises(ValueError, match="cannot go back"):
        clock.set(NOON - timedelta(seconds=1))
    with pytest.raises(ValueError, match="runs forward"):
        clock.run(-1)


def test_a_clock_wants_to_know_the_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        Clock(datetime(2026, 3, 3, 12))  # noqa: DTZ001 - the mistake that is refused
