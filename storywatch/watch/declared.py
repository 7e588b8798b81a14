"""The declarations while a watch runs: its desk follows their files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from pipelines.desk import Desk
from storywatch.declarations.following import Followed


@dataclass(slots=True)
class Declared:
    """A desk whose declarations follow their files; `complaints` says what cannot be used."""

    desk: Desk
    complaints: tuple[str, ...]
    _house: Followed

    @classmethod
    def of(cls, desk: Desk) -> Self:
        """Returns the declarations that a desk was opened with."""
        folders = (desk.settings.outlets_dir, desk.settings.topics_dir)
        return cls(
            desk=desk,
            complaints=tuple(map(str, desk.topics.errors)),
            _house=Followed(folders, desk.outlets, desk.topics.in_force),
        )

    def follow(self) -> bool:
        """Reads the files again that have changed; returns whether one had."""
        house = self._house
        if not house.follow():
            return False
        topics = self.desk.topics.following(house.topics, house.outlets)
        self.desk = self.desk.following(house.outlets, topics)
        self.complaints = (*house.complaints, *map(str, topics.errors))
        return True
