"""A panel's figures worked out from plain documents, without Elasticsearch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.dashboards.kql import meets, values_of
from tests.dashboards.lens import OTHERS, Panel, Rows

Document = Mapping[str, Any]
RECORDS = "___records___"


def figures(panel: Panel, documents: Sequence[Document], interval_ms: int) -> Rows:
    """For each combination of buckets its numbers, as `lens.rows` has them."""
    chosen = [one for one in documents if not panel.kql or meets(panel.kql, one)]
    groups: dict[tuple[str, ...], list[Document]] = {(): chosen}
    for name in panel.buckets:
        column = panel.columns[name]
        keys = _keys(column, interval_ms)
        split: dict[tuple[str, ...], list[Document]] = {}
        for key, members in groups.items():
            for one in members:
                for value in keys(one):
                    split.setdefault((*key, value), []).append(one)
        groups = split
    return {
        key: {name: _number(panel.columns[name], members) for name in panel.numbers}
        for key, members in groups.items()
    }


def _keys(column: Mapping[str, Any], interval_ms: int) -> Callable[[Document], list[str]]:
    params = column["params"]
    if column["operationType"] == "filters":
        return lambda one: [
            each["label"] for each in params["filters"] if meets(each["input"]["query"], one)
        ]
    field = column["sourceField"]
    if column["operationType"] == "date_histogram":
        return lambda one: [
            str(ms // interval_ms * interval_ms) for ms in map(_ms, values_of(one, field))
        ]
    others = [OTHERS] if params["missingBucket"] else []
    return lambda one: sorted({str(value) for value in values_of(one, field)}) or others


def _number(column: Mapping[str, Any], members: Sequence[Document]) -> float | None:
    operation, field = column["operationType"], column["sourceField"]
    if column.get("filter"):
        members = [one for one in members if meets(column["filter"]["query"], one)]
    if operation == "count":
        return float(len(members))
    values = [value for one in members for value in values_of(one, field)]
    if operation == "unique_count":
        return float(len(set(values)))
    numbers = sorted(float(_ms(value) if isinstance(value, str) else value) for value in values)
    if operation == "sum":
        return float(sum(numbers))
    if not numbers:
        return None
    if operation in {"min", "max"}:
        return numbers[0] if operation == "min" else numbers[-1]
    return _percentile(numbers, column["params"].get("percentile", 50))


def _percentile(numbers: Sequence[float], percentile: float) -> float:
    place = percentile / 100 * (len(numbers) - 1)
    below = int(place)
    above = min(below + 1, len(numbers) - 1)
    return numbers[below] + (numbers[above] - numbers[below]) * (place - below)


def _ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)
