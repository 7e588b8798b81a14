"""`storywatch export`: writes recorded stories for other programs, one at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Annotated, Literal

import typer

from storywatch.cli.instants import since as instant_of
from storywatch.cli.options import DataDir
from storywatch.cli.printing import complain
from storywatch.cli.recorded import recorded
from storywatch.errors import WrongUse
from storywatch.export import WRITERS, Entry, Masthead
from storywatch.journal import Journal

Form = Literal["jsonl", "csv", "rss", "atom", "jsonfeed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Which stories are to be written."""

    topic: str | None
    outlet: str | None
    since: datetime | None

    @property
    def words(self) -> str:
        """The selection in words that are the same for the same selection."""
        pairs = {"topic": self.topic, "outlet": self.outlet}
        return " ".join(f"{name}={value}" for name, value in pairs.items() if value) or "all"

    @property
    def title(self) -> str:
        """What a feed of them is called, so that a reader of several can tell them apart."""
        return ": ".join(["storywatch", *filter(None, (self.topic, self.outlet))])


def export_command(
    *,
    data: DataDir = None,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            metavar="FORM",
            help="The form of what is written: jsonl, csv, rss, atom or jsonfeed.",
            show_default="jsonl",
        ),
    ] = None,
    topic: Annotated[str | None, typer.Option(help="Only stories that this topic matched.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only stories of this outlet.")] = None,
    since: Annotated[
        str | None, typer.Option(help="Only stories first seen since: 90m, 24h, 7d, 2025-12-01.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write this file.", show_default="standard output")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format jsonl.")] = False,
) -> None:
    """Write recorded stories with their evidence, copies and matches."""
    if as_json and form not in {None, "jsonl"}:
        raise WrongUse(f"--json and --format {form} do not fit together; write one of them")
    now = datetime.now(UTC)
    wanted = _Wanted(
        topic=topic, outlet=outlet, since=instant_of(since, now=now) if since else None
    )
    masthead = Masthead(title=wanted.title, made_at=now, selection=wanted.words)
    with recorded(data) as journal, _opened(out) as file:
        entries = _Entries(journal, wanted)
        for chunk in WRITERS[form or "jsonl"](entries, masthead):
            file.write(chunk.encode("utf-8", "replace"))
    if not entries.count:
        complain("note: no recorded story was chosen; see `storywatch ledger` for what there is")


class _Entries:
    """The wanted stories with their matches, read one at a time and counted."""

    def __init__(self, journal: Journal, wanted: _Wanted) -> None:
        self._journal = journal
        self._wanted = wanted
        self.count = 0

    def __iter__(self) -> Iterator[Entry]:
        wanted = self._wanted
        chosen = self._journal.stories(since=wanted.since, outlet=wanted.outlet, topic=wanted.topic)
        for story in chosen:
            self.count += 1
            yield Entry(story=story, matches=self._journal.matches(story.id))


@contextmanager
def _opened(out: Path | None) -> Iterator[IO[bytes]]:
    """Opens what is written to; a file is written once it is whole, and a link stays one."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if out.exists() and not out.is_file():  # a device or a pipe, which is written to and stays
        with out.open("wb") as file:
            yield file
        return
    out = out.resolve()
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
