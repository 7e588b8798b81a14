"""Replays: what they count, and that the timetable beats a fixed interval at equal polls."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storywatch.polling.replay import Adaptive, Fixed, Published, marked, read_rows, replay
from tests.polling.traces import HOUR, MONDAY, every, newsroom


def test_a_fixed_interval_waits_half_of_it_on_average() -> None:
    outcome = replay({"steady": every(timedelta(minutes=7))}, Fixed(24), 24)

    assert outcome.mean == pytest.approx(1800, rel=0.02)
    assert outcome.percentile(95) == pytest.approx(0.95 * 3600, rel=0.05)
    assert outcome.polls == pytest.approx(outcome.polls_expected, rel=0.01)


def test_what_a_small_window_does_not_show_is_lost() -> None:
    trace = {"burst": tuple(Published(at=MONDAY + timedelta(seconds=n)) for n in range(1, 41))}

    outcome = replay(trace, Fixed(24), 24, window=30)

    assert (outcome.lost, outcome.share_lost) == (9, 9 / 40)  # the first poll is at the first story


def test_the_timetable_beats_a_fixed_interval_within_its_budget() -> None:
    trace = newsroom(days=8)

    fixed, ours = replay(trace, Fixed(24), 24), replay(trace, Adaptive(24), 24)

    assert ours.mean < 0.8 * fixed.mean
    assert ours.polls == pytest.approx(ours.polls_expected, rel=0.05)


def test_a_quiet_source_is_not_starved() -> None:
    trace = newsroom(days=8)

    ours = replay({**trace, "quiet": every(40 * HOUR, days=8)}, Adaptive(24), 24)

    assert max(ours.delays) <= 3 * 3600 + 1


def test_windows_are_watched() -> None:
    trace = newsroom(days=8)

    fixed, ours = (
        replay(trace, policy, 6, window=20) for policy in (Fixed(6), Adaptive(6, window=20))
    )

    assert fixed.share_lost > 0.05
    assert ours.share_lost < fixed.share_lost / 4


def test_stories_that_match_are_found_sooner() -> None:
    trace = marked(newsroom(days=8), 0.1)

    fixed, ours = replay(trace, Fixed(24), 24), replay(trace, Adaptive(24), 24)

    assert ours.matched_mean < 0.7 * fixed.matched_mean


def test_marking_marks_the_share_and_the_same_stories_every_time() -> None:
    trace = newsroom(days=8)

    first, again = marked(trace, 0.1), marked(trace, 0.1)

    stories = [story for source in first.values() for story in source]
    share = sum(story.matches for story in stories) / len(stories)
    assert first == again
    assert share == pytest.approx(0.1, abs=0.03)


def test_rows_become_a_trace_in_order_of_time() -> None:
    rows = [
        {"source": "a", "published_at": "2025-12-01T02:00:00+02:00", "matches": "1"},
        {"source": "a", "published_at": "2025-11-30T23:00:00Z"},
    ]

    trace = read_rows(rows)

    assert trace == {
        "a": (Published(at=MONDAY - HOUR), Published(at=MONDAY, matches=True)),
    }
