"""The query as Elasticsearch's Query DSL: clauses over words that were analysed before indexing.

Elasticsearch is given the words that `analysis` finds, between blanks, and parts them there; so a
word is the same thing to it as to every other reading. They lie beside the story's own fields, in
`analysed.*`, which index_mappings/component_templates/storywatch-stories.json declares.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from storywatch.query import fields
from storywatch.query.analysed import analyse
from storywatch.query.analysis import stem
from storywatch.query.syntax import (
    And,
    Everything,
    Exact,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Present,
    Query,
    Range,
    Term,
    Tree,
    Wildcard,
    Words,
)
from storywatch.story import Story

Clause = dict[str, Any]
FORMS = ("folded", "exact", "stemmed")


def analysed_fields(story: Story) -> dict[str, dict[str, str]]:
    """Returns what a story's document holds under `analysed`: each field's words in each form."""
    read = analyse(story)
    found = {
        name: {form: read.text(name, form).joined.strip() for form in _forms(name)}
        for name in fields.TEXTS
    }
    return {name: forms for name, forms in found.items() if forms["folded"]}


def compile(query: Query) -> Clause:
    """Returns the clause that holds for exactly the stories that `match` finds."""
    return _clause(query.tree, query.stemming)


def _clause(tree: Tree, stemming: str | None) -> Clause:
    match tree:
        case And(parts):
            must = [_clause(part, stemming) for part in parts if not isinstance(part, Not)]
            never = [_clause(part.part, stemming) for part in parts if isinstance(part, Not)]
            given = {"filter": must, "must_not": never}
            return {"bool": {name: clauses for name, clauses in given.items() if clauses}}
        case Or(parts):
            return _any_of(_clause(part, stemming) for part in parts)
        case Not(part):
            return {"bool": {"must_not": [_clause(part, stemming)]}}
        case Everything():
            return {"match_all": {}}
        case Present(field) if field in fields.MOMENTS:
            return {"exists": {"field": f"{field}_at"}}
        case Present(field):
            return {"exists": {"field": _path(field, "folded")}}
        case Range():
            return _range(tree)
        case leaf:
            return _words(leaf, stemming)


def _words(leaf: Words, stemming: str | None) -> Clause:
    names = (leaf.field,) if leaf.field else fields.SEARCHED
    form = _form(leaf, names, stemming)
    return _any_of(_in_field(leaf, _path(name, form), form) for name in names)


def _form(leaf: Words, names: Iterable[str], stemming: str | None) -> str:
    if isinstance(leaf, Exact):
        return "exact"
    is_stemmed = stemming is not None and not isinstance(leaf, Prefix | Wildcard)
    return "stemmed" if is_stemmed and set(names) <= set(fields.SEARCHED) else "folded"


def _in_field(leaf: Words, path: str, form: str) -> Clause:
    match leaf:
        case Prefix(start):
            return {"prefix": {path: {"value": start}}}
        case Wildcard(pattern):
            return {"wildcard": {path: {"value": pattern}}}
        case Term(word):
            wanted = [word]
        case Phrase(words) | Near(words) | Exact(words):
            wanted = list(words)
    if form == "stemmed":
        wanted = list(map(stem, wanted))
    if isinstance(leaf, Near):
        return _near(list(dict.fromkeys(wanted)), leaf.distance, path)
    if len(wanted) == 1:
        return {"term": {path: {"value": wanted[0]}}}
    return _span(wanted, path, slop=0, in_order=True)


def _near(wanted: list[str], distance: int, path: str) -> Clause:
    if len(wanted) == 1:
        return {"term": {path: {"value": wanted[0]}}}
    return _span(wanted, path, slop=distance, in_order=False)


def _span(wanted: list[str], path: str, *, slop: int, in_order: bool) -> Clause:
    clauses = [{"span_term": {path: {"value": word}}} for word in wanted]
    return {"span_near": {"clauses": clauses, "slop": slop, "in_order": in_order}}


def _range(leaf: Range) -> Clause:
    bounds = {"gte": leaf.start, "lt": leaf.end}
    given = {name: _written(instant) for name, instant in bounds.items() if instant}
    return {"range": {f"{leaf.field}_at": given}}


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _any_of(clauses: Iterable[Clause]) -> Clause:
    found = list(clauses)
    if len(found) == 1:
        return found[0]
    return {"bool": {"should": found, "minimum_should_match": 1}}


def _path(field: str, form: str) -> str:
    return f"analysed.{field}.{form}"


def _forms(field: str) -> tuple[str, ...]:
    return FORMS if field in fields.SEARCHED else FORMS[:1]
