"""From what comes in to alerts: who is told of a match, and whether of an edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from storywatch.alert import TOLD_ELSEWHERE, Alert, Clocks, Pair, Recorded
from storywatch.alerts.editing import changes
from storywatch.alerts.house import House
from storywatch.query import analyse
from storywatch.query.match import holds
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
        """Whether the story's match is the recipient's, told or waiting, also by another topic."""

    def last_told(self, recipient: str, recorded: Recorded) -> Story | None:
        """Returns the story as its recipient was last told of it, by whatever topic, or else the
        same text under another address of the outlet."""


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
            yield alert, self._silenced(alert) or self._known_from(alert, recorded)

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

    def _known_from(self, alert: Alert, recorded: Recorded) -> str | None:
        """Says whence the recipient knows already what the match has to tell."""
        if self.seen.has_work(alert.topic, alert.recipient, recorded):
            return REPOST
        told = self.seen.last_told(alert.recipient, recorded)
        return TOLD_ELSEWHERE if told and self._met(alert.topic, told, recorded.story) else None

    def _met(self, name: str, told: Story, now: Story) -> bool:
        """Whether what was told met the topic, too, and no edit since is one that it tells."""
        topic, tree = self.house.topics[name], self.house.trees[name]
        is_edited = told.id == now.id and bool(changes(told, now, topic, tree))
        return holds(tree, analyse(told), topic.stemming) and not is_edited

    def _silenced(self, alert: Alert) -> str | None:
        is_gone = (alert.recipient, alert.topic) in self.unsubscribed
        return UNSUBSCRIBED if is_gone else None
