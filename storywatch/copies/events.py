"""Same-event clusters over all outlets: a story joins one at once, and hourly all is put right."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations
from math import log, sqrt
from typing import Protocol

from storywatch.copies.traits import Trait, traits_of, vector, words_of
from storywatch.story import Story

WINDOW = timedelta(hours=72)
JOIN = 0.13  # average likeness to the stories of an event, for a new story to be one of them
MERGE = 0.10  # average likeness of two groups, for both to be one event
LEAST_LIKE = 0.01  # pairs below are as good as strangers
MOST_HOLDERS = 100  # families; a trait of more tells them apart too little for what it costs

Likeness = dict[int, dict[int, float]]


class EventStore(Protocol):
    """Where events are kept: of the families of the last 72 hours, one vote a family."""

    def event_of(self, family: int) -> int | None:
        """Returns the event that a family's stories are of."""

    def count_words(self, words: Collection[int]) -> tuple[int, Mapping[int, int]]:
        """Counts one more story with these words; returns all stories' count and the words'."""

    def links(self, traits: Sequence[Trait]) -> Mapping[int, float]:
        """Returns for each event its families' average product with a story's vector."""

    def join(self, family: int, event: int | None, traits: Sequence[Trait]) -> int:
        """Writes that a family is of an event, or of a new one for None; returns the event."""


def join_event(story: Story, family: int, store: EventStore) -> int:
    """Returns the event of a story, which a copy shares with all of its family.

    Call it inside one transaction of the store.
    """
    known = store.event_of(family)
    if known is not None:
        return known
    traits = traits_of(story)
    story_count, counts = store.count_words(words_of(traits))
    rare = vector(traits, counts, story_count)
    links = store.links(rare)
    best = max(links, key=lambda event: (links[event], -event), default=None)
    return store.join(family, best if best is not None and links[best] >= JOIN else None, rare)


def likeness(holders: Iterable[Sequence[tuple[int, float]]], family_count: int) -> Likeness:
    """Returns how alike families are, given for each trait who holds it and how strongly.

    Traits weigh by how few hold them now, and no more by what was known when each came in.
    """
    products: dict[tuple[int, int], float] = defaultdict(float)
    squares: dict[int, float] = defaultdict(float)
    for held in holders:
        rarity = log((family_count + 1) / (len(held) + 0.5)) ** 2
        for family, strength in held:
            squares[family] += strength * strength * rarity
        if len(held) <= MOST_HOLDERS:
            for (one, its), (other, others) in combinations(sorted(held), 2):
                products[one, other] += its * others * rarity
    alike: Likeness = defaultdict(dict)
    for (one, other), product in products.items():
        cosine = product / sqrt(squares[one] * squares[other])
        if cosine >= LEAST_LIKE:
            alike[one][other] = alike[other][one] = cosine
    return dict(alike)


def grouped(families: Iterable[int], alike: Likeness) -> list[frozenset[int]]:
    """Joins the two most alike groups, on average, until none are alike enough."""
    groups = {family: frozenset((family,)) for family in families}
    links = {one: dict(alike.get(one, {})) for one in groups}
    queue = [
        (-product, one, other, 2)
        for one, others in links.items()
        for other, product in others.items()
        if one < other and product >= MERGE
    ]
    heapq.heapify(queue)
    while queue:
        _, one, other, size = heapq.heappop(queue)
        # An entry is stale when either group is gone or has grown since.
        if one in groups and other in groups and len(groups[one]) + len(groups[other]) == size:
            for entry in _merge(groups, links, one, other):
                heapq.heappush(queue, entry)
    return sorted(groups.values(), key=min)


def _merge(
    groups: dict[int, frozenset[int]], links: Likeness, one: int, other: int
) -> Iterator[tuple[float, int, int, int]]:
    """Puts one group into another and yields which groups that one is now alike enough to."""
    groups[one] |= groups.pop(other)
    for third, product in links.pop(other).items():
        del links[third][other]
        if third != one:
            links[one][third] = links[third][one] = links[one].get(third, 0.0) + product
    for third, product in links[one].items():
        average = product / (len(groups[one]) * len(groups[third]))
        if average >= MERGE:
            size = len(groups[one]) + len(groups[third])
            yield -average, min(one, third), max(one, third), size


def renamed(
    groups: Sequence[frozenset[int]], current: Mapping[int, int]
) -> list[tuple[int | None, frozenset[int]]]:
    """Gives each group the event that most of its families were of, and each event one group.

    A group that is left without is a new event: None.
    """
    claims = sorted(
        (-count, event, place)
        for place, group in enumerate(groups)
        for event, count in Counter(current[one] for one in group if one in current).items()
    )
    names: dict[int, int] = {}
    for _, event, place in claims:
        if place not in names and event not in names.values():
            names[place] = event
    return [(names.get(place), group) for place, group in enumerate(groups)]
