"""Saved objects as Kibana imports them: identities, versions, references.

An import is refused when an object is newer than the Kibana, and older objects are migrated. So
each says the oldest version that has the shape which is written here.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

CORE = "8.8.0"
SHAPES = {"dashboard": "8.9.0", "index-pattern": "8.0.0", "search": "8.0.0", "tag": "8.0.0"}
TAG = "storywatch"
NAMESPACE = uuid.UUID("c7b4f2de-0a53-5b7c-9f0e-3d1e6c5a9b21")

Object = dict[str, Any]
Reference = dict[str, str]


def identity(*parts: str) -> str:
    """Returns the same id for the same parts, in every run."""
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


def text(value: Any) -> str:
    """Returns JSON as one line, the same for the same value."""
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def reference(kind: str, id_: str, name: str) -> Reference:
    """Returns a reference to another object by the name that its owner knows it by."""
    return {"type": kind, "id": id_, "name": name}


def tagged() -> Reference:
    """Returns the reference by which an object bears our tag."""
    return reference("tag", TAG, f"tag-ref-{TAG}")


def saved(kind: str, id_: str, attributes: Object, references: Iterable[Reference] = ()) -> Object:
    """Returns a saved object."""
    return {
        "attributes": attributes,
        "coreMigrationVersion": CORE,
        "id": id_,
        "managed": False,
        "references": sorted(references, key=lambda one: (one["name"], one["id"])),
        "type": kind,
        "typeMigrationVersion": SHAPES[kind],
    }


def data_view(name: str, title: str, time_field: str, formats: Object | None = None) -> Object:
    """Returns a data view of one index or alias."""
    attributes = {
        "title": name,
        "name": title,
        "timeFieldName": time_field,
        "fields": "[]",
        "fieldAttrs": "{}",
        "fieldFormatMap": text(formats or {}),
        "runtimeFieldMap": "{}",
        "sourceFilters": "[]",
        "typeMeta": "{}",
        "allowHidden": False,
    }
    return saved("index-pattern", name, attributes, [tagged()])


def saved_search(id_: str, title: str, view: str, columns: list[str], latest: str) -> Object:
    """Returns a saved search that shows the latest documents first."""
    source = {
        "query": {"query": "", "language": "kuery"},
        "filter": [],
        "highlightAll": True,
        "version": True,
        "indexRefName": "kibanaSavedObjectMeta.searchSourceJSON.index",
    }
    attributes = {
        "title": title,
        "description": "",
        "columns": columns,
        "sort": [[latest, "desc"]],
        "grid": {},
        "hideChart": True,
        "isTextBasedQuery": False,
        "timeRestore": False,
        "kibanaSavedObjectMeta": {"searchSourceJSON": text(source)},
    }
    to_view = reference("index-pattern", view, "kibanaSavedObjectMeta.searchSourceJSON.index")
    return saved("search", id_, attributes, [to_view, tagged()])


def tag() -> Object:
    """Returns our tag."""
    attributes = {"name": TAG, "description": "What storywatch watches", "color": "#0B64DD"}
    return saved("tag", TAG, attributes)
