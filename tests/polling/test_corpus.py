"""Eight weeks of real sources: the timetable keeps its budget and loses hardly anything."""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path

import pytest

from storywatch.polling.replay import Adaptive, Fixed, read_rows, replay

TRACE = Path(__file__).parents[2].parent / "shared/polling/feeds.csv.gz"
needs_corpus = pytest.mark.skipif(
    not TRACE.exists() and not os.environ.get("CI"),
    reason="the measuring trace does not lie beside the checkout",
)


@pytest.mark.corpus
@needs_corpus
def test_small_windows_hardly_lose_a_story_within_the_budget() -> None:
    with gzip.open(TRACE, "rt") as file:
        trace = read_rows(csv.DictReader(file))

    fixed = replay(trace, Fixed(6), 6, window=30)
    ours = replay(trace, Adaptive(6, window=30), 6, window=30)

    assert ours.share_lost <= fixed.share_lost / 10
    assert ours.polls == pytest.approx(ours.polls_expected, rel=0.02)
    assert ours.mean < 0.78 * fixed.mean
