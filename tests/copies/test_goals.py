"""The goals for copies and events, on the measuring sets with truth."""

from __future__ import annotations

import os

import pytest

from bench import copies


@pytest.mark.slow
@pytest.mark.corpus
def test_copies_and_events_hold_their_goals(capsys: pytest.CaptureFixture[str]) -> None:
    if not copies.SETS.is_dir() and not os.environ.get("CI"):
        pytest.skip("the measuring sets do not lie beside this checkout")

    assert copies.main([]) == 0, capsys.readouterr().out


def test_the_scores_know_perfect_and_chance() -> None:
    truth = ["a", "a", "b", "b"]

    assert copies.adjusted_rand(truth, [1, 1, 2, 2]) == 1
    assert copies.adjusted_rand(truth, [1, 2, 1, 2]) == pytest.approx(-0.5)
    assert copies.b_cubed(truth, [1, 1, 2, 2]) == (1, 1, 1)
    assert copies.b_cubed(truth, [1, 1, 1, 1]) == pytest.approx((0.5, 1, 2 / 3))
