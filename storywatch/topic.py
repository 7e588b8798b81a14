"""What a topic is: a saved query with its scope, its alert policy and its own examples."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from storywatch.outlet import Outlet, Slug, Zone
from storywatch.schedule import QuietHours, Schedule

DIGEST = "daily 07:00"
ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"
)
CHANNEL = re.compile(r"console:|maildir:\S+|channel:[a-z0-9_]+|[a-z][a-z0-9+.-]*://\S+")


def known_recipient(value: str) -> str:
    """Returns what a topic may name as a recipient, or raises `ValueError` with what to write."""
    if not (ADDRESS.fullmatch(value) or CHANNEL.fullmatch(value)) or len(value) > 2000:
        raise ValueError(
            "write a mail address, 'channel:NAME', 'maildir:FOLDER', 'console:' "
            "or an address that Apprise knows, such as 'slack://…'"
        )
    return value


def _schedule(value: str) -> str:
    Schedule.read(value)
    return value


def _quiet(value: str) -> str:
    QuietHours.read(value)
    return value


def _without_regions(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(tag.partition("-")[0] for tag in tags)


Recipient = Annotated[str, AfterValidator(known_recipient)]
ScheduleWords = Annotated[str, AfterValidator(_schedule)]
QuietWords = Annotated[str, AfterValidator(_quiet)]
Languages = Annotated[tuple[str, ...], AfterValidator(_without_regions)]


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Example(_Declared):
    """A story as a topic's example tells it; a bare string in the file is its body."""

    title: str = ""
    standfirst: str = ""
    body: str = ""
    outlet: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    section: str = ""
    url: str = ""


class AlertPolicy(_Declared):
    """When and to whom a topic's matches are told.

    `digest`, `heartbeat` and `quiet` are written in words; see docs/guide/alerts.md. Without
    `recipients` the desk's own address is told. `on_uncertain` says what follows when a mail
    server's answer was lost after the whole mail was handed over.
    """

    when: Literal["instant", "digest", "never"] = "never"
    digest: ScheduleWords | None = None
    throttle_minutes: int = Field(default=0, ge=0)
    recipients: tuple[Recipient, ...] = ()
    timezone: Zone | None = None
    snooze_until: AwareDatetime | None = None
    quiet: QuietWords | None = None
    heartbeat: ScheduleWords | None = None
    on_edit: tuple[Literal["title", "terms"], ...] = ()
    on_uncertain: Literal["resend", "hold"] = "resend"

    @property
    def schedule(self) -> Schedule:
        """When digests are due, in the readers' zone unless the words name one."""
        return self._in_zone(Schedule.read(self.digest or DIGEST))

    @property
    def beats(self) -> Schedule | None:
        """When it is told that nothing was found, if it is."""
        return self._in_zone(Schedule.read(self.heartbeat)) if self.heartbeat else None

    @property
    def zone(self) -> ZoneInfo | None:
        """The readers' time zone, as far as the policy says one."""
        if self.timezone:
            return ZoneInfo(self.timezone)
        return Schedule.read(self.digest).zone if self.digest else None

    def undisturbed(self, instant: datetime) -> datetime:
        """Returns the first moment from the instant on that is neither snoozed nor quiet."""
        awake = max(instant, self.snooze_until) if self.snooze_until else instant
        return QuietHours.read(self.quiet).over_at(awake, self.zone) if self.quiet else awake

    def _in_zone(self, schedule: Schedule) -> Schedule:
        return replace(schedule, zone=schedule.zone or self.zone)


class Topic(_Declared):
    """A query that a desk watches, as its topics/*.toml declares it.

    `outlets` names outlets and `collections` names sets of them: a story is in scope when either
    holds it or both are empty. `languages` are kept without script and region, which are not known
    of a story. The query `*` matches every story.
    """

    id: Slug
    query: str = Field(min_length=1)
    title: str = ""
    note: str = ""
    outlets: tuple[Slug, ...] = ()
    collections: tuple[Slug, ...] = ()
    languages: Languages = ()
    stemming: Literal["en"] | None = None
    alert: AlertPolicy = AlertPolicy()
    must_match: tuple[Example | str, ...] = ()
    must_not_match: tuple[Example | str, ...] = ()

    def covers(self, outlet: Outlet | None, language: str | None) -> bool:
        """Whether a story of that outlet and language is in the topic's scope."""
        if not self.reads(language):
            return False
        if not self.outlets and not self.collections:
            return True
        if outlet is None:
            return False
        return outlet.id in self.outlets or bool(set(self.collections) & set(outlet.collections))

    def reads(self, language: str | None) -> bool:
        """Whether a story of that language is in the topic's scope, as one of no known one is."""
        if not self.languages or not language:
            return True
        return language.partition("-")[0].lower() in self.languages
