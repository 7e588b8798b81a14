"""Outlets that go dark and come back, told to the operator: once each, when it has lasted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from pipelines.desk import Desk
from storywatch.alerts.wording import counted, length, when
from storywatch.deliver import DeliverySettings
from storywatch.watch.darkness import Darkness
from storywatch.watch.operator import tell_operator
from storywatch.watch.standing import standing_of

LOOK_EVERY = timedelta(minutes=5)
LASTING = timedelta(minutes=30)  # one poll that fails, and one that succeeds between, say nothing
KEPT_AS = "light"  # of an outlet, in the journal's memory
WHERE_NEXT = "`storywatch status` says how every outlet stands now."


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """What the operator knows of an outlet: dark since when, or light; and since when it has been
    otherwise, if it is."""

    dark_since: datetime | None = None
    turned_at: datetime | None = None

    @classmethod
    def from_json(cls, kept: Any) -> Self:
        """Returns what `to_json` gave; of an outlet never looked at, that it is light."""
        read = {name: datetime.fromisoformat(at) for name, at in (kept or {}).items() if at}
        return cls(**read)

    def to_json(self) -> dict[str, str | None]:
        """Returns it as the journal remembers it."""
        instants = {"dark_since": self.dark_since, "turned_at": self.turned_at}
        return {name: at.isoformat() if at else None for name, at in instants.items()}

    def seen(self, dark: Darkness | None, now: datetime) -> tuple[Light, bool]:
        """Returns what is known after a look, and whether it has to be told."""
        if (dark is not None) == (self.dark_since is not None):
            return replace(self, turned_at=None), False
        turned_at = self.turned_at or now
        if now - turned_at < LASTING:
            return replace(self, turned_at=turned_at), False
        return Light(dark_since=dark.since if dark else None), True


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An outlet, by its name for people, that has turned dark, or light after it was dark."""

    name: str
    dark: Darkness | None
    dark_since: datetime
    at: datetime

    def __str__(self) -> str:
        since = when(self.dark_since, None)
        if self.dark is None:
            span = length(self.at - self.dark_since)
            return f"{self.name} is light again. It was dark since {since}: {span}."
        return f"{self.name} is dark since {since}: {self.dark.why}."


async def look(desk: Desk, settings: DeliverySettings) -> tuple[Turn, ...]:
    """Looks at every outlet, writes one mail of all that has turned, and returns what had."""
    now, journal = desk.clock(), desk.journal
    turns: list[Turn] = []
    lights: dict[str, Light] = {}
    for name, outlet in desk.outlets.items():
        await asyncio.sleep(0)  # a look takes milliseconds, and there may be many outlets
        dark = standing_of(journal, outlet, now).dark
        before = Light.from_json(journal.memory(name, KEPT_AS))
        after, has_turned = before.seen(dark, now)
        if after != before:
            lights[name] = after
        if has_turned:
            since = dark.since if dark else before.dark_since
            assert since is not None
            turns.append(Turn(name=outlet.name, dark=dark, dark_since=since, at=now))
    if turns:
        _tell(desk, settings, turns)
    for name, light in lights.items():
        journal.remember(name, KEPT_AS, light.to_json())
    return tuple(turns)


def _tell(desk: Desk, settings: DeliverySettings, turns: Sequence[Turn]) -> None:
    key = [f"{turn.name} {turn.dark is not None} {turn.dark_since.isoformat()}" for turn in turns]
    tell_operator(desk, settings, subject_of(turns), (*map(str, turns), WHERE_NEXT), key=key)


def subject_of(turns: Sequence[Turn]) -> str:
    """Returns what the mail about all that has turned is called."""
    dark = [turn for turn in turns if turn.dark]
    light = [turn for turn in turns if not turn.dark]
    if len(turns) == 1:
        (turn,) = turns
        if turn.dark is None:
            return f"Light again: {turn.name}"
        return f"Dark: {turn.name} ({turn.dark.cause.replace('_', ' ')})"
    told = [f"{counted(len(dark), 'outlet')} dark"] if dark else []
    told += [f"{counted(len(light), 'outlet')} light again"] if light else []
    return ", ".join(told)
