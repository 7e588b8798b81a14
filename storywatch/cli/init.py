"""`storywatch init`: makes a folder for one's own outlets and topics, and never overwrites."""

from __future__ import annotations

import shlex
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from storywatch.cli.options import AsJson
from storywatch.cli.printing import print_json, say

STARTER = files("storywatch.cli") / "starter"
FILES = {
    "outlets/example_news.toml.sample": "outlet.toml",  # a crawl must not ask news.example
    "topics/example_topic.toml": "topic.toml",
    "settings.env": "settings.env",
    ".gitignore": "gitignore",
}
INDENT = 3


def init_command(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder; made where it is missing.")
    ] = Path(),
    *,
    as_json: AsJson = False,
) -> None:
    """Make a folder with outlets/, topics/ and settings, each with a commented example."""
    written, kept = _make(folder)
    if as_json:
        print_json({"folder": str(folder), "written": written, "kept": kept})
    else:
        _print(folder, written, kept)


def _make(folder: Path) -> tuple[list[str], list[str]]:
    written: list[str] = []
    kept: list[str] = []
    for name, source in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write((STARTER / source).read_text(encoding="utf-8"))
            written.append(name)
        except FileExistsError:
            kept.append(name)
    return written, kept


def _print(folder: Path, written: list[str], kept: list[str]) -> None:
    for name in written:
        say(f"wrote {folder / name}")
    for name in kept:
        say(f"left as it is: {folder / name}")
    say()
    say("Next:")
    for command in _next_commands(folder):
        say(command, indent=INDENT)


def _next_commands(folder: Path) -> list[str]:
    there = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
    return [
        f"{there}set -a && . ./settings.env && set +a",
        "storywatch outlets add https://www.your-outlet.example",
        "storywatch doctor && storywatch crawl",
    ]
