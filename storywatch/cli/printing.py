"""How the command prints: tables and lines for people, JSON for scripts, harmless to a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from storywatch.cli.harmless import ascii_only, one_line

Cell = str | Text


class Screen(Console):
    """A console that lets the command itself end when nobody reads on."""

    def on_broken_pipe(self) -> None:
        """Raises `BrokenPipeError`, where Rich's own would exit with 1."""
        raise BrokenPipeError


def screen(*, errors: bool = False) -> Console:
    """Returns a console that takes nothing in a text for markup or an emoji code."""
    return Screen(stderr=errors, markup=False, emoji=False, highlight=False, soft_wrap=True)


def on_terminal() -> bool:
    """Whether standard output is a terminal, which gets tables and colours."""
    return screen().is_terminal


def say(line: Cell = "", *, indent: int = 0) -> None:
    """Prints one line; a `str` is made harmless first, a `Text` is trusted."""
    screen().print(Text(" " * indent).append_text(_harmless(line)))


def complain(*lines: str) -> None:
    """Prints lines to standard error, for a person to act on."""
    console = screen(errors=True)
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        console.print(Text(" " * indent).append_text(_harmless(line)))


def print_json(document: Any) -> None:
    """Prints one JSON document on one line of ASCII, which any terminal and any locale can take."""
    sys.stdout.write(ascii_only(json.dumps(document, ensure_ascii=False)) + "\n")


def print_table(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Prints a table on a terminal, and lines in even columns, uncoloured, elsewhere.

    What a narrow terminal has no room for goes on below; nothing is cut off.
    """
    cells = [[_harmless(cell) for cell in row] for row in rows]
    if not on_terminal():
        _print_columns([[Text(heading) for heading in headings], *cells])
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in cells:
        table.add_row(*row)
    Screen(markup=False, emoji=False, highlight=False).print(table)


def _print_columns(rows: Sequence[Sequence[Text]]) -> None:
    widths = [max(cell_len(cell.plain) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = [
            cell.plain + " " * (width - cell_len(cell.plain))
            for cell, width in zip(row, widths, strict=True)
        ]
        screen().print("  ".join(padded).rstrip())


def _harmless(cell: Cell) -> Text:
    return cell if isinstance(cell, Text) else Text(one_line(cell))
