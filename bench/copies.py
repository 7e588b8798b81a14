"""Copies and events measured on the sets with truth, beside an exact hash and SimHash.

Needs the measuring sets beside the checkout (../shared/copies). `--stories N` also sends N made-up
stories through the families on disk and prints what that takes; `--events` gives each an event too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from math import comb
from pathlib import Path
from typing import Any

from trafilatura.deduplication import Simhash

from storywatch.copies import join_event, join_family
from storywatch.copies.families import Kinship
from storywatch.journal.copies import CopyStore
from storywatch.journal.database import Database
from storywatch.journal.events import EventMemory, EventShelf
from storywatch.journal.migrate import migrate
from storywatch.journal.postings import Postings
from storywatch.story import Story, digest

SETS = Path(__file__).resolve().parents[2] / "shared" / "copies"
NOON = datetime(2025, 12, 2, 12, tzinfo=UTC)
GOALS = {
    ("copybench", "ARI"): 0.95,
    ("copybench", "B3 F1"): 0.98,
    ("copybench", "edge precision"): 0.97,
    ("ecbplus", "stream"): 0.88,
    ("ecbplus", "batch"): 0.92,
    ("basil", "stream"): 0.93,
    ("basil", "batch"): 0.95,
}
HAMMING = 3  # bits in which near-duplicates may differ, as SimHash is commonly used
Record = dict[str, Any]
Edge = tuple[int, int]  # places of a copy and of what it is said to be a copy of


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a method made of a set: each document's group, its edges, and CPU seconds spent."""

    groups: Sequence[object]
    edges: Sequence[Edge]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A journal that has room for nothing but copies and events."""

    database: Database
    postings: Postings
    memory: EventMemory

    def joined(self, story: Story, now: datetime = NOON) -> Kinship | None:
        """Keeps a story in its family."""
        with self.database.transaction():
            return join_family(story, CopyStore(self.database, self.postings, now))

    def events(self, at: datetime) -> EventShelf:
        """Returns the events around an instant."""
        return EventShelf(self.memory, at)


def main(argv: list[str] | None = None) -> int:
    """Prints the tables; returns 1 if a goal is missed, 2 without the measuring sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=0)
    parser.add_argument("--events", action="store_true")
    asked, _ = parser.parse_known_args(argv)
    if not SETS.is_dir():
        print(f"bench copies: no measuring sets at {SETS}", file=sys.stderr)
        return 2
    measured = {**_copies_table(), **_events_table()}
    if asked.stories:
        _print_scale(asked.stories, with_events=asked.events)
    missed = [(*key, measured[key], goal) for key, goal in GOALS.items() if measured[key] < goal]
    for group, name, value, goal in missed:
        print(f"bench copies: {group} {name} is {value:.4f}, its goal {goal}")
    return 1 if missed else 0


def _copies_table() -> dict[tuple[str, str], float]:
    records = _read("copybench")
    print(f"{len(records)} documents  ARI    B3 P   B3 R   B3 F1  edges  precision  docs/CPU s")
    methods = {"exact hash": _exact, "SimHash": _simhash, "storywatch": _families}
    row: dict[str, float] = {}
    for name, method in methods.items():
        found = method(records)
        row = _scores(records, found)
        values = "".join(f"{row[key]:7.4f}" for key in ("ARI", "B3 P", "B3 R", "B3 F1"))
        speed = len(records) / found.seconds
        print(f"{name:14}{values}{len(found.edges):6}{row['edge precision']:9.4f}{speed:12.0f}")
    return {("copybench", key): value for key, value in row.items()}


def _scores(records: Sequence[Record], found: Found) -> dict[str, float]:
    truth = [record["group"] for record in records]
    right = sum(truth[copy] == truth[source] for copy, source in found.edges)
    precision, recall, f1 = b_cubed(truth, found.groups)
    return {
        "ARI": adjusted_rand(truth, found.groups),
        "B3 P": precision,
        "B3 R": recall,
        "B3 F1": f1,
        "edge precision": right / max(1, len(found.edges)),
    }


def _events_table() -> dict[tuple[str, str], float]:
    print("\nevents, B3 F1       stream  batch  docs/CPU s")
    measured: dict[tuple[str, str], float] = {}
    for name in ("ecbplus", "basil"):
        records = _read(f"clusters_{name}")
        truth = [record["cluster"] for record in records]
        at_once, put_right, seconds = _clustered(records)
        stream, batch = b_cubed(truth, at_once)[2], b_cubed(truth, put_right)[2]
        measured |= {(name, "stream"): stream, (name, "batch"): batch}
        speed = len(records) / seconds
        print(f"{name:12}{len(records):6}{stream:9.4f}{batch:8.4f}{speed:10.0f}")
    return measured


def _families(records: Sequence[Record]) -> Found:
    started = time.process_time()
    with _journal() as journal:
        kinships = [journal.joined(story) for story in map(_story, records, _counted())]
    seconds = time.process_time() - started
    places = {k.sketch.number: place for place, k in enumerate(kinships) if k}
    parents = [k.parent for k in kinships if k and k.parent]
    return Found(
        groups=[k.sketch.family if k else -place for place, k in enumerate(kinships)],
        edges=[(places[edge.child], places[edge.parent]) for edge in parents],
        seconds=seconds,
    )


def _exact(records: Sequence[Record]) -> Found:
    started = time.process_time()
    digests = [digest(*record["text"].casefold().split()) for record in records]
    return _paired(digests, lambda one, other: one == other, started)


def _simhash(records: Sequence[Record]) -> Found:
    started = time.process_time()
    hashes = [Simhash(record["text"]).hash for record in records]
    return _paired(hashes, lambda one, other: (one ^ other).bit_count() <= HAMMING, started)


def _paired(marks: Sequence[Any], are_alike: Callable[[Any, Any], bool], started: float) -> Found:
    """Makes each document a copy of the first earlier one that is like it."""
    groups: list[object] = []
    edges: list[Edge] = []
    for place, mark in enumerate(marks):
        first = next((at for at in range(place) if are_alike(marks[at], mark)), None)
        groups.append(place if first is None else groups[first])
        if first is not None:
            edges.append((place, first))
    return Found(groups=groups, edges=edges, seconds=time.process_time() - started)


def _clustered(records: Sequence[Record]) -> tuple[list[int], list[int | None], float]:
    """Returns each document's event at once and after putting right, and the CPU seconds."""
    families, events = [], []
    with _journal() as journal:
        started = time.process_time()
        shelf = journal.events(NOON)
        for place, story in enumerate(map(_story, records, _counted())):
            with journal.database.transaction():
                kinship = journal.joined(story)
                families.append(kinship.sketch.family if kinship else len(records) + place + 1)
                events.append(join_event(story, families[-1], shelf))
        seconds = time.process_time() - started
        shelf.regroup()
        return events, [shelf.event_of(family) for family in families], seconds


def _print_scale(count: int, *, with_events: bool) -> None:
    """Sends made-up stories of ten days through the families, in hours, as a desk would."""
    hourly = max(1, count // 240)
    copies, seconds = 0, 0.0
    with _journal() as journal:
        for place, story in enumerate(_made_up(count), 1):
            started = time.process_time()
            now = NOON + timedelta(hours=place // hourly)
            copies += _is_copy(journal, story, now, with_events=with_events)
            if place % hourly == 0:
                _hourly(journal, now, with_events=with_events)
            seconds += time.process_time() - started
            if place % (count // 4) == 0:
                _print_state(journal.database, place, copies, seconds)


def _print_state(database: Database, place: int, copies: int, seconds: float) -> None:
    size = sum(path.stat().st_size for path in database.path.parent.iterdir())
    print(
        f"{place:,} stories: {copies:,} copies, {place / seconds:.0f} stories/CPU s, "
        f"{size / place:,.0f} bytes a story on disk, {_resident() / 2**20:.0f} MiB resident",
        flush=True,
    )


def _is_copy(journal: Held, story: Story, now: datetime, *, with_events: bool) -> bool:
    with journal.database.transaction():
        kinship = journal.joined(story, now)
        if kinship and with_events:
            join_event(story, kinship.sketch.family, journal.events(now))
    return bool(kinship and kinship.parent)


def _hourly(journal: Held, now: datetime, *, with_events: bool) -> None:
    CopyStore(journal.database, journal.postings, now).forget()
    if with_events:
        journal.events(now).regroup()


def _made_up(count: int) -> Iterator[Story]:
    """Yields stories of 5 kB in common proportions; a third are copies of the last hours'."""
    dice = random.Random(1)
    words = [f"word{number}" for number in range(30_000)]
    weights = list(accumulate(1 / (number + 10) for number in range(30_000)))
    recent: list[list[str]] = []
    for place in range(count):
        site = dice.randrange(200)
        if recent and dice.random() < 0.33:
            text = [word for word in dice.choice(recent) if dice.random() > 0.03]
        else:
            text = dice.choices(words, cum_weights=weights, k=dice.randint(350, 850))
            recent = [*recent[-500:], text]
        footer = [f"footer{site}of{at}" for at in range(40)]
        record = {"id": str(place), "site": f"site{site}", "text": " ".join(text + footer)}
        yield _story(record, place)


def _story(record: Record, place: int) -> Story:
    outlet = record.get("site") or record.get("source") or f"outlet{place}"
    return Story(
        id=record["id"],
        outlet=outlet,
        url=record.get("url") or f"https://{outlet}/{place}",
        title=record.get("title", ""),
        body=record["text"],
        first_seen_at=NOON + timedelta(seconds=place),
        fetched_at=NOON,
    )


def adjusted_rand(truth: Sequence[object], found: Sequence[object]) -> float:
    """Returns the adjusted Rand index: 1 for the same groups, 0 for chance."""
    both, ours, theirs = Counter(zip(truth, found, strict=True)), Counter(found), Counter(truth)
    pairs, mine, given = (
        sum(comb(size, 2) for size in counted.values()) for counted in (both, ours, theirs)
    )
    chance = mine * given / comb(len(truth), 2)
    return (pairs - chance) / ((mine + given) / 2 - chance)


def b_cubed(truth: Sequence[object], found: Sequence[object]) -> tuple[float, float, float]:
    """Returns B-cubed precision, recall and F1."""
    pairs = list(zip(truth, found, strict=True))
    both, ours, theirs = Counter(pairs), Counter(found), Counter(truth)
    precision = sum(both[pair] / ours[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / theirs[pair[0]] for pair in pairs) / len(pairs)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _counted() -> Iterator[int]:
    yield from range(sys.maxsize)


def _read(name: str) -> list[Record]:
    with gzip.open(SETS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@contextmanager
def _journal() -> Iterator[Held]:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Database(Path(folder) / "journal.db")) as database,
    ):
        migrate(database)
        yield Held(database=database, postings=Postings(database), memory=EventMemory(database))


def _resident() -> int:
    """Returns the bytes of memory that this process has now."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024


if __name__ == "__main__":
    sys.exit(main())
