"""What a feed asks for is heeded, within reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storywatch.polling import Hints
from storywatch.polling.hints import pause_of
from tests.polling.traces import HOUR, MINUTE, MONDAY


@pytest.mark.parametrize(
    ("words", "pause"),
    [
        ({"ttl": "60"}, HOUR),
        ({"period": "hourly", "frequency": "4"}, 15 * MINUTE),
        ({"period": " Daily "}, timedelta(days=1)),
        ({"cache_control": "public, max-age=300"}, 5 * MINUTE),
        ({"ttl": "5", "cache_control": "max-age=600"}, 10 * MINUTE),
        ({"ttl": "٣", "period": "sometimes", "cache_control": "max-age=soon"}, timedelta(0)),
        ({}, timedelta(0)),
    ],
)
def test_a_feeds_words_are_read(words: dict[str, str], pause: timedelta) -> None:
    assert pause_of(**words) == pause


def test_a_pause_is_heeded_up_to_half_an_hour() -> None:
    short, long = Hints(pause=10 * MINUTE), Hints(pause=timedelta(days=1))

    assert short.heeded(MONDAY + MINUTE, polled_at=MONDAY) == MONDAY + 10 * MINUTE
    assert long.heeded(MONDAY + MINUTE, polled_at=MONDAY) == MONDAY + 30 * MINUTE
    assert short.heeded(MONDAY + HOUR, polled_at=MONDAY) == MONDAY + HOUR


def test_hours_and_days_to_skip_are_skipped() -> None:
    night = Hints(skip_hours=frozenset(range(6)))
    weekdays = Hints(skip_days=frozenset(range(5)))

    assert night.heeded(MONDAY + MINUTE, polled_at=MONDAY) == MONDAY + 6 * HOUR
    assert weekdays.heeded(MONDAY + MINUTE, polled_at=MONDAY) == MONDAY + 5 * 24 * HOUR


def test_a_feed_that_skips_everything_is_looked_at_once_a_day() -> None:
    never = Hints(skip_hours=frozenset(range(24)))

    assert never.heeded(MONDAY + MINUTE, polled_at=MONDAY) == MONDAY + 24 * HOUR
