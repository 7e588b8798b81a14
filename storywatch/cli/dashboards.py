"""`storywatch dashboards`: puts the dashboards that come along into Kibana."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from storywatch.cli.options import AsJson
from storywatch.cli.printing import complain, print_json, say
from storywatch.cli.reporting import FOUND_WANTING
from storywatch.index.kibana import DASHBOARDS, import_dashboards
from storywatch.index.settings import read_settings

app = typer.Typer(help="Put the dashboards that come along into Kibana.")


@app.callback()
def _dashboards() -> None:
    """Lets the one verb of the group keep its name."""


@app.command("install")
def install_command(
    *,
    file: Annotated[
        Path, typer.Option(help="The saved objects.", show_default="those that come along")
    ] = DASHBOARDS,
    as_json: AsJson = False,
) -> None:
    """Import the dashboards, in place of older ones of ours; exit 1 when Kibana refuses any."""
    imported = import_dashboards(read_settings(), file)
    if as_json:
        print_json(asdict(imported))
    else:
        look = "; look for the tag storywatch" if imported.count else ""
        say(f"{imported.count} objects were taken by Kibana{look}")
    complain(*(f"refused: {one}" for one in imported.refused))
    if imported.refused:
        raise typer.Exit(FOUND_WANTING)
