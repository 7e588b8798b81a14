"""`storywatch extract`: pages from files, one or a batch of them, printed as their stories."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from rich.text import Text

from storywatch.cli.extracting import (
    Document,
    SavedPage,
    batch_document,
    read_saved_page,
    rejected,
    unreadable,
)
from storywatch.cli.harmless import one_line
from storywatch.cli.options import AsJson, OutletsDir, chosen_settings
from storywatch.cli.printing import print_json, say
from storywatch.cli.reporting import FOUND_WANTING
from storywatch.declarations import read_outlets
from storywatch.declarations.finding import adhoc, outlet_of
from storywatch.errors import UnknownOutlet, WrongUse
from storywatch.outlet import Outlet
from storywatch.story import Reason
from storywatch.workers import TooCostly, Workers

LONGEST_LINE = 1_000_000  # characters of one line of a batch; real ones have 300
NO_ADDRESS = "https://unknown.invalid/story"  # for a page of which only the file is known
AHEAD = 4  # pages in flight for each process, so that none waits while lines are printed

Line = tuple[Any, SavedPage | Document]  # the line's id, and its page or what is wrong with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """The declared outlets, and the one that all pages are of if the command names it."""

    declared: Mapping[str, Outlet]
    named: Outlet | None = None

    @classmethod
    def read(cls, folder: Path | None, name: str | None) -> Outlets:
        """Returns the outlets of a folder, or of the usual one if there are any."""
        chosen = chosen_settings(outlets=folder).outlets_dir
        is_empty = folder is None and name is None and not any(chosen.glob("*.toml"))
        declared = {} if is_empty else read_outlets(chosen)
        found = cls(declared=declared)
        return cls(declared=declared, named=found.by_id(name)) if name else found

    def by_id(self, name: str) -> Outlet:
        """Returns the outlet of that id."""
        if name not in self.declared:
            raise UnknownOutlet(name, self.declared)
        return self.declared[name]

    def of(self, url: str) -> Outlet:
        """Returns the outlet at an address, an ad-hoc one if none fits.

        An outlet that was only guessed does not vouch for the language of the page.
        """
        found = self.named or outlet_of(url, self.declared.values())
        if found is None:
            return adhoc(url)
        return found if self.named else found.model_copy(update={"languages": ()})


def extract_command(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="The page, as HTML or gzipped HTML.", show_default=False
        ),
    ] = None,
    *,
    url: Annotated[str | None, typer.Option(help="Where the page was fetched.")] = None,
    fetched_at: Annotated[
        str | None, typer.Option(help="When it was fetched, in ISO 8601.", show_default="now")
    ] = None,
    outlet: Annotated[
        str | None, typer.Option(help="The outlet's id.", show_default="found by the address")
    ] = None,
    outlets: OutletsDir = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            help='Read lines {"id", "path", "url", "fetched_at"?, "outlet"?}; - is standard input.'
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read a saved page, or a batch of them, and print the story with the evidence for each field.

    A page that has no story is `rejected` with a reason and ends the command with 1; in a batch
    only lines that cannot be read do.
    """
    if (file is None) == (batch is None):
        raise WrongUse("name one FILE with its --url, or --batch IN.jsonl")
    known = Outlets.read(outlets, outlet)
    now = datetime.now(UTC)
    if batch is not None:
        raise typer.Exit(_print_batch(batch, known, now))
    if file is None or not url:
        raise WrongUse(f"{file}: name the page's address by --url https://…")
    saved = SavedPage(
        path=file, url=url, outlet=known.of(url), fetched_at=_instant(fetched_at, now)
    )
    raise typer.Exit(_print_one(saved, as_json=as_json))


def _print_one(saved: SavedPage, *, as_json: bool) -> int:
    document = asyncio.run(_read_one(saved))
    if as_json:
        print_json(document)
    else:
        _print_page(document)
    return FOUND_WANTING if "rejected" in document else 0


async def _read_one(saved: SavedPage) -> Document:
    workers = Workers(1)
    try:
        return await _read(workers, saved)
    finally:
        workers.close()


def _print_batch(source: Path, known: Outlets, now: datetime) -> int:
    """Prints a line for each line of the batch, in its order; 1 if some could not be read."""

    async def run(file: IO[bytes]) -> int:
        unread = 0
        async for document in _read_all(_lines(file, known, now)):
            print_json(document)
            unread += document.get("rejected") == "unreadable"
        return FOUND_WANTING if unread else 0

    try:
        opened = nullcontext(sys.stdin.buffer) if str(source) == "-" else source.open("rb")
    except OSError as error:
        raise WrongUse(f"--batch {source} cannot be read: {error.strerror}") from error
    with opened as file:
        return asyncio.run(run(file))


async def _read_all(lines: Iterator[Line]) -> AsyncIterator[Document]:
    """Yields the batch's documents in order, with a window of pages in flight."""
    workers = Workers(chosen_settings().workers)
    waiting: deque[asyncio.Task[Document]] = deque()
    try:
        for name, page in lines:
            waiting.append(asyncio.create_task(_named(workers, name, page)))
            if len(waiting) > AHEAD * workers.count:
                yield await waiting.popleft()
        while waiting:
            yield await waiting.popleft()
    finally:
        workers.close()


async def _named(workers: Workers, name: Any, page: SavedPage | Document) -> Document:
    document = await _read(workers, page) if isinstance(page, SavedPage) else page
    return batch_document(name, document)


async def _read(workers: Workers, page: SavedPage) -> Document:
    try:
        return await workers.run(read_saved_page, page)
    except TooCostly as error:
        return rejected(Reason.TOO_COSTLY.value, f"reading the page {error}")


def _lines(file: IO[bytes], known: Outlets, now: datetime) -> Iterator[Line]:
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            yield None, unreadable(f"line {number} is longer than {LONGEST_LINE:,} characters")
            return
        if raw.strip():
            yield _line(raw, number, known, now)


def _line(raw: bytes, number: int, known: Outlets, now: datetime) -> Line:
    name = None
    try:
        given = json.loads(raw)
        name = given.get("id")
        url = given.get("url") or NO_ADDRESS
        outlet = known.by_id(given["outlet"]) if given.get("outlet") else known.of(url)
        return name, SavedPage(
            path=Path(given["path"]),
            url=url,
            outlet=outlet,
            fetched_at=_instant(given.get("fetched_at"), now),
        )
    except KeyError as error:
        return name, unreadable(f"line {number} has no {error}")
    except (WrongUse, UnknownOutlet) as error:
        return name, unreadable(f"line {number}: {error}")
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        return name, unreadable(f"line {number} is not what a batch has: {error}")


def _instant(text: str | None, now: datetime) -> datetime:
    if not text:
        return now
    try:
        instant = datetime.fromisoformat(text)
    except (ValueError, TypeError) as error:
        raise WrongUse(f"{text!r} is no time; write 2025-12-02T07:02:00Z") from error
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _print_page(document: Document) -> None:
    if "rejected" in document:
        say(f"no story ({document['rejected']}): {document['detail']}")
        return
    say(Text(one_line(document["title"]), style="bold"))
    evidence = document["evidence"]
    facts = ("url", "published", "modified_at", "authors", "section", "language", "image")
    for name in facts:
        if value := document[name]:
            shown = ", ".join(value) if isinstance(value, list) else value
            origin = evidence.get(name) or evidence.get(f"{name}_at")
            say(f"{name}: {shown} ({origin})" if origin else f"{name}: {shown}")
    for paragraph in filter(None, (document["standfirst"], *document["body"].splitlines())):
        say()
        say(paragraph)
