"""The options that several verbs share, and the settings that they give."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from storywatch.errors import WrongUse
from storywatch.settings import Settings

DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data", help="The folder of the journal.", show_default="$STORYWATCH_DATA_DIR, or ./data"
    ),
]
OutletsDir = Annotated[
    Path | None,
    typer.Option(
        "--outlets",
        help="The folder of outlet files.",
        show_default="$STORYWATCH_OUTLETS_DIR, or those that come along",
    ),
]
TopicsDir = Annotated[
    Path | None,
    typer.Option(
        "--topics",
        help="The folder of topic files.",
        show_default="$STORYWATCH_TOPICS_DIR, or those that come along",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


def chosen_settings(
    *, data: Path | None = None, outlets: Path | None = None, topics: Path | None = None
) -> Settings:
    """Returns the environment's settings with the given options in place of theirs."""
    try:
        settings = Settings.read()
    except ValueError as error:
        raise WrongUse(f"an environment variable STORYWATCH_… cannot be used: {error}") from error
    return replace(
        settings,
        data_dir=data or settings.data_dir,
        outlets_dir=outlets or settings.outlets_dir,
        topics_dir=topics or settings.topics_dir,
    )
