"""How an error ends the command: one clear message on standard error, and its exit code."""

from __future__ import annotations

from functools import singledispatch

from rich.cells import cell_len

from storywatch.cli.harmless import one_line
from storywatch.cli.printing import complain
from storywatch.errors import Misconfigured, QueryError, StorywatchError, WrongUse

FOUND_WANTING = 1
WRONG_USE = 2
AROUND = 60  # characters of a long query that are shown on each side of its fault


def report(error: StorywatchError) -> int:
    """Prints the error and returns the exit code that it ends with."""
    complain(*lines_of(error))
    wrong_use = isinstance(error, Misconfigured | QueryError | WrongUse)
    return WRONG_USE if wrong_use else FOUND_WANTING


def report_file(error: OSError) -> int:
    """Prints that a file, a folder or the output cannot be used, and returns its exit code."""
    where = f"{error.filename} cannot be used" if error.filename else "the output cannot be written"
    complain(f"storywatch: {where}: {(error.strerror or '').lower()}")
    return FOUND_WANTING


@singledispatch
def lines_of(error: StorywatchError) -> list[str]:
    """Returns what to tell a person about the error."""
    return [f"storywatch: {error}"]


@lines_of.register
def _(error: Misconfigured) -> list[str]:
    count = len(error.mistakes)
    noun = "mistake" if count == 1 else "mistakes"
    return [f"storywatch: {count} {noun} to put right", *map(str, error.mistakes)]


@lines_of.register
def _(error: QueryError) -> list[str]:
    return [f"storywatch: the query cannot be read, {error}", *pointed_at(error)]


def pointed_at(error: QueryError) -> tuple[str, str]:
    """Returns the query and, under the column where it goes wrong, a caret, both indented.

    Of a long query there is what stands around that column.
    """
    at = error.column - 1
    start = at - AROUND if at > AROUND + 1 else 0
    end = at + AROUND if len(error.query) > at + AROUND + 1 else len(error.query)
    before = "…" * bool(start) + one_line(error.query[start:at] + "|")[:-1]
    after = one_line("|" + error.query[at:end])[1:] + "…" * (end < len(error.query))
    return f"  {before}{after}", " " * (2 + cell_len(before)) + "^"
