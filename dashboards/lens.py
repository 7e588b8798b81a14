"""Lens' columns and visualisations, as far as our panels need them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

RECORDS = "___records___"

Column = dict[str, Any]
Columns = dict[str, Column]
Visualisation = Callable[[str], dict[str, Any]]


def over_time(field: str) -> Column:
    """Buckets of time, as wide as fits the window."""
    return {
        "label": field,
        "dataType": "date",
        "operationType": "date_histogram",
        "sourceField": field,
        "isBucketed": True,
        "scale": "interval",
        "params": {"interval": "auto", "includeEmptyRows": True, "dropPartials": False},
    }


def top(field: str, label: str, by: str, *, size: int = 20, missing: bool = False) -> Column:
    """The values of a field that have most of another column; others are gathered in one."""
    return {
        "label": label,
        "customLabel": True,
        "dataType": "string",
        "operationType": "terms",
        "scale": "ordinal",
        "sourceField": field,
        "isBucketed": True,
        "params": {
            "size": size,
            "orderBy": {"type": "column", "columnId": by},
            "orderDirection": "desc",
            "otherBucket": missing,
            "missingBucket": missing,
            "parentFormat": {"id": "terms"},
            "include": [],
            "exclude": [],
            "includeIsRegex": False,
            "excludeIsRegex": False,
        },
    }


def split(**queries: str) -> Column:
    """A bucket for each query in Kibana's language; labels have blanks for underscores."""
    filters = [
        {"label": label.replace("_", " "), "input": {"query": query, "language": "kuery"}}
        for label, query in queries.items()
    ]
    return {
        "label": "Filters",
        "dataType": "string",
        "operationType": "filters",
        "scale": "ordinal",
        "isBucketed": True,
        "params": {"filters": filters},
    }


def measure(
    operation: str, label: str, field: str = RECORDS, *, kql: str = "", **params: Any
) -> Column:
    """A number: count, sum, unique_count, percentile, max … of the documents that `kql` finds."""
    is_instant = operation in {"min", "max"} and field.endswith("_at")
    shift = params.pop("shift", None)
    column: Column = {
        "label": label,
        "customLabel": True,
        "dataType": "date" if is_instant else "number",
        "operationType": operation,
        "isBucketed": False,
        "scale": "interval" if is_instant else "ratio",
        "sourceField": field,
        "params": {"emptyAsNull": False, **params} if operation in COUNTING else params,
    }
    if kql:
        column["filter"] = {"query": kql, "language": "kuery"}
    if shift:
        column["timeShift"] = shift
    return column


COUNTING = {"count", "unique_count", "sum"}


def share(id_: str, label: str, kql: str) -> Columns:
    """What part of the documents `kql` finds, in the four columns that Lens keeps of a formula."""
    formula = f"count(kql='{kql}') / count()"
    parts = [f"{id_}X0", f"{id_}X1", f"{id_}X2"]
    part = f"Part of {label}"
    divided = {
        "type": "function",
        "name": "divide",
        "args": parts[:2],
        "location": {"min": 0, "max": len(formula)},
        "text": formula,
    }
    return {
        id_: {
            "label": label,
            "customLabel": True,
            "dataType": "number",
            "operationType": "formula",
            "isBucketed": False,
            "scale": "ratio",
            "params": {
                "formula": formula,
                "isFormulaBroken": False,
                "format": {"id": "percent", "params": {"decimals": 1}},
            },
            "references": parts[2:],
        },
        parts[0]: measure("count", part, kql=kql),
        parts[1]: measure("count", part),
        parts[2]: {
            "label": part,
            "customLabel": True,
            "dataType": "number",
            "operationType": "math",
            "isBucketed": False,
            "scale": "ratio",
            "params": {"tinymathAst": divided},
            "references": parts[:2],
        },
    }


def number(column: str) -> Visualisation:
    """One large number."""
    return lambda layer: {"layerId": layer, "layerType": "data", "metricAccessor": column}


def table(*columns: str) -> Visualisation:
    """A table with these columns."""
    return lambda layer: {
        "layerId": layer,
        "layerType": "data",
        "columns": [{"columnId": column, "isTransposed": False} for column in columns],
        "paging": {"enabled": True, "size": 10},
    }


def chart(series: str, x: str, values: list[str], by: str | None = None) -> Visualisation:
    """Bars or lines of values along x, parted by another column."""
    return lambda layer: {
        "legend": {"isVisible": True, "position": "right", "showSingleSeries": False},
        "valueLabels": "hide",
        "fittingFunction": "None",
        "axisTitlesVisibilitySettings": {"x": False, "yLeft": False, "yRight": True},
        "tickLabelsVisibilitySettings": {"x": True, "yLeft": True, "yRight": True},
        "labelsOrientation": {"x": 0, "yLeft": 0, "yRight": 0},
        "gridlinesVisibilitySettings": {"x": True, "yLeft": True, "yRight": True},
        "preferredSeriesType": series,
        "layers": [
            {
                "layerId": layer,
                "layerType": "data",
                "seriesType": series,
                "xAccessor": x,
                "accessors": values,
                "position": "top",
                "showGridlines": False,
                **({"splitAccessor": by} if by else {}),
            }
        ],
    }
