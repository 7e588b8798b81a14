"""Finds the line on which each key of a TOML text stands, for messages; it does not read values."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field

Place = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'"
    r"|#[^\n]*+"
    r"|\n"
    r"|[^\S\n]++"
    r"|\[\[|\]\]|[\[\]{}=,.]"
    r"|[^\s\[\]{}=,.#\"']++"
    r"|.",
    re.DOTALL,
)


@dataclass(slots=True)
class _Scan:
    """Where the scanner is: the table it is in, the open brackets, and what it has found."""

    found: dict[Place, int] = field(default_factory=dict)
    counts: dict[Place, int] = field(default_factory=dict)
    table: Place = ()
    key: list[str] = field(default_factory=list)
    header: str = ""
    nest: list[list[str | int | None]] = field(default_factory=list)
    value: Place = ()
    in_value: bool = False


def places(text: str) -> dict[Place, int]:
    """Returns the line (from 1) of every key, table and array element of a valid TOML text."""
    scan, line = _Scan(), 1
    for token in _TOKEN.findall(text):
        if not (token.isspace() and token != "\n") and not token.startswith("#"):
            _value(scan, token, line) if scan.in_value else _statement(scan, token, line)
        line += token.count("\n")
    return scan.found


def _statement(scan: _Scan, token: str, line: int) -> None:
    if token in ("[", "[[") and not scan.key and not scan.header:
        scan.header = token
    elif token in ("]", "]]") and scan.header:
        _open_table(scan, line)
    elif token == "=":
        scan.value = scan.table + tuple(scan.key)
        _note(scan, scan.value, line)
        scan.in_value, scan.key = True, []
    elif token not in ("\n", "."):
        scan.key.append(_unquoted(token))


def _open_table(scan: _Scan, line: int) -> None:
    path = _resolved(scan, tuple(scan.key))
    if scan.header == "[[":
        count = scan.counts.get(path, 0)
        scan.counts[path] = count + 1
        _note(scan, path, line)
        path = (*path, count)
    _note(scan, path, line)
    scan.table, scan.key, scan.header = path, [], ""


def _resolved(scan: _Scan, names: tuple[str, ...]) -> Place:
    """The place that a header's names mean: inside an array of tables, its newest table."""
    path: Place = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in scan.counts:
            path = (*path, scan.counts[path] - 1)
    return (*path, names[-1]) if names else path


def _value(scan: _Scan, token: str, line: int) -> None:
    if token == "\n" and not scan.nest:
        scan.in_value = False
    elif token in ("[", "[[", "{"):
        for bracket in token:
            _element(scan, line)
            scan.nest.append([0 if bracket == "[" else None, "fresh"])
    elif token in ("]", "]]", "}"):
        del scan.nest[max(0, len(scan.nest) - len(token)) :]
    elif token == "," and scan.nest:
        index = scan.nest[-1][0]
        scan.nest[-1] = [index + 1 if isinstance(index, int) else None, "fresh"]
    elif token not in ("\n", "=", "."):
        _element(scan, line, token)


def _element(scan: _Scan, line: int, token: str = "") -> None:
    """Notes an array's element, or an inline table's key, the first time a token of it comes."""
    if not scan.nest or scan.nest[-1][1] != "fresh":
        return
    step = scan.nest[-1][0]
    scan.nest[-1] = [_unquoted(token) if step is None else step, "noted"]
    _note(scan, scan.value + tuple(part[0] for part in scan.nest if part[0] is not None), line)


def _note(scan: _Scan, path: Place, line: int) -> None:
    for end in range(1, len(path) + 1):
        scan.found.setdefault(path[:end], line)


def _unquoted(token: str) -> str:
    return str(tomllib.loads(f"key = {token}")["key"]) if token[0] in "\"'" else token
