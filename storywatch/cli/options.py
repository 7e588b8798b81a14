"""The options that several verbs share, and the settings that they give."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
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
        show_default="$STORYWATCH_OUTLETS_DIR, ./outlets of a desk, or those that come along",
    ),
]
TopicsDir = Annotated[
    Path | None,
    typer.Option(
        "--topics",
        help="The folder of topic files.",
        show_default="$STORYWATCH_TOPICS_DIR, ./topics of a desk, or those that come along",
    ),
]
AllowPrivate = Annotated[
    list[str] | None,
    typer.Option(help="Let the crawl reach this private block (CIDR); may be repeated."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


def chosen_settings(
    *, data: Path | None = None, outlets: Path | None = None, topics: Path | None = None
) -> Settings:
    """Returns the environment's settings with the given options in place of theirs.

    Where neither says which, a folder that has outlets/ and topics/ is a desk, and they are used.
    """
    try:
        settings = _at_this_desk(Settings.read())
    except ValueError as error:
        raise WrongUse(str(error)) from error
    return replace(
        settings,
        data_dir=data or settings.data_dir,
        outlets_dir=outlets or settings.outlets_dir,
        topics_dir=topics or settings.topics_dir,
    )


def _at_this_desk(settings: Settings) -> Settings:
    come_along = Settings()
    outlets, topics = Path("outlets"), Path("topics")
    is_told = (settings.outlets_dir, settings.topics_dir) != (
        come_along.outlets_dir,
        come_along.topics_dir,
    )
    if is_told or not (outlets.is_dir() and topics.is_dir()):
        return settings
    return replace(settings, outlets_dir=outlets, topics_dir=topics)


def reaching(settings: Settings, blocks: Sequence[str] | None) -> Settings:
    """Returns the settings with these private blocks open to the crawl besides their own."""
    for block in blocks or ():
        try:
            ipaddress.ip_network(block, strict=False)
        except ValueError as error:
            raise WrongUse(
                f"--allow-private {block!r} is no CIDR block; write one such as 127.0.0.0/8"
            ) from error
    return replace(settings, allow_private=(*settings.allow_private, *(blocks or ())))
