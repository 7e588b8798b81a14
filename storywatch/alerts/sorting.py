"""From what comes in to alerts: who is told of a match, and whether of an edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from storywatch.alert import Alert, Clocks, Pair, Recorded
from storywatch.alerts.editing import changes
from storywatch.alerts.house import House
from storywatch.story import Story

REPOST = "the same text under another address of the outlet was told"
UNSUBSCRIBED = "unsubscribed"


class Seen(Protocol):
    """What came in before, as far as it bears on what comes in now."""

    def kin(self, recorded: Recorded) -> str:
        """Returns the name that all copies of a story share."""

    def has_work(self, topic: str, recipient: str, recorded: Recorded) -> bool:
        """Whether the same text under another address of the outlet is the recipient's already."""

    def has_match(self, topic: str, recipient: str, story: str) -> bool:
        """Whether the story's match is the recipient's, told or waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorter:
    """Makes alerts of matches and edits, each with the reason for which it is not told, if any."""

    house: House
    default_recipient: str
    seen: Seen
    unsubscribed: frozenset[Pair] = frozenset()

    def match(
        self, topic: str, recorded: Recorded, clocks: Clocks
    ) -> Iterator[tuple[Alert, str | None]]:
        """Yields the alerts of a topic's first match of a story."""
        for alert in self._alerts(topic, recorded, clocks):
            is_repost = self.seen.has_work(topic, alert.recipient, recorded)
            yield alert, self._silenced(alert) or (REPOST if is_repost else None)

    def edit(
        self, topic: str, recorded: Recorded, clocks: Clocks, before: Callable[[], Story]
    ) -> Iterator[tuple[Alert, str | None]]:
        """Yields the alerts of a later revision, if the topic asked to be told of such an edit."""
        told, story = self.house.topics[topic], recorded.story
        if not told.alert.on_edit:
            return
        if changes(before(), story, told, self.house.trees[topic]):
            for alert in self._alerts(topic, recorded, clocks):
                if self.seen.has_match(topic, alert.recipient, story.id):
                    yield replace(alert, edition=story.revision), self._silenced(alert)

    def _alerts(self, topic: str, recorded: Recorded, clocks: Clocks) -> Iterator[Alert]:
        recipients = self.house.recipients(topic, self.default_recipient)
        kin = self.seen.kin(recorded) if recipients else ""
        for recipient in recipients:
            yield Alert(
                story=recorded.story.id,
                topic=topic,
                recipient=recipient,
                revision=recorded.story.revision,
                kin=kin,
                clocks=clocks,
            )

    def _silenced(self, alert: Alert) -> str | None:
        is_gone = (alert.recipient, alert.topic) in self.unsubscribed
        return UNSUBSCRIBED if is_gone else None
