"""`storywatch outlets heal`: hints for an outlet whose pages have changed, tried and kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Annotated, Any

import typer

from crawler.loop import run
from crawler.probe import Probe
from crawler.round import OutletReport, run_round
from pipelines.desk import Desk, wall_clock
from storywatch.cli.options import (
    AllowPrivate,
    AsJson,
    DataDir,
    OutletsDir,
    TopicsDir,
    chosen_settings,
    reaching,
)
from storywatch.cli.printing import print_json, print_table, say
from storywatch.declarations import write_hints
from storywatch.discover.document import FetchedDocument
from storywatch.errors import UnknownOutlet
from storywatch.journal import Journal
from storywatch.layout import Alarm, alarms
from storywatch.layout.healing import Known, Remedy, heal
from storywatch.outlet import Outlet
from storywatch.settings import Settings
from storywatch.story import Page, Story

MOST_KNOWN = 12  # good stories whose pages are fetched again
INDENT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Healing:
    """What was wrong with an outlet, what was tried, and what came of it."""

    alarms: tuple[Alarm, ...]
    looked_at: int = 0
    remedies: tuple[Remedy, ...] = ()
    report: OutletReport | None = None


def heal_command(
    outlet: Annotated[str, typer.Argument(metavar="ID", help="The outlet.")],
    *,
    data: DataDir = None,
    outlets: OutletsDir = None,
    topics: TopicsDir = None,
    allow_private: AllowPrivate = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write and record nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find hints for an outlet whose pages have changed, and read again what was kept of them.

    Good stories from before the change are fetched as they are shown now; a hint is kept only when
    their pages are read better with it. Exit 1 if something is wrong and no hint mends it.
    """
    settings = reaching(chosen_settings(data=data, outlets=outlets, topics=topics), allow_private)
    done = heal_once(settings, outlet, dry_run=dry_run)
    if as_json:
        print_json(_document(done))
    else:
        _print(done, outlet, settings, dry_run=dry_run)
    if done.alarms and not done.remedies:
        raise typer.Exit(1)


def heal_once(
    settings: Settings,
    outlet: str,
    *,
    dry_run: bool = False,
    clock: Callable[[], datetime] = wall_clock,
) -> Healing:
    """Looks for what is wrong with an outlet's reading and for hints; keeps them if not dry."""
    with closing(Desk.open(settings, clock=clock)) as desk:
        if outlet not in desk.outlets:
            raise UnknownOutlet(outlet, desk.outlets)
        return run(_heal(desk, desk.outlets[outlet], is_kept=not dry_run), settings)


async def _heal(desk: Desk, outlet: Outlet, *, is_kept: bool) -> Healing:
    found = alarms(desk.journal.samples.of(outlet.id))
    if not found:
        return Healing(alarms=())
    good = _good_stories(desk.journal, outlet, min(alarm.since for alarm in found))
    known = await _as_shown_now(good, outlet, desk)
    healed, remedies = await asyncio.to_thread(heal, known, outlet)
    done = Healing(alarms=found, looked_at=len(known), remedies=remedies)
    if not remedies or not is_kept:
        return done
    write_hints(healed, desk.settings.outlets_dir)
    return replace(done, report=await _read_again(desk, healed))


def _good_stories(journal: Journal, outlet: Outlet, before: datetime) -> list[Story]:
    """The latest stories as they were read before the change."""
    good = []
    for story in journal.stories(outlet=outlet.id):
        read = [one for one in journal.revisions(story.id) if one.fetched_at < before]
        good += read[-1:]
    return sorted(good, key=lambda story: story.fetched_at)[-MOST_KNOWN:]


async def _as_shown_now(stories: Sequence[Story], outlet: Outlet, desk: Desk) -> list[Known]:
    answers = await Probe(desk.settings, outlet.pace).fetch_all([story.url for story in stories])
    now = desk.clock()
    return [
        Known(story=story, page=_page(answer, story, now))
        for story in stories
        if isinstance(answer := answers[story.url], FetchedDocument)
    ]


def _page(answer: FetchedDocument, story: Story, now: datetime) -> Page:
    return Page(
        outlet=story.outlet,
        url=story.url,
        final_url=answer.url,
        fetched_at=now,
        body=answer.body,
        headers=answer.headers,
    )


async def _read_again(desk: Desk, outlet: Outlet) -> OutletReport:
    """Takes the kept pages over the desk once more, with the hints in force."""
    kept = desk.journal.samples.odd_pages(outlet.id)
    if not kept:
        return OutletReport(outlet=outlet.id)
    urls = {outlet.id: [page.url for page in kept]}
    [report] = await run_round(desk, [outlet], urls=urls, kept=kept)
    return report


def _document(done: Healing) -> dict[str, Any]:
    return {
        "alarms": [
            {**asdict(alarm), "since": alarm.since.isoformat(), "sentence": str(alarm)}
            for alarm in done.alarms
        ],
        "looked_at": done.looked_at,
        "hints": [asdict(remedy) for remedy in done.remedies],
        "read_again": dict(done.report.fates) if done.report else {},
    }


def _print(done: Healing, outlet: str, settings: Settings, *, dry_run: bool) -> None:
    if not done.alarms:
        say(f"{outlet}: its pages are read as they always were.")
        return
    for alarm in done.alarms:
        say(f"{outlet}: {alarm}, since {alarm.since:%Y-%m-%d %H:%M} UTC")
        for url in alarm.examples:
            say(url, indent=INDENT)
    say(f"{done.looked_at} good stories from before were looked at again.")
    if not done.remedies:
        say("No hint was found that makes their pages be read better; write one into [hints].")
        return
    headings = ("field", "hint", "right before", "right with it")
    print_table(
        headings,
        [
            (one.field, one.selector, f"{one.before:.0%}", f"{one.after:.0%}")
            for one in done.remedies
        ],
    )
    if dry_run or done.report is None:
        say("Nothing was written.")
        return
    say(f"wrote {settings.outlets_dir / outlet}.toml")
    fates = ", ".join(f"{count} {fate}" for fate, count in sorted(done.report.fates.items()))
    say(f"kept pages read again: {fates or 'none were kept'}")
