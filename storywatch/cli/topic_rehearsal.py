"""How a rehearsal is told: numbers by outlet and day, then the stories that are added and lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from storywatch.cli.printing import print_table, say
from storywatch.export.entries import timestamp
from storywatch.journal import Journal
from storywatch.query.rehearsal import Catch, Catcher, Rehearsal
from storywatch.story import Story
from storywatch.telling.instants import minute

SHOWN = 20  # stories that are named of those added, and of those lost
KINDS = ("caught", "added", "lost")


def catcher_of(journal: Journal, since: datetime, topic: str) -> Catcher:
    """Returns what the topic caught while it was live: the stories that it is recorded for."""
    known = {story.id for story in journal.stories(since=since, topic=topic)}

    def catch(story: Story) -> Catch | None:
        return Catch.of(story) if story.id in known else None

    return catch


def rehearsal_document(rehearsal: Rehearsal, since: datetime) -> dict[str, Any]:
    """Returns the rehearsal as plain JSON values."""
    return {
        "topic": rehearsal.topic,
        "since": timestamp(since),
        "looked_at": rehearsal.looked_at,
        **{kind: [_document(catch) for catch in getattr(rehearsal, kind)] for kind in KINDS},
        "by_outlet_and_day": [
            {"outlet": outlet, "day": day.isoformat(), **{kind: counts[kind] for kind in KINDS}}
            for (outlet, day), counts in rehearsal.by_outlet_and_day().items()
        ],
    }


def print_rehearsal(rehearsal: Rehearsal, since: datetime, against: str) -> None:
    """Prints the rehearsal; `against` names what it was compared with."""
    counts = {kind: len(getattr(rehearsal, kind)) for kind in KINDS}
    say(f"{rehearsal.topic}: {rehearsal.looked_at} stories first seen since {minute(since)}")
    say(
        "it would have caught {caught}; {added} added, {lost} lost".format(**counts)
        + f" beside {against}"
    )
    if any(counts.values()):
        say()
        print_table(("outlet", "day", *KINDS), _rows(rehearsal))
    _print_catches("added", rehearsal.added)
    _print_catches("lost", rehearsal.lost)
    say()
    say('Stories that no topic matched are only recorded where keep = "all"; others are not here.')


def _rows(rehearsal: Rehearsal) -> list[tuple[str, ...]]:
    return [
        (outlet, day.isoformat(), *(str(counts[kind]) for kind in KINDS))
        for (outlet, day), counts in rehearsal.by_outlet_and_day().items()
    ]


def _print_catches(kind: str, catches: Sequence[Catch]) -> None:
    if not catches:
        return
    say()
    say(kind)
    for catch in catches[:SHOWN]:
        say(f"{catch.day} {catch.outlet} {catch.story} {catch.title}", indent=3)
    if len(catches) > SHOWN:
        say(f"and {len(catches) - SHOWN} more; --json lists all", indent=3)


def _document(catch: Catch) -> dict[str, Any]:
    return {**asdict(catch), "seen_at": timestamp(catch.seen_at)}
