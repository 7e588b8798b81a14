from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storywatch.index.bulk import Line, Verdict, parts, read_answer


def item(status: int, kind: str = "") -> dict[str, Any]:
    error = {"error": {"type": kind, "reason": "so it is"}} if kind else {}
    return {"index": {"status": status, **error}}


@pytest.mark.parametrize(
    ("status", "kind", "verdict"),
    [
        (200, "", Verdict.DONE),
        (201, "", Verdict.DONE),
        (409, "version_conflict_engine_exception", Verdict.DONE),
        (429, "es_rejected_execution_exception", Verdict.BUSY),
        (429, "cluster_block_exception", Verdict.BUSY),
        (503, "unavailable_shards_exception", Verdict.BUSY),
        (500, "engine_closed", Verdict.BUSY),
        (403, "cluster_block_exception", Verdict.STOPPED),
        (401, "security_exception", Verdict.STOPPED),
        (404, "index_not_found_exception", Verdict.STOPPED),
        (400, "index_closed_exception", Verdict.STOPPED),
        (400, "document_parsing_exception", Verdict.REFUSED),
    ],
)
def test_each_item_s_status_has_its_meaning(status: int, kind: str, verdict: Verdict) -> None:
    (answer,) = read_answer({"items": [item(status, kind)]}, 1)

    assert answer.verdict is verdict
    if verdict is Verdict.REFUSED:
        assert answer.reason == "document_parsing_exception: so it is"


def test_an_answer_that_lacks_items_counts_for_none() -> None:
    answers = read_answer({"items": [item(201)]}, 2)

    assert [answer.verdict for answer in answers] == [Verdict.BUSY, Verdict.BUSY]


def test_a_line_says_that_a_state_replaces_older_ones_only() -> None:
    line = Line.of("a1", 3, {"title": "Zürich"})

    assert json.loads(line.action) == {
        "index": {"_id": "a1", "version": 3, "version_type": "external_gte"}
    }
    assert json.loads(line.document) == {"title": "Zürich"}
    assert line.size == len(line.action) + len(line.document) + 2
    assert b'"external"' in Line.of("a1", 3, {}, newer_only=True).action


@given(
    lengths=st.lists(st.integers(min_value=0, max_value=50), max_size=40),
    most=st.integers(min_value=1, max_value=120),
)
def test_parts_keep_order_and_stay_within_bytes_but_for_one_alone(
    lengths: list[int], most: int
) -> None:
    lines = [Line(action=b"", document=b"x" * length) for length in lengths]

    found = list(parts(lines, most))

    assert [line for part in found for line in part] == lines
    assert all(part for part in found)
    assert all(sum(one.size for one in part) <= most or len(part) == 1 for part in found)
