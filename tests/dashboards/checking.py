"""What must hold of saved objects for Kibana to import and show them; each fault is a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from storywatch.index.mapping import Templates
from tests.dashboards.kql import clauses
from tests.dashboards.lens import Panel, panels

VERSIONS = {"dashboard": "8.9.0", "index-pattern": "8.0.0", "search": "8.0.0", "tag": "8.0.0"}
NUMBERS = {"long", "integer"}
GROUPED = {"keyword", "boolean", *NUMBERS}
TAKES = {
    "date_histogram": {"date"},
    "terms": GROUPED,
    "unique_count": GROUPED,
    "sum": NUMBERS,
    "median": NUMBERS,
    "percentile": NUMBERS,
    "min": {"date", *NUMBERS},
    "max": {"date", *NUMBERS},
}
WITHOUT_FIELD = {"count", "filters", "formula", "math"}
TEMPLATE_OF = {"stories": "stories", "storywatch-ledger": "storywatch-ledger"}

Object = dict[str, Any]
Types = Mapping[str, Mapping[str, str]]


def types() -> Types:
    """The fields of each view with their types, as the index templates say."""
    templates = Templates.read()
    found: dict[str, dict[str, str]] = {}
    for view, template in TEMPLATE_OF.items():
        fields: dict[str, str] = {}
        for component in templates.indices[template]["composed_of"]:
            mappings = templates.components[component]["template"].get("mappings", {})
            fields |= _flat(mappings.get("properties", {}))
        found[view] = fields
    return found


def faults(objects: list[Object], fields: Types) -> list[str]:
    """Everything that is wrong; a structure that cannot be read at all is one fault."""
    try:
        return [*_objects(objects), *_boards(objects), *_panels(objects, fields)]
    except (KeyError, ValueError, StopIteration, TypeError) as error:
        return [f"cannot be read: {error!r}"]


def _flat(properties: Mapping[str, Any], before: str = "") -> dict[str, str]:
    found = {}
    for name, field in properties.items():
        if "properties" in field:
            found |= _flat(field["properties"], f"{before}{name}.")
        else:
            found[before + name] = field["type"]
    return found


def _objects(objects: list[Object]) -> Iterator[str]:
    known = [(one["type"], one["id"]) for one in objects]
    if len(known) != len(set(known)):
        yield "an object stands twice"
    for one in objects:
        if (one["coreMigrationVersion"], one["typeMigrationVersion"]) != (
            "8.8.0",
            VERSIONS[one["type"]],
        ):
            yield f"{one['id']} has another version than the oldest with its shape"
        for reference in one["references"]:
            if (reference["type"], reference["id"]) not in known:
                yield f"{one['id']} refers to {reference['id']}, which is not there"


def _boards(objects: list[Object]) -> Iterator[str]:
    for board in (one for one in objects if one["type"] == "dashboard"):
        names = {one["name"] for one in board["references"]}
        shown = json.loads(board["attributes"]["panelsJSON"])
        cells: set[tuple[int, int]] = set()
        for panel in shown:
            grid = panel["gridData"]
            covered = {
                (x, y)
                for x in range(grid["x"], grid["x"] + grid["w"])
                for y in range(grid["y"], grid["y"] + grid["h"])
            }
            if covered & cells or grid["x"] + grid["w"] > 48 or grid["i"] != panel["panelIndex"]:
                yield f"{panel['title']} overlaps, sticks out or has another index"
            cells |= covered
            yield from _panel_references(panel, names)


def _panel_references(panel: Object, names: set[str]) -> Iterator[str]:
    id_ = panel["panelIndex"]
    if panel["type"] == "search":
        if panel["panelRefName"] != f"panel_{id_}" or f"{id_}:panel_{id_}" not in names:
            yield f"{panel['title']} does not refer to its search"
        return
    attributes = panel["embeddableConfig"]["attributes"]
    for reference in attributes["references"]:
        if f"{id_}:{reference['name']}" not in names:
            yield f"{panel['title']} uses a view that the dashboard does not refer to"
    layers = attributes["state"]["datasourceStates"]["formBased"]["layers"]
    for layer, column in _accessors(attributes["state"]["visualization"]):
        if column not in layers[layer]["columns"]:
            yield f"{panel['title']} shows the column {column}, which it lacks"


def _accessors(shown: Object) -> Iterator[tuple[str, str]]:
    if "metricAccessor" in shown:
        yield shown["layerId"], shown["metricAccessor"]
    for column in shown.get("columns", ()):
        yield shown["layerId"], column["columnId"]
    for layer in shown.get("layers", ()):
        names = [layer["xAccessor"], *layer["accessors"], layer.get("splitAccessor")]
        yield from ((layer["layerId"], name) for name in names if name)


def _panels(objects: list[Object], fields: Types) -> Iterator[str]:
    for panel in panels(objects):
        of_view = fields[panel.view]
        order = panel.layer["columnOrder"]
        bucketed = [panel.columns[name]["isBucketed"] for name in order]
        if sorted(order) != sorted(panel.columns) or bucketed != sorted(bucketed, reverse=True):
            yield f"{panel.title}: the columns' order is not whole, or has numbers before buckets"
        queries = [panel.kql] if panel.kql else []
        for column in panel.columns.values():
            queries += _queries(column)
            yield from _column(panel, column, of_view)
        for field in (clause[1] for text in queries for clause in clauses(text)):
            if field not in of_view:
                yield f"{panel.title}: asks for the field {field}, which there is none of"
    yield from _searches_and_controls(objects, fields)


def _queries(column: Object) -> list[str]:
    found = [column["filter"]["query"]] if "filter" in column else []
    return found + [one["input"]["query"] for one in column["params"].get("filters", ())]


def _column(panel: Panel, column: Object, of_view: Mapping[str, str]) -> Iterator[str]:
    operation = column["operationType"]
    for name in column.get("references", ()):
        if name not in panel.columns:
            yield f"{panel.title}: refers to the column {name}, which it lacks"
    if operation == "terms" and column["params"]["orderBy"]["columnId"] not in panel.numbers:
        yield f"{panel.title}: orders by no number"
    if operation in WITHOUT_FIELD:
        return
    if operation not in TAKES:
        yield f"{panel.title}: {operation} is no operation"
    elif of_view.get(column["sourceField"]) not in TAKES[operation]:
        yield f"{panel.title}: {operation} does not take the field {column['sourceField']}"


def _searches_and_controls(objects: list[Object], fields: Types) -> Iterator[str]:
    for one in objects:
        attributes = one["attributes"]
        if one["type"] == "search":
            view = next(ref["id"] for ref in one["references"] if ref["type"] == "index-pattern")
            columns = [*attributes["columns"], *(field for field, _ in attributes["sort"])]
            yield from (
                f"{one['id']} has the column {column}, which there is none of"
                for column in columns
                if column not in fields[view]
            )
        if one["type"] == "dashboard":
            names = {reference["name"]: reference["id"] for reference in one["references"]}
            controls = json.loads(attributes["controlGroupInput"]["panelsJSON"])
            for id_, control in controls.items():
                view = names[f"controlGroup_{id_}:optionsListDataView"]
                field = control["explicitInput"]["fieldName"]
                if fields[view].get(field) not in GROUPED:
                    yield f"{one['id']}: no list can be made of the field {field}"
