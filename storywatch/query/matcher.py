"""All topics against one story: only those of which it holds a required literal are evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from storywatch.collector import without_collection
from storywatch.errors import QueryError
from storywatch.outlet import Outlet
from storywatch.query import examples
from storywatch.query.analysed import AnalysedStory, analyse
from storywatch.query.program import Reading
from storywatch.query.shapes import Shapes
from storywatch.query.standing import Standing, StandingQueries
from storywatch.query.syntax import Query, Tree
from storywatch.story import Match, Story
from storywatch.topic import Topic


@dataclass(frozen=True, slots=True, eq=False)
class _Active:
    """A topic in force, and those that it builds on."""

    topic: Topic
    builds_on: tuple[str, ...]
    is_everywhere: bool

    @classmethod
    def of(cls, topic: Topic, query: Query) -> _Active:
        """Returns the topic as one whose query this is."""
        is_everywhere = not (topic.outlets or topic.collections or topic.languages)
        return cls(topic, query.builds_on, is_everywhere)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicError:
    """Why a topic is not in force as written; `older_version` says whether an older one is."""

    topic: str
    what: str
    older_version: bool

    def __str__(self) -> str:
        until_then = "its last good version stays" if self.older_version else "it matches nothing"
        return f"topic {self.topic!r}: {self.what}; until that is mended {until_then}"


class TopicSet:
    """Topics ready to be matched; it never changes: `with_topic`, `without_topic` and `following`
    give another.

    A topic whose query cannot be read, or that fails its own examples, is not put in force: it is
    listed in `errors`, and the last good version stays.
    """

    def __init__(self, topics: Iterable[Topic] = (), outlets: Mapping[str, Outlet] | None = None):
        self._outlets = outlets or {}
        self._topics = {topic.id: topic for topic in topics}
        self._wrong: dict[str, str] = {}
        with without_collection():
            read = [
                (_Active.of(self._topics[name], query), query)
                for name, query in self._readable(self._topics)
            ]
            self._active = {active.topic.id: active for active, _ in read}
            self._queries = StandingQueries(
                (active, query.tree, query.stemming) for active, query in read
            )

    def __len__(self) -> int:
        return len(self._active)

    @cached_property
    def in_force(self) -> Mapping[str, Topic]:
        """The topics in force, by id."""
        return {name: active.topic for name, active in self._active.items()}

    def trees(self) -> Iterator[tuple[Topic, Tree]]:
        """Yields the topics in force, each with its query's tree in `normal` form."""
        for active in self._active.values():
            yield active.topic, self._queries.tree(active)

    @property
    def errors(self) -> tuple[TopicError, ...]:
        """What keeps topics from being in force as they are written."""
        return tuple(
            TopicError(topic=name, what=what, older_version=name in self._active)
            for name, what in sorted(self._wrong.items())
        )

    def match(self, story: Story) -> tuple[Match, ...]:
        """Returns the topics that the story meets, by id, each with its first passages."""
        return self.match_analysed(analyse(story))

    def match_analysed(self, story: AnalysedStory) -> tuple[Match, ...]:
        """Returns what `match` does for a story that is analysed already."""
        reading = self._queries.reading(story)
        met = [
            Match(topic=standing.asker.topic.id, passages=reading.cite(standing.program))
            for standing in self._met(reading, story)
        ]
        return tuple(sorted(met, key=lambda match: match.topic))

    def met_by(self, story: AnalysedStory) -> tuple[str, ...]:
        """Returns only the ids of the topics that the story meets."""
        reading = self._queries.reading(story)
        return tuple(sorted(one.asker.topic.id for one in self._met(reading, story)))

    def with_topic(self, topic: Topic) -> TopicSet:
        """Returns these topics with one added or replaced; those built on it are read again."""
        return self._changed({**self._topics, topic.id: topic}, frozenset({topic.id}))

    def without_topic(self, name: str) -> TopicSet:
        """Returns these topics without one; those that build on it then have an error."""
        left = {known: topic for known, topic in self._topics.items() if known != name}
        return self._changed(left, frozenset({name}))

    def following(self, topics: Mapping[str, Topic], outlets: Mapping[str, Outlet]) -> TopicSet:
        """Returns the topics as they are declared now; only what has changed is read again."""
        names = self._topics.keys() | topics.keys()
        changed = {name for name in names if self._topics.get(name) != topics.get(name)}
        other = self._changed(dict(topics), changed)
        other._outlets = outlets
        return other

    def _changed(self, topics: dict[str, Topic], changed: AbstractSet[str]) -> TopicSet:
        other = TopicSet(outlets=self._outlets)
        other._topics = topics
        other._wrong = {name: what for name, what in self._wrong.items() if name in topics}
        other._active = dict(self._active)
        other._queries = self._queries.fork()
        for name in changed - topics.keys():
            other._retire(name)
        if changed:
            other._refresh(changed)
        return other

    def _refresh(self, names: AbstractSet[str]) -> None:
        built = {name for name, one in self._active.items() if not names.isdisjoint(one.builds_on)}
        touched = (names | built | self._wrong.keys()) & self._topics.keys()
        for name, query in self._readable({one: self._topics[one] for one in touched}):
            self._retire(name)
            active = self._active[name] = _Active.of(self._topics[name], query)
            self._queries.add(active, query.tree, query.stemming)

    def _readable(self, topics: Mapping[str, Topic]) -> Iterator[tuple[str, Query]]:
        """Yields the topics that can be put in force; of the others it notes what is wrong."""
        shapes = Shapes(_Queries(self._topics))
        for name, topic in topics.items():
            try:
                query = shapes.parse(topic.query, topic.stemming)
            except QueryError as error:
                self._wrong[name] = f"its query cannot be read: {error}"
                continue
            failed = [result for result in examples.check(topic, query) if not result.passed]
            if failed:
                self._wrong[name] = f"its own example fails: {failed[0]}"
                continue
            self._wrong.pop(name, None)
            yield name, query

    def _retire(self, name: str) -> None:
        active = self._active.pop(name, None)
        if active is not None:
            self._queries.remove(active)

    def _met(self, reading: Reading, story: AnalysedStory) -> Iterator[Standing[_Active]]:
        outlet, language = self._outlets.get(story.story.outlet), story.story.language
        for one in self._queries.met(reading):
            if one.asker.is_everywhere or one.asker.topic.covers(outlet, language):
                yield one


class _Queries(Mapping[str, str]):
    """The topics' queries by name, without a copy of them."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._topics = topics

    def __getitem__(self, name: str) -> str:
        return self._topics[name].query

    def __iter__(self) -> Iterator[str]:
        return iter(self._topics)

    def __len__(self) -> int:
        return len(self._topics)
