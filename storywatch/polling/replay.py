"""Replays what sources published against a polling policy, and says how long stories waited."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from storywatch.polling.tariff import Limits
from storywatch.polling.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One story of a trace: when it came out, and whether it matches a topic."""

    at: datetime
    matches: bool = False


Trace = Mapping[str, Sequence[Published]]  # the stories of each source, oldest first


class Policy(Protocol):
    """Decides when each source is polled; it knows only what its polls have found."""

    def begin(self, sources: Sequence[str], now: datetime) -> None:
        """Takes in the sources at the start of a replay."""

    def polled(self, source: str, at: datetime, found: Sequence[Published]) -> datetime:
        """Takes in what a poll found and returns when to poll the source next."""


class Fixed:
    """Every source at one interval."""

    def __init__(self, budget: float) -> None:
        self._interval = timedelta(days=1) / budget

    def begin(self, sources: Sequence[str], now: datetime) -> None:
        """Needs nothing of the sources."""

    def polled(self, source: str, at: datetime, found: Sequence[Published]) -> datetime:
        """Returns one interval later."""
        return at + self._interval


class Adaptive:
    """The timetable that storywatch polls by."""

    def __init__(self, budget: float, *, window: int | None = None) -> None:
        self._limits = Limits(budget=budget)
        self._window = window

    def begin(self, sources: Sequence[str], now: datetime) -> None:
        """Starts an empty timetable."""
        self._timetable = Timetable(self._limits, now)
        self._timetable.add(sources, now)

    def polled(self, source: str, at: datetime, found: Sequence[Published]) -> datetime:
        """Learns from what was found."""
        times = [story.at for story in found]
        matched = sum(story.matches for story in found)
        self._timetable.polled(source, at, times, matched=matched, window=self._window)
        return self._timetable.next_poll(source)


POLICIES: Mapping[str, Callable[[float, int | None], Policy]] = {
    "adaptive": lambda budget, window: Adaptive(budget, window=window),
    "fixed": lambda budget, _: Fixed(budget),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a replay came to: seconds from publication to discovery, stories lost, polls made."""

    delays: tuple[float, ...]
    matched_delays: tuple[float, ...]
    lost: int
    polls: int
    polls_expected: float

    @property
    def mean(self) -> float:
        """The mean delay."""
        return sum(self.delays) / max(len(self.delays), 1)

    @property
    def matched_mean(self) -> float:
        """The mean delay of the stories that match."""
        return sum(self.matched_delays) / max(len(self.matched_delays), 1)

    @property
    def share_lost(self) -> float:
        """The share of stories that scrolled out of their feed unread."""
        return self.lost / max(self.lost + len(self.delays), 1)

    def percentile(self, percent: float) -> float:
        """The delay that so many per cent of the stories did not exceed."""
        ordered = sorted(self.delays) or [0.0]
        return ordered[min(int(len(ordered) * percent / 100), len(ordered) - 1)]


@dataclass(slots=True)
class _Source:
    """A source in the middle of a replay: what it has published, and how far it has been read."""

    stories: Sequence[Published]
    window: int | None
    read: int = 0
    lost: int = 0
    found: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def has_unread(self) -> bool:
        return self.read < len(self.stories)

    def poll(self, at: datetime) -> Sequence[Published]:
        end = self.read
        while end < len(self.stories) and self.stories[end].at <= at:
            end += 1
        new = self.stories[self.read : end]
        shown = new[-self.window :] if self.window else new
        self.lost += len(new) - len(shown)
        self.found += [((at - one.at).total_seconds(), one.matches) for one in shown]
        self.read = end
        return shown


def replay(trace: Trace, policy: Policy, budget: float, *, window: int | None = None) -> Outcome:
    """Returns how a policy would have done on a trace of feeds that show their last `window`
    stories.

    First polls are spread over one interval. Polls count up to the last story; what is still unread
    then waits for the poll that is already planned.
    """
    sources = {name: _Source(stories, window) for name, stories in trace.items() if stories}
    start = min(one.stories[0].at for one in sources.values())
    end = max(one.stories[-1].at for one in sources.values())
    policy.begin(sorted(sources), start)
    polls = 0
    for at, name, plan in _polls(sorted(sources), start, timedelta(days=1) / budget):
        source = sources[name]
        if at > end and not source.has_unread:
            continue
        polls += at <= end
        plan(policy.polled(name, at, source.poll(at)))
    found = [one for source in sources.values() for one in source.found]
    return Outcome(
        delays=tuple(delay for delay, _ in found),
        matched_delays=tuple(delay for delay, matches in found if matches),
        lost=sum(source.lost for source in sources.values()),
        polls=polls,
        polls_expected=budget * len(sources) * ((end - start) / timedelta(days=1)),
    )


def _polls(
    names: Sequence[str], start: datetime, interval: timedelta
) -> Iterator[tuple[datetime, str, Callable[[datetime], None]]]:
    """Polls in the order of time; each comes with the call that plans the source's next one."""
    waiting = [(start + interval * i / len(names), name) for i, name in enumerate(names)]
    heapq.heapify(waiting)
    while waiting:
        at, name = heapq.heappop(waiting)
        yield at, name, lambda then, name=name: heapq.heappush(waiting, (then, name))  # type: ignore[misc]


def marked(trace: Trace, share: float) -> dict[str, tuple[Published, ...]]:
    """Returns the trace with about this share of its stories marked as matches, unevenly over
    sources.

    The same stories are marked every time: each source, in an order of its own, has half the share
    of the one before.
    """
    order = sorted(trace, key=_chance)
    halves = {name: 0.5**rank for rank, name in enumerate(order)}
    total = sum(len(stories) for stories in trace.values())
    even = sum(len(trace[name]) * half for name, half in halves.items())
    scale = share * total / max(even, 1e-9)
    return {
        name: tuple(_marked(name, stories, halves[name] * scale)) for name, stories in trace.items()
    }


def _marked(name: str, stories: Iterable[Published], share: float) -> Iterator[Published]:
    for index, story in enumerate(stories):
        yield Published(at=story.at, matches=_chance(f"{name} {index}") < share)


def _chance(text: str) -> float:
    """A number from 0 to 1 that depends on the text alone."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) / 2**64


def read_rows(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[Published, ...]]:
    """Returns the trace in a table's rows: source, published_at (ISO 8601), and perhaps matches.

    Raises `ValueError` or `KeyError` on a row that says nothing readable.
    """
    trace: dict[str, list[Published]] = {}
    for row in rows:
        at = datetime.fromisoformat(row["published_at"])
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        matches = (row.get("matches") or "").strip().lower() in ("1", "true", "yes")
        trace.setdefault(row["source"], []).append(Published(at=at, matches=matches))
    return {name: tuple(sorted(found, key=lambda one: one.at)) for name, found in trace.items()}
