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
from storywatch.query.sparse import Analysed, sparse
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


def analysed_fields(story: Story) -> Analysed:
    """Returns what a story's document holds under `analysed`: each field's words by form."""
    read = analyse(story)
    found = {
        name: {form: read.text(name, form).joined.strip() for form in _forms(name)}
        for name in fields.TEXTS
    }
    return sparse({name: forms for name, forms in found.items() if forms["folded"]})


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
    return _any_of(_in_field(leaf, name, form) for name in names)


def _form(leaf: Words, names: Iterable[str], stemming: str | None) -> str:
    if isinstance(leaf, Exact):
        return "exact"
    is_stemmed = stemming is not None and not isinstance(leaf, Prefix | Wildcard)
    return "stemmed" if is_stemmed and set(names) <= set(fields.SEARCHED) else "folded"


def _in_field(leaf: Words, field: str, form: str) -> Clause:
    match leaf:
        case Prefix(start):
            return {"prefix": {_path(field, "folded"): {"value": start}}}
        case Wildcard(pattern):
            return {"wildcard": {_path(field, "folded"): {"value": pattern}}}
        case Term(word):
            wanted = [word]
        case Phrase(words) | Near(words) | Exact(words):
            wanted = list(words)
    if form == "stemmed":
        wanted = list(map(stem, wanted))
    if isinstance(leaf, Near):
        return _span(list(dict.fromkeys(wanted)), field, form, distance=leaf.distance)
    return _span(wanted, field, form, distance=None)


def _span(wanted: list[str], field: str, form: str, *, distance: int | None) -> Clause:
    """Returns the clause of words side by side, or of words so near in any order."""
    if len(wanted) == 1 and form == "folded":
        return {"term": {_path(field, "folded"): {"value": wanted[0]}}}
    places = [_place(word, field, form) for word in wanted]
    if len(places) == 1:
        return places[0]
    return {"span_near": {"clauses": places, "slop": distance or 0, "in_order": distance is None}}


def _place(word: str, field: str, form: str) -> Clause:
    """Returns the span of each place where the field has that word in that form."""
    folded = {"span_term": {_path(field, "folded"): {"value": word}}}
    if form == "stemmed":
        different = _beside(word, field, "stemmed")
        # A word that is its own stem is left out there wherever it stands.
        return _either(different, folded) if stem(word) == word else different
    if form == "exact":
        otherwise = _beside(word, field, "otherwise")
        as_folded = {"span_not": {"include": folded, "exclude": otherwise}}
        return _either(_beside(word, field, "exact"), as_folded)
    return folded


def _beside(word: str, field: str, form: str) -> Clause:
    """Returns the span of a sparse form's word as if it stood among the folded ones."""
    span = {"span_term": {_path(field, form): {"value": word}}}
    return {"span_field_masking": {"query": span, "field": _path(field, "folded")}}


def _either(one: Clause, other: Clause) -> Clause:
    return {"span_or": {"clauses": [one, other]}}


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
    return ("folded", "exact", "stemmed") if field in fields.SEARCHED else ("folded",)
