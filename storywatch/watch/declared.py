"""The declarations while a watch runs: read again when a file changes, a broken file keeps the last
good version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.desk import Desk
from storywatch.declarations.house import read_house, reread_house
from storywatch.outlet import Outlet
from storywatch.query import TopicSet
from storywatch.topic import Topic

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class Declared:
    """A desk whose declarations follow their files; `complaints` says what cannot be used.

    `good` holds the last version of each topic that can be read and passes its own examples.
    """

    desk: Desk
    good: Mapping[str, Topic] = field(default_factory=dict)
    complaints: tuple[str, ...] = ()
    _stamp: Stamp = ()

    @classmethod
    def of(cls, desk: Desk) -> Declared:
        """Returns a desk's declarations as they are now."""
        settings = desk.settings
        _, topics = read_house(settings.outlets_dir, settings.topics_dir)
        declared = cls(desk=desk)
        declared._stamp = declared._read_stamp()
        declared._put_in_force(dict(desk.outlets), topics, ())
        return declared

    def follow(self) -> bool:
        """Reads the files again if one has changed; returns whether one had."""
        stamp = self._read_stamp()
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        settings = self.desk.settings
        outlets, topics, mistakes = reread_house(
            (settings.outlets_dir, settings.topics_dir), (self.desk.outlets, self.good)
        )
        complaints = tuple(f"{mistake} (the last good version stays)" for mistake in mistakes)
        self._put_in_force(outlets, topics, complaints)
        return True

    def _put_in_force(
        self,
        outlets: Mapping[str, Outlet],
        topics: Mapping[str, Topic],
        complaints: tuple[str, ...],
    ) -> None:
        kept = {name: topic for name, topic in self.good.items() if name in topics}
        followed = TopicSet(kept.values(), outlets)
        for name, topic in topics.items():
            if kept.get(name) != topic:
                followed = followed.with_topic(topic)
        wrong = {error.topic for error in followed.errors}
        fresh = {name: topic for name, topic in topics.items() if name not in wrong}
        self.good = kept | fresh
        self.desk = self.desk.following(dict(outlets), followed)
        self.complaints = (*complaints, *map(str, followed.errors))

    def _read_stamp(self) -> Stamp:
        found = []
        for folder in (self.desk.settings.outlets_dir, self.desk.settings.topics_dir):
            for path in sorted(folder.glob("*.toml")):
                try:
                    state = path.stat()
                except FileNotFoundError:
                    continue
                found.append((str(path), state.st_mtime_ns, state.st_size))
        return tuple(found)
