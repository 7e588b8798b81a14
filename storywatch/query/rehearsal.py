"""What a draft of a topic would have caught of stored stories, beside its live version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeAlias

from storywatch.outlet import Outlet
from storywatch.query.matcher import TopicSet
from storywatch.query.parse import parse
from storywatch.story import Passage, Story
from storywatch.topic import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """A story that a version of the topic catches, without its text; `passages` say why."""

    story: str
    outlet: str
    title: str
    url: str
    seen_at: datetime
    passages: tuple[Passage, ...] = ()

    @classmethod
    def of(cls, story: Story, passages: tuple[Passage, ...] = ()) -> Catch:
        """Returns the story as a catch."""
        return cls(
            story=story.id,
            outlet=story.outlet,
            title=story.title,
            url=story.url,
            seen_at=story.first_seen_at,
            passages=passages,
        )

    @property
    def day(self) -> date:
        """The day in UTC on which the topic would have caught it: when the story was first seen."""
        return self.seen_at.astimezone(UTC).date()


Catcher: TypeAlias = Callable[[Story], Catch | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """How a draft did: what it would have caught, what of that is added, and what is lost."""

    topic: str
    looked_at: int
    caught: tuple[Catch, ...]
    added: tuple[Catch, ...]
    lost: tuple[Catch, ...]

    def by_outlet_and_day(self) -> dict[tuple[str, date], Counter[str]]:
        """Returns the numbers of caught, added and lost stories, by outlet and then day."""
        counts: dict[tuple[str, date], Counter[str]] = {}
        for kind in ("caught", "added", "lost"):
            for catch in getattr(self, kind):
                counts.setdefault((catch.outlet, catch.day), Counter())[kind] += 1
        return dict(sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a topic, ready to catch, through the very code that a crawl matches with."""

    topic: Topic
    topics: TopicSet

    @classmethod
    def of(
        cls, topic: Topic, others: Mapping[str, Topic], outlets: Mapping[str, Outlet]
    ) -> Version:
        """Makes a version ready; `others` are the topics that it may build on.

        Its examples do not keep it from being tried. Raises `QueryError` if it cannot be read.
        """
        known = {name: other.query for name, other in others.items()} | {topic.id: topic.query}
        query = parse(topic.query, known=known, stemming=topic.stemming)
        needed = [others[name] for name in query.builds_on]
        house = (_without_examples(one) for one in (*needed, topic))
        return cls(topic, TopicSet(house, outlets))

    def catch(self, story: Story) -> Catch | None:
        """Returns the story as a catch, or None if this version does not match it."""
        for match in self.topics.match(story):
            if match.topic == self.topic.id:
                return Catch.of(story, match.passages)
        return None


def rehearse(draft: Version, live: Catcher | None, stories: Iterable[Story]) -> Rehearsal:
    """Runs a draft over stored stories, one at a time, beside what the live version catches."""
    looked_at = 0
    caught: list[Catch] = []
    added: list[Catch] = []
    lost: list[Catch] = []
    for story in stories:
        looked_at += 1
        new, old = draft.catch(story), live(story) if live else None
        caught += _if_any(new)
        added += _if_any(new if old is None else None)
        lost += _if_any(old if new is None else None)
    return Rehearsal(
        topic=draft.topic.id,
        looked_at=looked_at,
        caught=tuple(caught),
        added=tuple(added),
        lost=tuple(lost),
    )


def _if_any(catch: Catch | None) -> Iterator[Catch]:
    if catch is not None:
        yield catch


def _without_examples(topic: Topic) -> Topic:
    return topic.model_copy(update={"must_match": (), "must_not_match": ()})
