from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboards.everything import NDJSON, written
from tests.dashboards.checking import Object, faults, types
from tests.dashboards.kql import clauses, meets
from tests.dashboards.lens import panels

ROOT = Path(__file__).resolve().parents[2]
OBJECTS: list[Object] = [json.loads(line) for line in NDJSON.read_text("utf-8").splitlines()]
TYPES = types()


def test_the_file_is_what_the_generator_writes() -> None:
    assert NDJSON.read_text("utf-8") == written(), "run `python -m dashboards`"


def test_the_generator_writes_the_same_bytes_in_every_process() -> None:
    code = "from dashboards.everything import written; print(written(), end='')"
    again = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert again.stdout == written()


def test_everything_holds_that_kibana_needs() -> None:
    assert faults(OBJECTS, TYPES) == []


def test_the_three_dashboards_have_their_panels() -> None:
    titles: dict[str, list[str]] = {}
    for panel in panels(OBJECTS):
        titles.setdefault(panel.board, []).append(panel.title)

    assert {board: len(found) for board, found in titles.items()} == {
        "storywatch-desk": 8,
        "storywatch-outlets": 5,
        "storywatch-latency": 10,
    }


def columns(objects: list[Object], title: str) -> dict[str, Any]:
    """A panel's columns, in objects whose panels were unfolded."""
    for board in (one for one in objects if one["type"] == "dashboard"):
        for panel in board["attributes"]["panelsJSON"]:
            if panel["title"] == title:
                return next(iter(layers(panel).values()))["columns"]  # type: ignore[no-any-return]
    raise KeyError(title)


def layers(panel: Object) -> dict[str, Any]:
    state = panel["embeddableConfig"]["attributes"]["state"]
    return state["datasourceStates"]["formBased"]["layers"]  # type: ignore[no-any-return]


def desk(objects: list[Object]) -> Object:
    return next(one for one in objects if one["id"] == "storywatch-desk")


def shown(objects: list[Object], number: int) -> Object:
    return desk(objects)["attributes"]["panelsJSON"][number]  # type: ignore[no-any-return]


MUTATIONS: dict[str, Callable[[list[Object]], object]] = {
    "a field that there is none of": lambda o: columns(o, "Top topics")["t"].update(
        sourceField="topics"
    ),
    "groups of a text": lambda o: columns(o, "Top topics")["t"].update(sourceField="title"),
    "a percentile of words": lambda o: columns(o, "By outlet")["seen_to_fetched"].update(
        sourceField="outlet"
    ),
    "no operation": lambda o: columns(o, "Events")["n"].update(operationType="uniq"),
    "an order by a column that is missing": lambda o: columns(o, "Top outlets")["o"]["params"][
        "orderBy"
    ].update(columnId="z"),
    "a query for a field that there is none of": lambda o: columns(o, "Copies")["nX0"][
        "filter"
    ].update(query="is_repost: true"),
    "a query that is none": lambda o: columns(o, "Copies")["nX0"]["filter"].update(
        query="is_copy ("
    ),
    "panels that overlap": lambda o: shown(o, 1)["gridData"].update(x=0),
    "a number that is not there": lambda o: shown(o, 0)["embeddableConfig"]["attributes"]["state"][
        "visualization"
    ].update(metricAccessor="q"),
    "a reference that is dropped": lambda o: desk(o)["references"].pop(0),
    "a column of the search that there is none of": lambda o: next(
        one for one in o if one["type"] == "search"
    )["attributes"]["columns"].append("headline"),
    "a search by another name": lambda o: shown(o, -1).update(panelRefName="panel_x"),
    "a data view that is missing": lambda o: o.pop(1),
    "a list of a text": lambda o: next(
        iter(desk(o)["attributes"]["controlGroupInput"]["panelsJSON"].values())
    )["explicitInput"].update(fieldName="body"),
    "a version that is too new": lambda o: desk(o).update(typeMigrationVersion="10.2.0"),
    "an object twice": lambda o: o.append(o[0]),
    "numbers before buckets": lambda o: next(iter(layers(shown(o, 4)).values()))[
        "columnOrder"
    ].reverse(),
    "a formula without its parts": lambda o: columns(o, "Copies").pop("nX1"),
}


def unfolded() -> list[Object]:
    objects = copy.deepcopy(OBJECTS)
    for board in (one for one in objects if one["type"] == "dashboard"):
        attributes = board["attributes"]
        attributes["panelsJSON"] = json.loads(attributes["panelsJSON"])
        controls = attributes["controlGroupInput"]
        controls["panelsJSON"] = json.loads(controls["panelsJSON"])
    return objects


def folded(objects: list[Object]) -> list[Object]:
    for board in (one for one in objects if one["type"] == "dashboard"):
        attributes = board["attributes"]
        attributes["panelsJSON"] = json.dumps(attributes["panelsJSON"])
        controls = attributes["controlGroupInput"]
        controls["panelsJSON"] = json.dumps(controls["panelsJSON"])
    return objects


def test_objects_that_are_unfolded_and_folded_again_are_sound() -> None:
    assert faults(folded(unfolded()), TYPES) == []


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mistake_is_caught(name: str) -> None:
    objects = unfolded()

    MUTATIONS[name](objects)

    assert faults(folded(objects), TYPES)


def test_kibana_s_language_is_understood_as_far_as_it_is_used() -> None:
    story = {"is_copy": True, "matches": [{"topic": "tea"}], "authors": [], "fate": None}

    assert meets("is_copy: true", story)
    assert not meets("not is_copy: true", story)
    assert meets("matches.topic: * and not authors: *", story)
    assert not meets("fate: *", story)
    with pytest.raises(ValueError, match="not understood"):
        clauses("is_copy: (true)")
