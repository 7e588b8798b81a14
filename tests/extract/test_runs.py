"""The laws of runs: the best one is no worse than any other, and bridges make gaps cheap."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.extract.runs import best_run, bridged, positive_runs

WORTHS = st.lists(st.integers(-8, 8).map(lambda tenth: tenth / 2), max_size=25)


@settings(max_examples=100, deadline=None)
@given(WORTHS)
def test_no_run_is_worth_more_than_the_best(worths: list[float]) -> None:
    start, end = best_run(worths)
    size = len(worths)
    others = (sum(worths[i:j]) for i in range(size + 1) for j in range(i, size + 1))

    assert sum(worths[start:end]) == max(others)


@settings(max_examples=100, deadline=None)
@given(WORTHS)
def test_positive_runs_are_apart_in_order_and_worth_what_they_say(worths: list[float]) -> None:
    found = positive_runs(worths)

    for total, (start, end) in found:
        assert total == sum(worths[start:end]) > 0
    ends = [place for _, run in found for place in run]
    assert ends == sorted(ends)


@settings(max_examples=100, deadline=None)
@given(WORTHS, st.sets(st.integers(0, 24)))
def test_a_bridge_costs_little_and_leaves_the_homes_alone(
    worths: list[float], places: set[int]
) -> None:
    homes = sorted(place for place in places if place < len(worths))
    result = bridged(worths, homes)

    assert [result[home] for home in homes] == [worths[home] for home in homes]
    for last, here in pairwise(homes):
        assert sum(result[last + 1 : here]) >= min(-1.5, sum(worths[last + 1 : here])) - 1e-9
        assert sum(result[last + 1 : here]) >= -1.5 - 1e-9
