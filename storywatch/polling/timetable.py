"""All sources' rhythms and the price of a poll, kept together: what was found goes in, the next
poll comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from storywatch.polling.deciding import next_poll
from storywatch.polling.forecast import Forecast, forecasts
from storywatch.polling.hints import Hints
from storywatch.polling.rhythm import Rhythm
from storywatch.polling.tariff import Limits, Tariff

_GROWN = 1.1  # times the sources for which the price was set; it is set anew for more
_NO_HINTS = Hints()
_NOTHING: Mapping[str, Rhythm] = MappingProxyType({})


class Timetable:
    """The polling of a set of sources under one budget.

    `rhythms` and `tariff` are its whole state, frozen and ready for the journal; a timetable made
    from them again goes on as before.
    """

    def __init__(
        self,
        limits: Limits,
        now: datetime,
        *,
        rhythms: Mapping[str, Rhythm] | None = None,
        tariff: Tariff | None = None,
    ) -> None:
        self.limits = limits
        self.rhythms: dict[str, Rhythm] = dict(rhythms or {})
        self.tariff = tariff or Tariff(set_at=now)
        self._forecasts: dict[str, Forecast] = {}
        self._priced_count = 0
        if self.rhythms:
            self._forecasts = forecasts(self.rhythms, now)
            self._priced_count = len(self.rhythms)

    def add(
        self, sources: Iterable[str], now: datetime, *, kept: Mapping[str, Rhythm] = _NOTHING
    ) -> None:
        """Takes in sources that it does not know yet, with the rhythms that are `kept` of them;
        others are worth a poll at once. The price follows when they are many."""
        new = {
            source: kept.get(source) or Rhythm(polled_at=now)
            for source in sources
            if source not in self.rhythms
        }
        self.rhythms.update(new)
        if len(self.rhythms) > _GROWN * self._priced_count:
            self._reprice(now)
        elif new:
            self._forecasts.update(forecasts(new, now))

    def drop(self, source: str) -> None:
        """Forgets a source; the price follows at its next setting."""
        self.rhythms.pop(source, None)
        self._forecasts.pop(source, None)

    def polled(
        self,
        source: str,
        at: datetime,
        published: Sequence[datetime],
        *,
        matched: int = 0,
        window: int | None = None,
    ) -> None:
        """Takes in what a poll found: the new stories' times, and how many stories matched since
        the last poll. `window` is the number of entries that the feed holds."""
        rhythm = self.rhythms[source].polled(at, published, matched=matched)
        self.rhythms[source] = replace(rhythm, window=window or rhythm.window)
        self.tariff = self.tariff.polled()
        if self.tariff.is_due(at):
            self._reprice(at)

    def next_poll(self, source: str, hints: Hints = _NO_HINTS) -> datetime:
        """Returns when to look at a source again."""
        rhythm = self.rhythms[source]
        at = next_poll(rhythm, self._forecasts[source], self.tariff.price, self.limits)
        return hints.heeded(at, polled_at=rhythm.polled_at)

    def _reprice(self, now: datetime) -> None:
        self._forecasts = forecasts(self.rhythms, now)
        self.tariff = self.tariff.repriced(now, self._forecasts, self.limits)
        self._priced_count = len(self.rhythms)
