"""How an error ends the command: one clear message on standard error, and its exit code."""

from __future__ import annotations

from functools import singledispatch

from rich.cells import cell_len

from storywatch.cli.harmless import one_line
from storywatch.cli.printing import complain
from storywatch.errors import Misconfigured, QueryError, StorywatchError, WrongUse

FOUND_WANTING = 1
WRONG_USE = 2


def report(error: StorywatchError) -> int:
    """Prints the error and returns the exit code that it ends with."""
    complain(*lines_of(error))
    wrong_use = isinstance(error, Misconfigured | QueryError | WrongUse)
    return WRONG_USE if wrong_use else FOUND_WANTING


def report_file(error: OSError) -> int:
    """Prints that a file or folder cannot be used, and returns the exit code of that."""
    complain(f"storywatch: {error.filename} cannot be used: {(error.strerror or '').lower()}")
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
    """Returns the query and, under the column where it goes wrong, a caret, both indented."""
    before = one_line(error.query[: error.column - 1] + "|")[:-1]
    return f"  {one_line(error.query)}", " " * (2 + cell_len(before)) + "^"
