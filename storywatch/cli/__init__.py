"""The `storywatch` command: how a verb is found and run, and how errors and signals end it."""

from __future__ import annotations

import errno
import gc
import inspect
import os
import sys
import tomllib
from asyncio import CancelledError
from importlib import import_module
from types import ModuleType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from storywatch.cli.verbs import VERBS
from storywatch.collector import without_collection
from storywatch.errors import StorywatchError
from storywatch.settings import CHECKOUT

BROKEN_PIPE = 141  # what a shell reports of a program that SIGPIPE ended
INTERRUPTED = 130
UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class Verbs(TyperGroup):
    """The verbs, each loaded when it is called, so that `--help` loads none of them."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Returns the verb that the first argument names, loaded, and the arguments left for it."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, load(name) if name else None, rest

    def invoke(self, ctx: Any) -> Any:
        """Runs the verb; an error of ours ends as a message and an exit code."""
        try:
            return super().invoke(ctx)
        except StorywatchError as error:
            raise typer.Exit(_report(error)) from error
        except BrokenPipeError as error:
            _discard_output()
            raise typer.Exit(BROKEN_PIPE) from error
        except OSError as error:
            if error.filename is None and error.errno not in UNWRITABLE:
                raise
            raise typer.Exit(_report_file(error)) from error


def load(name: str) -> Any:
    """Returns a verb's command, with its module imported."""
    verb = VERBS[name]
    if verb.reads:
        from storywatch.workers import fork_server  # noqa: PLC0415 - the other verbs do without

        fork_server()
    target = getattr(_imported(f"storywatch.cli.{verb.module}"), verb.target)
    if isinstance(target, typer.Typer):
        target.info.name = name
        target.info.no_args_is_help = True
        for command in target.registered_commands:
            command.help = _in_paragraphs(command.callback)
        return get_group(target)
    alone = typer.Typer(add_completion=False)
    alone.command(name, help=_in_paragraphs(target))(target)
    return get_command(alone)


def _in_paragraphs(function: Any) -> str:
    """Returns what a function says of itself, each paragraph on a line that a terminal folds."""
    said = inspect.getdoc(function) or ""
    return "\n\n".join(paragraph.replace("\n", " ") for paragraph in said.split("\n\n"))


def _imported(module: str) -> ModuleType:
    """Imports a module; what that loads stays, so nobody looks for garbage in it then or later."""
    with without_collection():
        try:
            return import_module(module)
        finally:
            gc.freeze()


app = typer.Typer(
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def main() -> None:
    """Runs the command: 0 is fine, 1 found wanting, 2 wrong use."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        # In a locale that lacks a character, a question mark is better than a traceback.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        try:
            app(prog_name="storywatch")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        sys.exit(BROKEN_PIPE)
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        _discard_output()
        sys.exit(_report_file(error))
    except (KeyboardInterrupt, CancelledError):  # the second is how Ctrl-C ends a round
        sys.exit(INTERRUPTED)


def _open_closed_streams() -> None:
    """Opens the standard streams that the caller has closed, so that no file takes their place."""
    while (spare := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(spare, True)
    os.close(spare)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False)


def _print_version(wanted: bool) -> None:
    if wanted:
        project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
        typer.echo(f"storywatch {project['version']} ({CHECKOUT})")
        raise typer.Exit


@app.callback()
def _storywatch(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Print the version and where it runs from.",
            callback=_print_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Watches news outlets and keeps the stories that match your topics.

    Exit codes: 0 fine, 1 found wanting, 2 wrong use.
    """


def _not_loaded() -> None:
    """Stands for a verb until it is called."""


for _name, _verb in VERBS.items():
    app.command(_name, help=_verb.summary, rich_help_panel=_verb.panel)(_not_loaded)


def _report(error: StorywatchError) -> int:
    from storywatch.cli.reporting import report  # noqa: PLC0415 - only a failing run pays for it

    return report(error)


def _report_file(error: OSError) -> int:
    from storywatch.cli.reporting import report_file  # noqa: PLC0415 - as above

    return report_file(error)


def _discard_output() -> None:
    """Sends what is still to be written nowhere, so that the interpreter's last flush is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
