"""The declarations while a watch runs: read again when a file changes, a broken file keeps the last
good version.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.desk import Desk
from storywatch.declarations.house import reread_house
from storywatch.query import TopicSet

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class Declared:
    """A desk whose declarations follow their files; `complaints` says what cannot be used."""

    desk: Desk
    complaints: tuple[str, ...] = ()
    _stamp: Stamp = ()

    @classmethod
    def of(cls, desk: Desk) -> Declared:
        """Returns the declarations that a desk was opened with."""
        declared = cls(desk=desk, complaints=tuple(map(str, desk.topics.errors)))
        declared._stamp = declared._read_stamp()
        return declared

    def follow(self) -> bool:
        """Reads the files again if one has changed; returns whether one had."""
        stamp = self._read_stamp()
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        settings = self.desk.settings
        in_force = self.desk.topics.in_force
        outlets, topics, mistakes = reread_house(
            (settings.outlets_dir, settings.topics_dir), (self.desk.outlets, in_force)
        )
        # What is in force goes first: it stays where a changed version fails its own examples.
        kept = {name: topic for name, topic in in_force.items() if name in topics}
        followed = TopicSet(kept.values(), outlets)
        for name, topic in topics.items():
            if kept.get(name) != topic:
                followed = followed.with_topic(topic)
        self.desk = self.desk.following(outlets, followed)
        self.complaints = (
            *(f"{mistake} (the last good version stays)" for mistake in mistakes),
            *map(str, followed.errors),
        )
        return True

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
