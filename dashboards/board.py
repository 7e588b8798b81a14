"""A dashboard that is filled panel by panel, from left to right and from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dashboards.lens import Columns, Visualisation
from dashboards.saved import Object, Reference, identity, reference, saved, tagged, text

PANEL_VERSION = "8.14.0"
WIDTH = 48
KINDS = {"metricAccessor": "lnsMetric", "columns": "lnsDatatable", "layers": "lnsXY"}


@dataclass(frozen=True)
class Shown:
    """What a panel shows: columns of the documents that `kql` finds, of a view or the board's."""

    columns: Columns
    visualisation: Visualisation
    kql: str = ""
    view: str = ""


@dataclass(kw_only=True)
class Board:
    """A dashboard under construction; `saved` gives the object."""

    id: str
    title: str
    description: str
    view: str
    window: str = "now-24h"
    _panels: list[Object] = field(default_factory=list)
    _references: list[Reference] = field(default_factory=list)
    _controls: dict[str, Object] = field(default_factory=dict)
    _at: tuple[int, int] = (0, 0)
    _row: int = 0

    def panel(self, title: str, size: tuple[int, int], shown: Shown) -> None:
        """Adds a Lens panel of that width and height."""
        id_, layer = identity(self.id, title), identity(self.id, title, "layer")
        name = f"indexpattern-datasource-layer-{layer}"
        to_view = reference("index-pattern", shown.view or self.view, name)
        columns = shown.columns
        visualisation = shown.visualisation(layer)
        kind = next(kind for key, kind in KINDS.items() if key in visualisation)
        columned = {"columns": columns, "columnOrder": _order(columns)}
        layers = {layer: {**columned, "incompleteColumns": {}, "sampling": 1}}
        state = {
            "visualization": visualisation,
            "query": {"query": shown.kql, "language": "kuery"},
            "filters": [],
            "datasourceStates": {
                "formBased": {"layers": layers},
                "textBased": {"layers": {}},
            },
            "internalReferences": [],
            "adHocDataViews": {},
        }
        attributes = {
            "title": title,
            "visualizationType": kind,
            "type": "lens",
            "references": [to_view],
            "state": state,
        }
        config = {"attributes": attributes, "enhancements": {}, "hidePanelTitles": False}
        self._add(id_, "lens", title, size, {"embeddableConfig": config})
        self._references.append({**to_view, "name": f"{id_}:{name}"})

    def search(self, title: str, size: tuple[int, int], search: str) -> None:
        """Adds a saved search."""
        id_ = identity(self.id, title)
        name = f"panel_{id_}"
        more = {"embeddableConfig": {"enhancements": {}}, "panelRefName": name}
        self._add(id_, "search", title, size, more)
        self._references.append(reference("search", search, f"{id_}:{name}"))

    def control(self, column: str, title: str) -> None:
        """Adds a list to choose values of a field from."""
        id_ = identity(self.id, "control", column)
        self._controls[id_] = {
            "order": len(self._controls),
            "width": "medium",
            "grow": True,
            "type": "optionsListControl",
            "explicitInput": {
                "id": id_,
                "fieldName": column,
                "title": title,
                "enhancements": {},
                "selectedOptions": [],
            },
        }
        name = f"controlGroup_{id_}:optionsListDataView"
        self._references.append(reference("index-pattern", self.view, name))

    def saved(self) -> Object:
        """Returns the saved object."""
        ignoring = dict.fromkeys(
            ("ignoreFilters", "ignoreQuery", "ignoreTimerange", "ignoreValidations"), False
        )
        options = {"useMargins": True, "syncColors": True, "syncCursor": True}
        nothing = {"query": {"query": "", "language": "kuery"}, "filter": []}
        attributes = {
            "title": self.title,
            "description": self.description,
            "version": 1,
            "timeRestore": True,
            "timeFrom": self.window,
            "timeTo": "now",
            "refreshInterval": {"pause": False, "value": 60_000},
            "kibanaSavedObjectMeta": {"searchSourceJSON": text(nothing)},
            "optionsJSON": text({**options, "syncTooltips": False, "hidePanelTitles": False}),
            "panelsJSON": text(self._panels),
            "controlGroupInput": {
                "chainingSystem": "HIERARCHICAL",
                "controlStyle": "oneLine",
                "ignoreParentSettingsJSON": text(ignoring),
                "panelsJSON": text(self._controls),
            },
        }
        return saved("dashboard", self.id, attributes, [*self._references, tagged()])

    def _add(
        self, id_: str, kind: str, title: str, size: tuple[int, int], more: dict[str, Any]
    ) -> None:
        (x, y), (width, height) = self._at, size
        if x + width > WIDTH:
            x, y, self._row = 0, y + self._row, 0
        self._at, self._row = (x + width, y), max(self._row, height)
        grid = {"x": x, "y": y, "w": width, "h": height, "i": id_}
        panel = {"version": PANEL_VERSION, "type": kind, "title": title, "panelIndex": id_}
        self._panels.append({**panel, "gridData": grid, **more})


def _order(columns: Columns) -> list[str]:
    """Buckets before numbers: that is how Lens nests them."""
    return sorted(columns, key=lambda name: not columns[name]["isBucketed"])
