"""Stores of sketches and events in memory, as simple as their promises allow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from storywatch.copies.events import Telling
from storywatch.copies.families import STANDING, Edge, Kinship, Posting
from storywatch.copies.index import Index
from storywatch.copies.likeness import LAYOUT, Compared, compared
from storywatch.copies.sketches import Sketch
from storywatch.copies.traits import Trait


class Sketches:
    def __init__(self) -> None:
        self.kept: dict[int, Sketch] = {}
        self.edges: dict[int, Edge] = {}
        self.quotes: list[Edge] = []
        self.posted: dict[int, dict[int, int]] = defaultdict(dict)

    def next_number(self) -> int:
        return max(self.kept, default=0) + 1

    def known(self, story_id: str) -> Sketch | None:
        return next((one for one in self.kept.values() if one.story_id == story_id), None)

    def postings(self, shingles: Collection[int]) -> Mapping[int, Sequence[Posting]]:
        return {
            shingle: [Posting(*held) for held in list(held.items())[-STANDING:]]
            for shingle in shingles
            if (held := self.posted.get(shingle))
        }

    def sketches(self, numbers: Collection[int]) -> Mapping[int, Sketch]:
        return {number: self.kept[number] for number in numbers if number in self.kept}

    def parents(self, numbers: Collection[int]) -> Mapping[int, Edge]:
        return {number: self.edges[number] for number in numbers if number in self.edges}

    def keep(self, kinship: Kinship) -> None:
        sketch = kinship.sketch
        self.kept[sketch.number] = sketch
        for edge in (kinship.parent, *kinship.adopted):
            if edge:
                assert edge.child not in self.edges, "a story has one parent"
                self.edges[edge.child] = edge
        self.quotes += kinship.quotes
        for shingle in kinship.posted:
            self.posted[shingle].pop(sketch.family, None)
            self.posted[shingle][sketch.family] = sketch.number


class Events:
    def __init__(self) -> None:
        self.events: dict[int, int] = {}
        self.counts: Counter[int] = Counter()
        self.story_count = 0
        self.index = Index(LAYOUT)
        self.lengths: list[float] = []

    def event_of(self, family: int) -> int | None:
        return self.events.get(family)

    def count_words(self, words: Collection[int]) -> tuple[int, Mapping[int, int]]:
        self.story_count += 1
        self.counts.update(words)
        return self.story_count, self.counts

    def compare(self, traits: Sequence[Trait]) -> Compared:
        return compared(traits, self.index, self.lengths)

    def links(self, alike: Mapping[int, float]) -> Mapping[int, float]:
        totals: Counter[int] = Counter()
        for family, likeness in alike.items():
            totals[self.events[family]] += likeness  # type: ignore[assignment]
        sizes = Counter(self.events.values())
        return {event: total / sizes[event] for event, total in totals.items()}

    def join(self, family: int, event: int | None, told: Telling) -> int:
        chosen = max(self.events.values(), default=0) + 1 if event is None else event
        self.events[family] = chosen
        self.lengths.append(told.place.length)
        numbers, strengths = zip(*told.traits, strict=True) if told.traits else ((), ())
        self.index.add(family, numbers, strengths)
        return chosen
