"""What the steps share: the declared house, the journal and the reading processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from pipelines.group_commit import GroupCommit
from storywatch.declarations import read_house
from storywatch.desk import hold
from storywatch.discover.document import Discovery
from storywatch.journal import Journal
from storywatch.outlet import Outlet
from storywatch.query import TopicSet
from storywatch.query.prefilter import Prefilter
from storywatch.settings import Settings
from storywatch.story import Lead
from storywatch.workers import Workers

Clock = Callable[[], datetime]


class PollPolicy(Protocol):
    """Says when a source is polled next; a single round has none and polls everything."""

    def polled(
        self, outlet: str, url: str, found: Discovery, new: Iterable[Lead], at: datetime
    ) -> datetime:
        """Takes in what a poll found, and returns when the source is polled next."""


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
    commits: GroupCommit
    workers: Workers
    clock: Clock = wall_clock
    polls: PollPolicy | None = None

    @classmethod
    def open(cls, settings: Settings, *, clock: Clock = wall_clock) -> Desk:
        """Reads the declarations and opens the journal.

        Raises `Misconfigured` with every mistake, or `JournalUnusable`.
        """
        outlets, declared = read_house(settings.outlets_dir, settings.topics_dir)
        topics = TopicSet(declared.values(), outlets)
        journal = Journal.open(settings.journal_path)
        return cls(
            settings=settings,
            outlets=outlets,
            topics=topics,
            journal=journal,
            commits=GroupCommit(journal),
            workers=Workers(settings.workers, first=partial(hold, Prefilter(topics, outlets))),
            clock=clock,
        )

    def following(self, outlets: Mapping[str, Outlet], topics: TopicSet) -> Desk:
        """Returns this desk with other declarations in force, in its reading processes too."""
        self.workers.prepare(partial(hold, Prefilter(topics, outlets)))
        return replace(self, outlets=outlets, topics=topics)

    def keeps_everything_of(self, outlet: Outlet) -> bool:
        """Whether stories of that outlet are kept though no topic matches them."""
        return self.settings.keep_all or outlet.keep == "all"

    def close(self) -> None:
        """Ends the reading processes and closes the journal."""
        self.workers.close()
        self.journal.close()
