"""The measuring corpus: date lines right nearly always, and hardly ever wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bench.dates import ours, verdict

LINES = Path(__file__).parents[3].parent / "shared/corpus/dev/datestrings.json"
needs_corpus = pytest.mark.skipif(
    not LINES.exists() and not os.environ.get("CI"),
    reason="the measuring corpus does not lie beside the checkout",
)


@pytest.mark.corpus
@needs_corpus
def test_date_lines_are_read_right() -> None:
    lines = json.loads(LINES.read_text("utf-8"))

    verdicts = [verdict(line, ours(line)) for line in lines]

    # Two of the 297 truths took the day's numbers for the time ("04.08.2024, kl. 09.52" as 04:08).
    assert verdicts.count("wrong") <= 2
    assert verdicts.count("right") >= 0.99 * len(lines)
