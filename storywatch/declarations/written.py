"""Writes an outlet as the TOML file that a person would have written, and hints into one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import tomlkit

from storywatch.errors import Misconfigured, Mistake
from storywatch.outlet import Outlet


def write_outlet(outlet: Outlet, folder: Path) -> Path:
    """Writes `outlet` to its file in `folder`, returns the path; never touches an existing file."""
    path = folder / f"{outlet.id}.toml"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(outlet_text(outlet))
    except FileExistsError:
        raise Misconfigured([_taken(path)]) from None
    return path


def write_hints(outlet: Outlet, folder: Path) -> Path:
    """Writes the outlet's hints into its file, and returns the path; all else stays as it was."""
    path = (folder / f"{outlet.id}.toml").resolve()  # a link stays one
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    hints = document.setdefault("hints", tomlkit.table())
    hints.update(outlet.hints.model_dump(mode="json", exclude_defaults=True))
    beside = path.with_suffix(".toml.new")  # a watcher that reads along sees the old or the new
    beside.write_text(tomlkit.dumps(document), encoding="utf-8")
    beside.replace(path)
    return path


def outlet_text(outlet: Outlet) -> str:
    """Returns the outlet as TOML: plain keys, then its sources, then pace and hints."""
    table = outlet.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    tables = {key: table.pop(key) for key in ("pace", "hints") if key in table}
    sources = table.pop("source")
    lines = list(_lines(table))
    for source in sources:
        lines += ["", "[[source]]", *_lines(source)]
    for name, inner in tables.items():
        lines += ["", f"[{name}]", *_lines(inner)]
    return "\n".join(lines) + "\n"


def _lines(table: dict[str, object]) -> Iterator[str]:
    for key, value in table.items():
        if value is not None:
            yield f"{key} = {_value(value)}"


def _value(value: object) -> str:
    # TOML's basic strings, arrays and numbers are JSON's, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _taken(path: Path) -> Mistake:
    return Mistake(
        path=path,
        line=1,
        what="the outlet is declared already",
        instead="Edit this file, or write over it with --force",
    )
