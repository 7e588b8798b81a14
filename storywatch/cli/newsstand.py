"""`storywatch newsstand`: serves the replica outlets by hand, until Ctrl-C."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from newsstand import HOST, Serving, ports_from, standing, told_to_end, wall_now
from storywatch.cli.options import AsJson
from storywatch.cli.printing import print_json, print_table, say

LAST_PORT = 65_000


def newsstand_command(
    *,
    speed: Annotated[
        float,
        typer.Option(help="How fast its clock runs: 0 stands, 60 is a minute a second.", min=0),
    ] = 1.0,
    declare: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write DIR/outlets and DIR/topics, for a crawl of it."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            help="The first of the ports, one an outlet; the last is to control it by.",
            show_default="free ones",
            min=1,
            max=LAST_PORT,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Serve the replica outlets on loopback until Ctrl-C; nothing leaves this machine."""
    ports = None if port is None else ports_from(port)
    with (
        standing(opened_at=wall_now(), speed=speed, desk=declare, ports=ports) as serving,
        told_to_end() as told,
    ):
        if as_json:
            print_json({**serving.addresses, "control": serving.control_url})
        else:
            _print(serving, declare)
        sys.stdout.flush()
        told.wait()
    if not as_json:
        say("The newsstand is closed.")


def _print(serving: Serving, declared: Path | None) -> None:
    print_table(("outlet", "address"), [*serving.addresses.items()])
    say()
    say(f"It is moved by {serving.control_url}; see docs/guide/newsstand.md.")
    if declared:
        folders = f"--outlets {declared / 'outlets'} --topics {declared / 'topics'}"
        say(f"Declared in {declared}. In another terminal:")
        say(
            f"storywatch crawl {folders} --data {declared / 'data'} --allow-private {HOST}/32",
            indent=3,
        )
    say("Ctrl-C closes it.")
