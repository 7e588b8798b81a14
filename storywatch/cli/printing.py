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
GAP = "  "  # between the columns of a table
NARROWEST = 2  # cells of a column: a Chinese character takes two


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

    What a narrow terminal has no room for goes on below; nothing is cut off, and no word is parted
    where its column can be as wide as it is.
    """
    cells = [[_harmless(cell) for cell in row] for row in rows]
    whole = [[Text(heading) for heading in headings], *cells]
    if not on_terminal():
        _print_columns(whole)
        return
    console = Screen(markup=False, emoji=False, highlight=False)
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, len(GAP), 0, 0))
    for heading, width in zip(headings, fitting(whole, console.width), strict=True):
        table.add_column(heading, overflow="fold", width=width)
    for row in cells:
        table.add_row(*row)
    console.print(table)


def fitting(rows: Sequence[Sequence[Text]], room: int) -> list[int]:
    """Returns each column's width: words stay whole, and cells unfolded, as far as there is room.

    Where even the words have none, the widest columns are made narrower, down to one width.
    """
    columns = [[cell.plain for cell in column] for column in zip(*rows, strict=True)]
    room -= len(GAP) * (len(columns) - 1)
    wanted = [_longest(column) for column in columns]
    words = [max(NARROWEST, _longest(" ".join(column).split())) for column in columns]
    most = max(words)
    while sum(min(width, most) for width in words) > room and most > NARROWEST:
        most -= 1
    widths = [min(width, most) for width in words]
    spare = room - sum(widths)
    by_need = sorted(range(len(columns)), key=lambda column: wanted[column] - widths[column])
    for rank, column in enumerate(by_need):
        more = min(wanted[column] - widths[column], spare // (len(columns) - rank))
        widths[column] += max(0, more)
        spare -= max(0, more)
    return widths


def _longest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts), default=0)


def _print_columns(rows: Sequence[Sequence[Text]]) -> None:
    widths = [_longest(cell.plain for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = [
            cell.plain + " " * (width - cell_len(cell.plain))
            for cell, width in zip(row, widths, strict=True)
        ]
        screen().print(GAP.join(padded).rstrip())


def _harmless(cell: Cell) -> Text:
    return cell if isinstance(cell, Text) else Text(one_line(cell))
