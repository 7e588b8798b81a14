"""Reads the standard stories and their timetable from stories/*.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from newsstand.story import Credit, Story, blocks_of

_OFFSET = re.compile(r"(?P<sign>[-+])(?:(?P<days>\d+)d)?(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?")
_LISTS = ("authors", "tags", "credited_to", "topics")
VERBS = frozenset(
    {"publish", "edit", "repost", "redirect", "amp", "paywalls", "withdraws", "lists_missing"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that an outlet does, `after` the opening (before it, when negative)."""

    outlet: str
    after: timedelta
    verb: str
    words: Mapping[str, Any]


@cache
def read_stock(folder: Path) -> tuple[Happening, ...]:
    """Returns what stories/*.toml lets happen, in order; a file is named after its outlet."""
    found = [each for path in sorted(folder.glob("*.toml")) for each in _happenings(path)]
    return tuple(sorted(found, key=lambda happening: happening.after))


def offset(text: str) -> timedelta:
    """Returns what `-1d6h` or `+20m` means."""
    found = _OFFSET.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no offset; write one such as -1d6h or +20m")
    parts = {name: int(found[name] or 0) for name in ("days", "hours", "minutes")}
    return timedelta(**parts) * (-1 if found["sign"] == "-" else 1)


def story_of(words: Mapping[str, Any]) -> Story:
    """Returns the story that a table of words tells; its `body` has one block a line."""
    fields: dict[str, Any] = {
        key: tuple(value) if key in _LISTS else value for key, value in words.items()
    }
    return Story(blocks=blocks_of(fields.pop("body")), **fields)


def _happenings(path: Path) -> Iterator[Happening]:
    for table in tomllib.loads(path.read_text(encoding="utf-8"))["story"]:
        after, verb = offset(table.pop("at")), table.pop("verb", "publish")
        yield Happening(outlet=path.stem, after=after, verb=verb, words=spoken(verb, table))


def spoken(verb: str, words: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns what a table of plain words gives the stand's method `verb` as arguments."""
    if verb not in VERBS:
        raise ValueError(f"{verb!r} is nothing an outlet does with a story; it may {sorted(VERBS)}")
    given = dict(words)
    if verb in {"publish", "lists_missing"}:
        return {"story": story_of(given)}
    if verb == "repost":
        given["of"] = Credit(outlet=given.pop("of_outlet"), slug=given.pop("of_slug"))
    if isinstance(given.get("paragraphs"), str):
        given["paragraphs"] = given["paragraphs"].splitlines()
    return given
