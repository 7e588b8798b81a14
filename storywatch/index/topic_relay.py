"""The relay of topics: tells the index which are in force, whenever they change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from elasticsearch import AsyncElasticsearch

from storywatch.errors import IndexUnusable
from storywatch.index.client import failures_told
from storywatch.index.pace import Pace
from storywatch.index.topics import tell_topics
from storywatch.outlet import Outlet
from storywatch.query import TopicSet

LOOK_AGAIN = timedelta(minutes=5)  # somebody else may have changed what lies there

log = structlog.get_logger("storywatch.index")


@dataclass(slots=True, kw_only=True)
class TopicRelay:
    """Tells the index what `follow` was given last; what cannot be told now is tried again."""

    client: AsyncElasticsearch
    clock: Callable[[], datetime]
    place: str = "Elasticsearch"
    pace: Pace = field(default_factory=Pace)
    _topics: TopicSet = field(default_factory=TopicSet)
    _outlets: Mapping[str, Outlet] = field(default_factory=dict)
    _due_at: datetime | None = None
    _told: str = ""

    def follow(self, topics: TopicSet, outlets: Mapping[str, Outlet]) -> None:
        """Takes the topics that are in force now."""
        self._topics, self._outlets = topics, outlets
        self._due_at = None

    async def drain(self) -> None:
        """Tells them if it is due."""
        if self._due_at and self.clock() < self._due_at:
            return
        topics, outlets = self._topics, self._outlets
        try:
            with failures_told(self.place):
                told = await tell_topics(self.client, topics, outlets)
        except IndexUnusable as error:
            self._failed(str(error))
        else:
            self.pace.went_well()
            self._told = ""
            for topic, reason in told.refused.items():
                log.warning("topic refused", topic=topic, reason=reason)
            if topics is self._topics:
                self._due_at = self.clock() + LOOK_AGAIN

    def _failed(self, trouble: str) -> None:
        self.pace.failed(self.clock())
        self._due_at = self.pace.resume_at
        if trouble != self._told:
            log.warning("topics wait", why=trouble)
        self._told = trouble
