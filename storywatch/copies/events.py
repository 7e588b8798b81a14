"""Same-event clusters over all outlets: a story joins one at once, and hourly all is put right."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple, Protocol

from storywatch.copies.likeness import Compared
from storywatch.copies.traits import Trait, rarest, rarity, traits_of
from storywatch.story import Story

WINDOW = timedelta(hours=72)
JOIN = 0.11  # average likeness to the stories of an event, for a new story to be one of them
MERGE = 0.10  # average likeness of two groups, for both to be one event

Links = dict[int, dict[int, float]]


class Telling(NamedTuple):
    """What is kept of a family to tell which event others are of."""

    traits: Sequence[Trait]
    place: Compared


class EventStore(Protocol):
    """Where events are kept: of the families of the last 72 hours, one vote a family."""

    def event_of(self, family: int) -> int | None:
        """Returns the event that a family's stories are of."""

    def count_words(self, words: Collection[int]) -> tuple[int, Mapping[int, int]]:
        """Counts one more story with these words; returns all stories' count and the words'.

        Counts may lag behind by a fiftieth of the stories.
        """

    def compare(self, traits: Sequence[Trait]) -> Compared:
        """Returns how alike a new family with these traits is to those that are kept."""

    def links(self, alike: Mapping[int, float]) -> Mapping[int, float]:
        """Returns for each event its families' average likeness, where some are alike."""

    def join(self, family: int, event: int | None, told: Telling) -> int:
        """Writes that a family is of an event, or of a new one for None; returns the event."""


def join_event(story: Story, family: int, store: EventStore) -> int:
    """Returns the event of a story, which a copy shares with all of its family.

    Call it inside one transaction of the store.
    """
    known = store.event_of(family)
    if known is not None:
        return known
    traits = traits_of(story)
    numbers = traits.numbers
    story_count, counts = store.count_words(frozenset(numbers.values()))
    tell = {count: rarity(count, story_count) for count in set(counts.values())}
    rarities = {word: tell[counts[number]] for word, number in numbers.items()}
    rare = rarest(traits, rarities)
    place = store.compare(rare)
    links = store.links(place.alike)
    best = max(links, key=lambda event: (links[event], -event), default=None)
    event = best if best is not None and links[best] >= JOIN else None
    return store.join(family, event, Telling(rare, place))


def grouped(families: Iterable[int], links: Links) -> list[frozenset[int]]:
    """Joins the two most alike groups, on average, until none are alike enough.

    `links` says from both sides how alike families are, and is used up.
    """
    groups = {family: frozenset((family,)) for family in families}
    queue = [
        (-product, one, other, 2)
        for one in groups
        for other, product in links.setdefault(one, {}).items()
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
    groups: dict[int, frozenset[int]], links: Links, one: int, other: int
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
    taken: set[int] = set()
    for _, event, place in claims:
        if place not in names and event not in taken:
            names[place] = event
            taken.add(event)
    return [(names.get(place), group) for place, group in enumerate(groups)]
