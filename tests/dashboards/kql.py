"""As much of Kibana's query language as panels use: `field: value`, `field: *`, `not`, `and`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

CLAUSE = re.compile(r"(not )?([a-z_.]+): (\*|[a-z_]+)")


def clauses(text: str) -> list[tuple[bool, str, str]]:
    """The clauses, each whether it is denied, its field and its value; or ValueError."""
    found = []
    for part in text.split(" and "):
        clause = CLAUSE.fullmatch(part)
        if clause is None:
            raise ValueError(f"not understood: {text!r}")
        found.append((bool(clause[1]), clause[2], clause[3]))
    return found


def clause_of(text: str) -> dict[str, Any]:
    """The query as Elasticsearch's Query DSL."""
    wanted, denied = [], []
    for is_denied, field, value in clauses(text):
        found = {"exists": {"field": field}} if value == "*" else {"match": {field: value}}
        (denied if is_denied else wanted).append(found)
    return {"bool": {"filter": wanted, "must_not": denied}}


def meets(text: str, document: Mapping[str, Any]) -> bool:
    """Whether a document meets the query, found out without Elasticsearch."""
    return all(
        _has(values_of(document, field), value) is not is_denied
        for is_denied, field, value in clauses(text)
    )


def values_of(document: Mapping[str, Any], field: str) -> list[Any]:
    """All values of a field, through objects and lists, without nulls."""
    found: list[Any] = [document]
    for name in field.split("."):
        found = [one.get(name) for one in found if isinstance(one, Mapping)]
        found = [value for one in found for value in (one if isinstance(one, list) else [one])]
    return [value for value in found if value is not None]


def _has(values: list[Any], wanted: str) -> bool:
    if wanted == "*":
        return bool(values)
    return wanted in [str(value).lower() if isinstance(value, bool) else value for value in values]
