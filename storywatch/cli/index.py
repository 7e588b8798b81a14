"""`storywatch index`: sets Elasticsearch up, tells it what is recorded, and compares the two."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from elasticsearch import AsyncElasticsearch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from storywatch.cli.declared import declared
from storywatch.cli.instants import since as instant_of
from storywatch.cli.options import AsJson, DataDir, OutletsDir, TopicsDir
from storywatch.cli.printing import complain, print_json, print_table, say, screen
from storywatch.cli.recorded import recorded, story_meant
from storywatch.cli.reporting import FOUND_WANTING
from storywatch.index.client import connected
from storywatch.index.documents import document_of
from storywatch.index.mapping import PERCOLATOR, Installed, Templates, install
from storywatch.index.rebuild import Rebuild, drop_others
from storywatch.index.relay import Relay
from storywatch.index.settings import read_settings
from storywatch.index.topics import ToldTopics, install_topics
from storywatch.index.upkeep import Status, prune, status
from storywatch.index.verify import Verification, Verified
from storywatch.journal import Journal
from storywatch.query import TopicSet

PERCOLATES = {True: "finds them by a story", False: "has no percolator to find them by a story"}
SHOWN = 20  # stories that are named of each fault
MOST_PASSES = 20  # of one `ship`; between them it rests for as long as the server needs

app = typer.Typer(help="Set up, fill, check and rebuild the Elasticsearch index.")
T = TypeVar("T")
Progressing = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An open journal and a connection to the index."""

    journal: Journal
    client: AsyncElasticsearch
    place: str


@app.command("install")
def install_command(
    *, topics: TopicsDir = None, outlets: OutletsDir = None, as_json: AsJson = False
) -> None:
    """Put the templates, make the indices and tell the topics; safe to run again.

    Of stories nothing is deleted. Exit 1 when Elasticsearch refuses a topic.
    """
    settings = read_settings()
    known, found = declared(topics, outlets)
    in_force = TopicSet(found.values(), known)

    async def work() -> tuple[Installed, ToldTopics]:
        async with connected(settings) as client:
            done = await install(client, Templates.read())
            anew = PERCOLATOR in done.put
            return done, await install_topics(client, in_force, known, anew=anew)

    done, told = asyncio.run(work())
    if as_json:
        print_json({**asdict(done), "topics": asdict(told)})
    else:
        _print_installed(done, told)
    complain(*(f"topic {name} refused: {why}" for name, why in told.refused.items()))
    if told.refused:
        raise typer.Exit(FOUND_WANTING)


@app.command("ship")
def ship_command(
    *,
    data: DataDir = None,
    dead_letters: Annotated[
        bool, typer.Option("--dead-letters", help="Try refused stories again, too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Tell the index all that waits; exit 1 when something stays. `watch` does it by itself."""

    async def work(opened: Opened) -> tuple[int, int, str]:
        if dead_letters:
            opened.journal.index_outbox.tell_again()
        return await _ship(opened)

    shipped, refused, trouble = _opened(data, work)
    if as_json:
        print_json({"shipped": shipped, "refused": refused, "trouble": trouble or None})
    else:
        say(f"{shipped} stories told, {refused} refused")
    if trouble:
        complain(f"storywatch: {trouble}")
    if trouble or refused:
        raise typer.Exit(FOUND_WANTING)


@app.command("status")
def status_command(*, data: DataDir = None, as_json: AsJson = False) -> None:
    """Say how far the index is behind, and what it refused; exit 1 when it refused a story."""

    async def work(opened: Opened) -> Status:
        return await status(opened.journal, opened.client, now=datetime.now(UTC))

    found = _opened(data, work)
    with recorded(data) as journal:
        dead = journal.index_outbox.dead_letters()
    if as_json:
        print_json(_plain({**asdict(found), "dead_letters": [asdict(one) for one in dead]}))
    else:
        _print_status(found)
        for one in dead[:SHOWN]:
            say(f"refused: {one.story} revision {one.revision}: {one.reason}")
    if dead or not found.has_our_mapping:
        raise typer.Exit(FOUND_WANTING)


@app.command("rebuild")
def rebuild_command(
    *,
    data: DataDir = None,
    drop_old: Annotated[
        bool, typer.Option("--drop-old", help="Then delete the indices that nobody searches.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make the index again from the journal, while the other is searched; goes on where it was."""

    async def work(opened: Opened) -> dict[str, Any]:
        with _progress("rebuilding", opened.journal.count()) as advance:
            built = await Rebuild(
                journal=opened.journal, client=opened.client, clock=_clock, on_progress=advance
            ).run()
        dropped = await drop_others(opened.client) if drop_old else ()
        return {**asdict(built), "dropped": dropped}

    done = _opened(data, work)
    if as_json:
        print_json(done)
        return
    say(f"{done['story_count']} stories in {done['index']}, which is searched now")
    left = [name for name in done["others"] if name not in done["dropped"]]
    if left:
        say(f"not searched any more: {', '.join(left)}; --drop-old deletes them")


@app.command("verify")
def verify_command(
    *,
    data: DataDir = None,
    fix: Annotated[bool, typer.Option("--fix", help="Put right what differs.")] = False,
    as_json: AsJson = False,
) -> None:
    """Compare every story of the journal with the index; exit 1 when they differ."""

    async def work(opened: Opened) -> tuple[Verified, str]:
        with _progress("comparing", opened.journal.count()) as advance:
            verification = Verification(
                journal=opened.journal, client=opened.client, clock=_clock, on_progress=advance
            )
            found = await verification.run()
        if not fix or found.is_clean:
            return found, ""
        await verification.fix(found)
        _, refused, trouble = await _ship(opened)
        return found, trouble or (f"{refused} stories were refused" if refused else "")

    found, trouble = _opened(data, work)
    is_fixed = fix and not trouble
    if as_json:
        print_json({**asdict(found), "is_clean": found.is_clean, "fixed": is_fixed})
    else:
        _print_verified(found, fixed=is_fixed)
    if trouble:
        complain(f"storywatch: not all could be put right: {trouble}")
    if not found.is_clean and not is_fixed:
        raise typer.Exit(FOUND_WANTING)


@app.command("document")
def document_command(
    story: Annotated[
        str,
        typer.Argument(metavar="STORY", help="Its id, the beginning of its id, or its address."),
    ],
    *,
    data: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Print what the index is told of a story, with its words; Elasticsearch is not asked."""
    with recorded(data) as journal:
        (shipment,) = journal.index_outbox.current([story_meant(journal, story).id])
    document = document_of(shipment, now=_clock())
    if as_json:
        print_json(document)
    else:
        say(json.dumps(document, indent=1, ensure_ascii=False))


@app.command("prune")
def prune_command(
    older_than: Annotated[
        str, typer.Option("--older-than", help="First seen so long ago: 90d, 52w or 2025-12-01.")
    ],
    *,
    data: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Take old stories out of the index, for good; the journal keeps them."""
    before = instant_of(older_than, now=datetime.now(UTC))

    async def work(opened: Opened) -> int:
        return await prune(opened.journal, opened.client, before=before)

    count = _opened(data, work)
    if as_json:
        print_json({"pruned": count, "before": before.isoformat()})
    else:
        say(f"{count} stories first seen before {before:%Y-%m-%d %H:%M} UTC are out of the index")


async def _ship(opened: Opened) -> tuple[int, int, str]:
    relay = Relay(journal=opened.journal, client=opened.client, clock=_clock, place=opened.place)
    shipped = refused = 0
    trouble = ""
    for _ in range(MOST_PASSES):
        passed = await relay.drain()
        shipped += passed.shipped_count
        refused += passed.refused_count
        trouble = passed.trouble
        if not (trouble and passed.is_worth_waiting and relay.pace.resume_at):
            break
        await asyncio.sleep(max(0.0, (relay.pace.resume_at - _clock()).total_seconds()))
    return shipped, refused, trouble


def _opened(data: Path | None, work: Callable[[Opened], Awaitable[T]]) -> T:
    settings = read_settings()

    async def run() -> T:
        async with _both(data) as opened:
            return await work(opened)

    @asynccontextmanager
    async def _both(data: Path | None) -> AsyncIterator[Opened]:
        with recorded(data) as journal:
            async with connected(settings) as client:
                yield Opened(journal=journal, client=client, place=settings.place)

    return asyncio.run(run())


@contextmanager
def _progress(what: str, total: int) -> Iterator[Progressing]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=screen(errors=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda count: progress.update(task, advance=count)


def _clock() -> datetime:
    return datetime.now(UTC)


def _print_installed(done: Installed, told: ToldTopics) -> None:
    put = ", ".join(done.put) or "nothing, all templates are this version's"
    say(f"put: {put}")
    say(f"made: {', '.join(done.made) or 'nothing, the indices are there'}")
    say(f"topics: {told.written_count} written, {told.removed_count} removed")
    say(f"this server {PERCOLATES[done.percolates]}")
    if done.needs_rebuild:
        say("the index has another mapping: run `storywatch index rebuild`")


def _print_status(found: Status) -> None:
    if not found.index:
        say(f"{found.waiting_count} stories wait, for there is no index.")
        say("Run `storywatch index install`.")
        return
    waits = f"{found.waiting_count} stories" + (f", {_ago(found.lag)}" if found.lag else "")
    mapping = (
        "this version's"
        if found.has_our_mapping
        else "another; run `storywatch index install`, then `storywatch index rebuild`"
    )
    rows = [
        ("index", found.index),
        ("mapping", mapping),
        ("stories", f"{found.indexed_count} indexed, {found.recorded_count} recorded"),
        ("waiting", waits),
        ("refused", str(found.dead_letter_count)),
        ("topics", _topics(found)),
    ]
    if found.kept_since:
        rows.append(("goes back to", f"{found.kept_since:%Y-%m-%d %H:%M} UTC"))
    if found.rebuild:
        rows.append(("rebuild", f"{found.rebuild} is not full yet; run `storywatch index rebuild`"))
    print_table(("", ""), rows)


def _topics(found: Status) -> str:
    if found.topic_count is None:
        return "none; run `storywatch index install`"
    return f"{found.topic_count}; this server {PERCOLATES[found.percolates]}"


def _print_verified(found: Verified, *, fixed: bool) -> None:
    say(f"{found.story_count} stories compared, {found.waiting_count} of them wait to be told")
    for fault, stories in found.faults.items():
        if stories:
            names = ", ".join(stories[:SHOWN]) + (" …" if len(stories) > SHOWN else "")
            say(f"{len(stories)} {fault.value}: {names}")
    if found.is_clean:
        say("The index has what the journal has.")
    elif fixed:
        say("That was put right; run `storywatch index verify` once more to see it clean.")


def _ago(lag: timedelta) -> str:
    return f"the longest for {lag.total_seconds():.0f} s"


def _plain(document: dict[str, Any]) -> dict[str, Any]:
    """Returns the document with instants as text and spans in seconds."""
    return {name: _plain_value(value) for name, value in document.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value
