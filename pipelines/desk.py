"""What the steps share: the declared house, the journal and the reading processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from storywatch.declarations import read_house
from storywatch.journal import Journal
from storywatch.outlet import Outlet
from storywatch.query import TopicSet
from storywatch.settings import Settings
from storywatch.workers import Workers

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """Returns the time as the machine has it."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One open house: crawls share it, and whoever opened it closes it."""

    settings: Settings
    outlets: Mapping[str, Outlet]
    topics: TopicSet
    journal: Journal
    workers: Workers
    clock: Clock = wall_clock

    @classmethod
    def open(cls, settings: Settings, *, clock: Clock = wall_clock) -> Desk:
        """Reads the declarations and opens the journal.

        Raises `Misconfigured` with every mistake, or `JournalUnusable`.
        """
        outlets, topics = read_house(settings.outlets_dir, settings.topics_dir)
        return cls(
            settings=settings,
            outlets=outlets,
            topics=TopicSet(topics.values(), outlets),
            journal=Journal.open(settings.journal_path),
            workers=Workers(settings.workers),
            clock=clock,
        )

    def keeps_everything_of(self, outlet: Outlet) -> bool:
        """Whether stories of that outlet are kept though no topic matches them."""
        return self.settings.keep_all or outlet.keep == "all"

    def close(self) -> None:
        """Ends the reading processes and closes the journal."""
        self.workers.close()
        self.journal.close()
