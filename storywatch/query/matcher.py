"""All topics against one story: only those of which it holds a required literal are evaluated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from storywatch.errors import QueryError
from storywatch.outlet import Outlet
from storywatch.query import examples
from storywatch.query.analysed import AnalysedStory, analyse
from storywatch.query.literal_index import ALWAYS, ANY, LiteralIndex
from storywatch.query.literals import keys, required, required_besides
from storywatch.query.parse import parse
from storywatch.query.program import Leaves, Program, Reading
from storywatch.query.syntax import Query, Tree
from storywatch.story import Match, Story
from storywatch.topic import Topic


@dataclass(frozen=True, slots=True, eq=False)
class _Active:
    """A topic in force: its program, its keys, and words of which it needs one besides."""

    topic: Topic
    program: Program
    keys: tuple[str, ...]
    also: frozenset[str]
    builds_on: tuple[str, ...]
    is_everywhere: bool

    def needs(self) -> frozenset[str]:
        """Returns the words of which a story must hold one besides a key."""
        return self.also


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
    """Topics ready to be matched; it never changes: `with_topic` and `without_topic` give another.

    A topic whose query cannot be read, or that fails its own examples, is not put in force: it is
    listed in `errors`, and the last good version stays.
    """

    def __init__(self, topics: Iterable[Topic] = (), outlets: Mapping[str, Outlet] | None = None):
        self._outlets = outlets or {}
        self._topics = {topic.id: topic for topic in topics}
        self._wrong: dict[str, str] = {}
        self._leaves = Leaves()
        self._uses: Counter[str] = Counter()
        queries = dict(self._readable(self._topics))
        for query in queries.values():
            self._uses.update(keys(query.tree, query.stemming))
        self._active = {
            name: self._made(self._topics[name], query) for name, query in queries.items()
        }
        self._index = LiteralIndex(
            ((active, active.keys) for active in self._active.values()), also=_Active.needs
        )

    def __len__(self) -> int:
        return len(self._active)

    def trees(self) -> Iterator[tuple[Topic, Tree]]:
        """Yields the topics in force, each with its query's tree in `normal` form."""
        for active in self._active.values():
            yield active.topic, self._leaves.tree(active.program)

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
        reading = Reading(self._leaves, story)
        met = [
            Match(topic=active.topic.id, passages=reading.cite(active.program))
            for active in self._met(reading, story)
        ]
        return tuple(sorted(met, key=lambda match: match.topic))

    def met_by(self, story: AnalysedStory) -> tuple[str, ...]:
        """Returns only the ids of the topics that the story meets."""
        reading = Reading(self._leaves, story)
        return tuple(sorted(active.topic.id for active in self._met(reading, story)))

    def with_topic(self, topic: Topic) -> TopicSet:
        """Returns these topics with one added or replaced; those built on it are read again."""
        other = self._fork()
        other._topics[topic.id] = topic
        other._refresh(topic.id)
        return other

    def without_topic(self, name: str) -> TopicSet:
        """Returns these topics without one; those that build on it then have an error."""
        other = self._fork()
        other._topics.pop(name, None)
        other._wrong.pop(name, None)
        other._retire(name)
        other._refresh(name)
        return other

    def _refresh(self, name: str) -> None:
        touched = [other.topic.id for other in self._active.values() if name in other.builds_on] + [
            other for other in self._wrong if other != name
        ]
        for changed in (name, *touched):
            topic = self._topics.get(changed)
            for _, query in self._readable({changed: topic} if topic else {}):
                self._retire(changed)
                self._uses.update(keys(query.tree, query.stemming))
                active = self._active[changed] = self._made(self._topics[changed], query)
                self._index.add(active, active.keys)

    def _readable(self, topics: Mapping[str, Topic]) -> Iterator[tuple[str, Query]]:
        """Yields the topics that can be put in force; of the others it notes what is wrong."""
        known = _Queries(self._topics)
        for name, topic in topics.items():
            try:
                query = parse(topic.query, known=known, stemming=topic.stemming)
            except QueryError as error:
                self._wrong[name] = f"its query cannot be read: {error}"
                continue
            failed = [result for result in examples.check(topic, query) if not result.passed]
            if failed:
                self._wrong[name] = f"its own example fails: {failed[0]}"
                continue
            self._wrong.pop(name, None)
            yield name, query

    def _made(self, topic: Topic, query: Query) -> _Active:
        needed = required(query, self._weight) or (ALWAYS,)
        return _Active(
            topic=topic,
            program=self._leaves.program(query.tree, query.stemming),
            keys=needed,
            also=required_besides(query, needed, self._weight) or ANY,
            builds_on=query.builds_on,
            is_everywhere=not (topic.outlets or topic.collections or topic.languages),
        )

    def _weight(self, key: str) -> float:
        """How common a key may be: words that many topics use are common, and so are short ones."""
        return self._uses[key] + 1 / (1 + len(key))

    def _retire(self, name: str) -> None:
        active = self._active.pop(name, None)
        if active is not None:
            self._index.remove(active, active.keys)

    def _met(self, reading: Reading, story: AnalysedStory) -> Iterator[_Active]:
        return (active for active in self._in_scope(story) if reading.holds(active.program))

    def _in_scope(self, story: AnalysedStory) -> Iterator[_Active]:
        outlet = self._outlets.get(story.story.outlet)
        for active in self._index.candidates(story):
            if active.is_everywhere or active.topic.covers(outlet, story.story.language):
                yield active

    def _fork(self) -> TopicSet:
        other = TopicSet(outlets=self._outlets)
        other._topics = dict(self._topics)
        other._wrong = dict(self._wrong)
        other._leaves = self._leaves.fork()
        other._uses = self._uses.copy()
        other._active = dict(self._active)
        other._index = self._index.fork()
        return other


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
