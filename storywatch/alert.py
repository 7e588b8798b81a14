"""The words of alerting: an alert, the clocks of its way, a due mail, and what decides on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from storywatch.story import Passage, Story

Pair = tuple[str, str]  # a recipient and a topic
TOLD_ELSEWHERE = "told under another topic"  # why an alert is silenced whose story is well known


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The instants of a story's way to its match; `published_at` is None where no minute is known.

    Of a story that only matched after an edit they are the edit's.
    """

    first_seen_at: datetime
    fetched_at: datetime
    recorded_at: datetime
    matched_at: datetime
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One revision of a story as it was recorded; `work` names its text at its outlet, if that is
    long enough to be told by. `seq` counts stories in the order of their recording."""

    seq: int
    story: Story
    recorded_at: datetime
    clocks: Clocks
    work: str
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One story that one topic has to tell one recipient.

    `edition` is 0 for the match itself, and the revision's number for an edit that is told.
    Stories of one `kin` are copies of each other. `clocks` are those of `revision`.
    """

    story: str
    topic: str
    recipient: str
    revision: int
    kin: str
    clocks: Clocks
    edition: int = 0

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What is told at most once, for ever."""
        return self.story, self.topic, self.recipient, self.edition

    @property
    def created_at(self) -> datetime:
        """When the alert came into being: when its match or edit was recorded."""
        return self.clocks.matched_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail that is due: its alerts, or for a heartbeat the topic of which nothing was found.

    `at` is when it is due, and now where the relay comes late. `since` is set for a heartbeat: it
    says that nothing was found from then on.
    """

    recipient: str
    at: datetime
    alerts: tuple[Alert, ...] = ()
    heartbeat: str | None = None
    since: datetime | None = None

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that the mail speaks of, by name."""
        named = {alert.topic for alert in self.alerts}
        return tuple(sorted(named | ({self.heartbeat} if self.heartbeat else set())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story that was told before: its headline then, its outlet, and when."""

    title: str
    outlet: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a mail has to know of one alert's story.

    `before` is the revision that an edit replaced. `watched_since` is when the outlet's first lead
    was discovered. `attempts` counts the visits that its page took. `told_before` is a copy of it.
    """

    story: Story
    passages: tuple[Passage, ...] = ()
    before: Story | None = None
    watched_since: datetime | None = None
    attempts: int = 1
    told_before: Told | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was looked at while nothing was found; `dark` says in words what could not be read."""

    outlet_count: int
    story_count: int
    lead_count: int
    dark: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was told already, as far as it decides on what is due.

    `told_at` says when a copy of a kin was first told, `mailed_at` when a topic was last mailed,
    `beaten_at` up to when heartbeats are settled.
    """

    told_at: Mapping[tuple[str, str, str], datetime] = field(default_factory=dict)
    mailed_at: Mapping[Pair, datetime] = field(default_factory=dict)
    beaten_at: Mapping[Pair, datetime] = field(default_factory=dict)
