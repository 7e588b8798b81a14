"""Reads one declaration's TOML into its model, or says everything that is wrong with it."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from storywatch.declarations.places import places
from storywatch.declarations.sentences import MOMENT, Written, mistakes_of
from storywatch.errors import Mistake

MOST_BYTES = 1_000_000  # a declaration is written by hand; more is some other file
INSTEAD = {  # what tomllib says, and what its author has mostly done
    "Illegal character '\\n'": "Close the quotation mark in this line",
    "Expected newline or end of document": "End the line after its value; a text that has "
    "quotation marks in it goes between ''' and '''",
    "Invalid value": 'Write a text between straight quotation marks, as in key = "value"',
    "Cannot overwrite a value": "Keep one of the lines that begin so",
    "Expected \"'''\"": "Close the ''' that is open",
}

Model = TypeVar("Model", bound=BaseModel)


def is_declaration(name: str) -> bool:
    """Whether a file of that name declares something; what editors hide beside it does not."""
    return name.endswith(".toml") and not name.startswith(".")


def read_declaration(path: Path, model: type[Model]) -> tuple[Model | None, Written, list[Mistake]]:
    """Returns the model, where its parts stand, and its mistakes; no model means some.

    With mistakes the model is what the rest of the file declares, so that it can be checked too.
    """
    unread = Written(path=path, lines={})
    try:
        text = _text(path)
        table = tomllib.loads(text)
    except OSError as error:
        return (
            None,
            unread,
            [
                _whole(
                    path, f"cannot be read ({error.strerror})", "Put a file there that can be read"
                )
            ],
        )
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return None, unread, [_whole(path, "is not UTF-8 text", "Save it as UTF-8", line)]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, unread, [_unparsed(path, error)]
    except _TooLargeError:
        return None, unread, [_whole(path, "is larger than 1 MB", "Keep to what is declared")]
    written = Written(path=path, lines=places(text))
    return _validated(_with_id(table, path, model), model, written)


class _TooLargeError(Exception):
    """The file is no declaration by its size."""


def _text(path: Path) -> str:
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise _TooLargeError
    # An editor's byte order mark is no part of the text, and tomllib refuses it.
    return raw.decode("utf-8-sig").replace("\r\n", "\n")


def _with_id(table: dict[str, object], path: Path, model: type[BaseModel]) -> dict[str, object]:
    """A topic's id defaults to its file's name; an outlet says its own."""
    return {"id": path.stem, **table} if model.__name__ == "Topic" else table


def _validated(
    table: dict[str, object], model: type[Model], written: Written
) -> tuple[Model | None, Written, list[Mistake]]:
    try:
        return _model(table, model), written, []
    except ValidationError as error:
        mistakes = list(mistakes_of(error, model, written))
        return _rest(table, error, model), written, mistakes


def _model(table: dict[str, object], model: type[Model]) -> Model:
    # Strict reading of JSON takes arrays for tuples yet no "1" for 1.
    return model.model_validate_json(json.dumps(table, default=_moment), strict=True)


def _moment(value: object) -> object:
    """An instant as JSON has it; no field is a date or a time of day alone."""
    return value.isoformat() if isinstance(value, datetime) else {MOMENT: str(value)}


def _rest(table: dict[str, object], error: ValidationError, model: type[Model]) -> Model | None:
    """What the file declares without its wrong parts; None if they are needed."""
    rest = dict(table)
    wrong = {(str(place[0]), _index(place)) for place in (each["loc"] for each in error.errors())}
    for key, index in sorted(wrong, reverse=True):  # the last element first: the others stay put
        _drop(rest, key, index)
    try:
        return _model(rest, model)
    except ValidationError:
        return None


def _index(place: tuple[str | int, ...]) -> int:
    """Which element of an array a place lies in; -1 if in none."""
    return place[1] if len(place) > 1 and isinstance(place[1], int) else -1


def _drop(table: dict[str, object], key: str, index: int) -> None:
    """Drops an element of an array, or else the whole key."""
    whole = table.get(key)
    if isinstance(whole, list) and index >= 0:
        table[key] = [*whole[:index], *whole[index + 1 :]]
    else:
        table.pop(key, None)


def _unparsed(path: Path, error: Exception) -> Mistake:
    if isinstance(error, RecursionError):
        return _whole(path, "is nested too deeply", "Write arrays and tables flat")
    message = str(error)
    place = re.search(r"\(at line (\d+), column (\d+)\)", message)
    line = int(place[1]) if place else _last_line(path)
    what = re.sub(r" \(at [^)]*\)$", "", message)
    column = f", column {place[2]}" if place else ""
    instead = next(
        (each for said, each in INSTEAD.items() if said in what),
        'Write key = "value" lines under [tables]',
    )
    return _whole(path, f"is not TOML{column}: {what}", instead, line)


def _last_line(path: Path) -> int:
    return path.read_bytes().rstrip().count(b"\n") + 1


def _whole(path: Path, what: str, instead: str, line: int = 1) -> Mistake:
    return Mistake(path=path, line=line, what=f"the file {what}", instead=instead)
