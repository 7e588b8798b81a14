"""What Lens would ask of Elasticsearch for each panel, and what it would show of the answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tests.dashboards.kql import clause_of

METRICS = {"sum": "sum", "min": "min", "max": "max", "unique_count": "cardinality"}
IN_THE_BROWSER = {"formula", "math"}
OTHERS = "__missing__"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One layer of one Lens panel."""

    board: str
    title: str
    view: str
    layer: dict[str, Any]
    kql: str

    @property
    def columns(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = self.layer["columns"]
        return found

    @property
    def buckets(self) -> list[str]:
        return [name for name in self.layer["columnOrder"] if self.columns[name]["isBucketed"]]

    @property
    def numbers(self) -> list[str]:
        return [
            name
            for name, column in self.columns.items()
            if not column["isBucketed"]
            and column["operationType"] not in IN_THE_BROWSER
            and "timeShift" not in column
        ]

    def of_before(self) -> Panel | None:
        """The panel with only the numbers of an earlier window, if it has any: asked apart."""
        shifted = {name: one for name, one in self.columns.items() if "timeShift" in one}
        if not shifted:
            return None
        plain = {
            name: {key: value for key, value in column.items() if key != "timeShift"}
            for name, column in self.columns.items()
        }
        return replace(self, layer={**self.layer, "columns": plain})


def panels(objects: list[dict[str, Any]]) -> Iterator[Panel]:
    """Every Lens panel of every dashboard."""
    for board in (one for one in objects if one["type"] == "dashboard"):
        for panel in json.loads(board["attributes"]["panelsJSON"]):
            if panel["type"] != "lens":
                continue
            attributes = panel["embeddableConfig"]["attributes"]
            views = {one["name"]: one["id"] for one in attributes["references"]}
            state = attributes["state"]
            for name, layer in state["datasourceStates"]["formBased"]["layers"].items():
                yield Panel(
                    board=board["id"],
                    title=panel["title"],
                    view=views[f"indexpattern-datasource-layer-{name}"],
                    layer=layer,
                    kql=state["query"]["query"],
                )


def aggregations(panel: Panel, interval: str) -> dict[str, Any]:
    """The nested aggregations: each bucket holds the next one, the innermost the numbers."""
    inner = {name: number(panel.columns[name]) for name in panel.numbers}
    found = {name: one for name, one in inner.items() if one}
    for name in reversed(panel.buckets):
        bucket = bucket_of(panel, panel.columns[name], interval)
        found = {name: {**bucket, **({"aggs": found} if found else {})}}
    return found


def number(column: dict[str, Any]) -> dict[str, Any] | None:
    """The aggregation of a number; None for a plain count, which every bucket has by itself."""
    operation, field = column["operationType"], column["sourceField"]
    if operation == "count":
        inner = None
    elif operation in {"percentile", "median"}:
        percents = [column["params"].get("percentile", 50)]
        inner = {"percentiles": {"field": field, "percents": percents}}
    else:
        inner = {METRICS[operation]: {"field": field}}
    if not column.get("filter"):
        return inner
    narrowed: dict[str, Any] = {"filter": clause_of(column["filter"]["query"])}
    return {**narrowed, **({"aggs": {"inner": inner}} if inner else {})}


def bucket_of(panel: Panel, column: dict[str, Any], interval: str) -> dict[str, Any]:
    operation, params = column["operationType"], column["params"]
    if operation == "date_histogram":
        field = column["sourceField"]
        return {"date_histogram": {"field": field, "fixed_interval": interval}}
    if operation == "filters":
        filters = {one["label"]: clause_of(one["input"]["query"]) for one in params["filters"]}
        return {"filters": {"filters": filters}}
    terms: dict[str, Any] = {"field": column["sourceField"], "size": params["size"]}
    if params["missingBucket"]:
        terms["missing"] = OTHERS
    terms["order"] = {_order(panel, params["orderBy"]["columnId"]): params["orderDirection"]}
    return {operation: terms}


def _order(panel: Panel, name: str) -> str:
    column = panel.columns[name]
    aggregation = number(column)
    if aggregation is None:
        return "_count"
    return f"{name}>inner" if "filter" in aggregation else name


def query_of(panel: Panel, window: dict[str, Any]) -> dict[str, Any]:
    """The clause that a panel's documents meet, in a window of time."""
    filters = [window] + ([clause_of(panel.kql)] if panel.kql else [])
    return {"bool": {"filter": filters}}


Rows = dict[tuple[str, ...], dict[str, float | None]]


def rows(panel: Panel, answer: dict[str, Any], total: int) -> Rows:
    """What the panel shows: for each combination of buckets its numbers; empty ones left out."""
    found: Rows = {}
    _read(panel, panel.buckets, (), {**answer, "doc_count": total}, found)
    return found


def _read(
    panel: Panel, left: list[str], key: tuple[str, ...], node: dict[str, Any], found: Rows
) -> None:
    if not left:
        if node["doc_count"] or not key:
            found[key] = {name: _value(panel.columns[name], name, node) for name in panel.numbers}
        return
    buckets = node[left[0]]["buckets"]
    pairs = buckets.items() if isinstance(buckets, dict) else ((one["key"], one) for one in buckets)
    for value, bucket in pairs:
        _read(panel, left[1:], (*key, str(value)), bucket, found)


def _value(column: dict[str, Any], name: str, node: dict[str, Any]) -> float | None:
    answer = node.get(name, node)
    if column.get("filter"):
        if column["operationType"] == "count":
            return float(answer["doc_count"])
        answer = answer["inner"]
    if column["operationType"] == "count":
        return float(node["doc_count"])
    value = next(iter(answer["values"].values())) if "values" in answer else answer["value"]
    return None if value is None else float(value)
