"""Turns what pydantic finds wrong into mistakes: the line, what it is, what to write."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from storywatch.declarations.places import Place
from storywatch.errors import Mistake
from storywatch.outlet import Hints, Outlet, Pace, Source, zones
from storywatch.topic import AlertPolicy, Example, Topic

_TABLES: Mapping[type[BaseModel], Mapping[str, type[BaseModel]]] = {
    Outlet: {"source": Source, "pace": Pace, "hints": Hints},
    Topic: {"alert": AlertPolicy, "must_match": Example, "must_not_match": Example},
}
_EXPECTED = {
    "string_type": "Write text in quotes",
    "tuple_type": 'Write an array, such as ["a", "b"]',
    "int_type": "Write a whole number without quotes",
    "float_type": "Write a number without quotes",
    "instant": "Write an instant with its zone, such as 2026-01-07T08:00:00+01:00",
    "model_type": "Write a table of keys and values",
    "model_attributes_type": "Write a table of keys and values",
}
MOMENT = "date or time"  # the one key of what stands for a TOML date or time that is no instant
_LONGEST_QUOTE = 60  # characters of a wrong value that a message repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A declaration's file with the place of everything in it."""

    path: Path
    lines: Mapping[Place, int]

    def mistake(self, place: Place, what: str, instead: str) -> Mistake:
        """A mistake at that place, or at the nearest written place around it."""
        for end in range(len(place), 0, -1):
            if place[:end] in self.lines:
                return Mistake(
                    path=self.path, line=self.lines[place[:end]], what=what, instead=instead
                )
        return Mistake(path=self.path, line=1, what=what, instead=instead)


def mistakes_of(
    error: ValidationError, model: type[BaseModel], written: Written
) -> Iterator[Mistake]:
    """Yields one mistake for each wrong place; the branches of a union count as one place."""
    found: dict[Place, ErrorDetails] = {}
    for detail in error.errors(include_url=False):
        # What is made from another field follows from the mistake there.
        if detail["type"] != "default_factory_not_called":
            found.setdefault(_place(detail["loc"], model, written), detail)
    around = {place[:end] for place in found for end in range(len(place))}
    for place, detail in found.items():
        if place not in around:  # what is around a mistake is wrong by that alone
            yield written.mistake(place, *_sentence(detail, place, model))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Returns the known word that looks most like `word`, if any does."""
    close = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def dotted(place: Place) -> str:
    """Writes a place as people do: `source[2].kind`, counting from 1."""
    text = ""
    for step in place:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _place(loc: tuple[str | int, ...], model: type[BaseModel], written: Written) -> Place:
    """The error's place without the names of union branches, which are no keys of the file."""
    if len(loc) > 2 and loc[0] in ("must_match", "must_not_match"):
        inner = loc[3:] if loc[2] == "Example" and loc[:2] + loc[3:] in written.lines else ()
        return loc[:2] + inner
    return loc


def _sentence(detail: ErrorDetails, place: Place, model: type[BaseModel]) -> tuple[str, str]:
    match detail["type"]:
        case "extra_forbidden":
            return _unknown_key(place, model)
        case "missing" if place == ("source",):
            return _no_source()
        case "too_short" if place == ("source",):
            return _no_source()
        case "tuple_type" if place == ("source",):
            return _quoted(detail, place), "Write [[source]] above it, in two brackets"
        case "missing":
            return f"{dotted(place)} is missing", f"Add the key {place[-1]!r}"
        case "value_error":
            return _refused(detail, place)
        case _:
            return _quoted(detail, place), _expected(detail)


def _unknown_key(place: Place, model: type[BaseModel]) -> tuple[str, str]:
    tables = [step for step in place[:-1] if isinstance(step, str)]
    table = _TABLES[model].get(tables[0], model) if tables else model
    known = [info.alias or name for name, info in table.model_fields.items()]
    close = nearest(str(place[-1]), known)
    hint = f"Did you mean {close!r}? " if close else ""
    return f"{dotted(place)} is not a known key", f"{hint}Known here are: {', '.join(known)}"


def _no_source() -> tuple[str, str]:
    return (
        "no source is declared",
        "Add a [[source]] table with kind (feed, news_sitemap, sitemap, section) and url",
    )


def _refused(detail: ErrorDetails, place: Place) -> tuple[str, str]:
    instead = detail["msg"].removeprefix("Value error, ")
    given = detail["input"]
    if place[-1] == "timezone" and isinstance(given, str):
        close = _nearest_zone(given)
        instead += f"; did you mean {close!r}?" if close else ""
    return _quoted(detail, place), instead[:1].upper() + instead[1:]


def _nearest_zone(given: str) -> str | None:
    known = {zone.lower(): zone for zone in zones()}
    close = nearest(given, known)
    return known[close] if close else None


def _quoted(detail: ErrorDetails, place: Place) -> str:
    value = detail["input"]
    is_moment = isinstance(value, dict) and value.keys() == {MOMENT}
    given = value[MOMENT] if is_moment else repr(value)
    shown = given if len(given) <= _LONGEST_QUOTE else given[:_LONGEST_QUOTE] + "…"
    return f"{dotted(place)} = {shown} cannot be used"


def _expected(detail: ErrorDetails) -> str:
    kind = "instant" if detail["type"].startswith(("datetime", "timezone")) else detail["type"]
    instead = _EXPECTED.get(kind) or detail["msg"]
    instead = re.sub(r"^Input should be (?=greater|less)", "Write a number ", instead)
    return re.sub(r"^(Input should be|\w+ should have)", "Write", instead)
