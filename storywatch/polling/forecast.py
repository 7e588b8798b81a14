"""How many stories each source will publish in every ten minutes of the week, learned from all of
them.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storywatch.polling.rhythm import Rhythm
from storywatch.polling.week import DAY, HOURS_A_WEEK, SLOTS_A_DAY, weight_at

# What is believed of a source before it is known, as so many stories' worth of evidence.
_USUAL_RATE = 10 / DAY  # stories a second
_USUAL_SPAN = DAY / 4  # seconds of watching that this guess is worth
_SLOT_BELIEF = 3.0  # stories a slot of the day, as all sources have them
_WEEKDAY_BELIEF = 100.0  # stories a weekday
_HOUR_BELIEF = 16.0  # stories an hour of the week, as working days or weekends have it
_POOL_BELIEF = 20.0  # stories by which the pool itself is drawn to evenness
_MATCH_BELIEF = 30.0  # stories by which a source's share of matches is drawn to all sources'
_LEAST_WEIGHT = 0.02  # of a source that never matches
_WEEKEND = 120  # the hour of the week with which it begins
_SMOOTHING = (0.25, 0.5, 0.25)  # over neighbouring slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A source's expected stories a second in each of the week's 1,008 slots, and its stories'
    worth.

    `weight` is 1 for a source whose stories match as often as all sources' do.
    """

    rates: array[float]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Counts:
    """A rhythm as of now: decayed stories and seconds, and its stories a second all in all."""

    hours: Sequence[float]
    slots: Sequence[float]
    watched: Sequence[float]
    rate: float

    def expected_slots(self) -> list[float]:
        """Stories that each slot of the day would have at an even rate."""
        by_hour = [sum(self.watched[hour::24]) for hour in range(24)]
        return _smoothed([self.rate * by_hour[slot // 6] / 6 for slot in range(SLOTS_A_DAY)])

    def expected_days(self, shape: Sequence[float]) -> list[float]:
        """Stories that each weekday would have if all had this shape of a day."""
        return [
            self.rate * sum(map(_product, shape, self.watched[24 * day : 24 * day + 24]))
            for day in range(7)
        ]

    def days(self) -> list[float]:
        return [sum(self.hours[24 * day : 24 * day + 24]) for day in range(7)]


def forecasts(rhythms: Mapping[str, Rhythm], now: datetime) -> dict[str, Forecast]:
    """Returns every source's forecast: its own habits, drawn to those of all where it is little
    known.
    """
    known = {source: _counts(rhythm, now) for source, rhythm in rhythms.items()}
    shapes = _day_shapes(known)
    hourly = {source: _hourly(shape) for source, shape in shapes.items()}
    weekdays = _weekdays(known, hourly)
    weights = _weights(rhythms)
    return {
        source: Forecast(
            rates=_rates(counts, shapes[source], weekdays[source]), weight=weights[source]
        )
        for source, counts in known.items()
    }


def _counts(rhythm: Rhythm, now: datetime) -> _Counts:
    weight = weight_at(now.timestamp())
    hours, slots, watched = (
        [count / weight for count in counts]
        for counts in (rhythm.hours, rhythm.slots, rhythm.watched)
    )
    rate = (sum(hours) + _USUAL_RATE * _USUAL_SPAN) / (sum(watched) + _USUAL_SPAN)
    return _Counts(hours, _smoothed(slots), watched, rate)


def _day_shapes(known: Mapping[str, _Counts]) -> dict[str, list[float]]:
    """Each source's ten minutes of the day against an even day; 1 is even."""
    expected = {source: counts.expected_slots() for source, counts in known.items()}
    pool = _drawn(
        [sum(column) for column in zip(*(counts.slots for counts in known.values()), strict=True)],
        [sum(column) for column in zip(*expected.values(), strict=True)],
        _POOL_BELIEF / 6,
    )
    return {
        source: _drawn(counts.slots, expected[source], _SLOT_BELIEF, pool)
        for source, counts in known.items()
    }


def _weekdays(
    known: Mapping[str, _Counts], hourly: Mapping[str, Sequence[float]]
) -> dict[str, list[float]]:
    """Each source's weekdays against an even week."""
    expected = {source: counts.expected_days(hourly[source]) for source, counts in known.items()}
    days = {source: counts.days() for source, counts in known.items()}
    pool = _drawn(
        [sum(column) for column in zip(*days.values(), strict=True)],
        [sum(column) for column in zip(*expected.values(), strict=True)],
        _POOL_BELIEF,
    )
    return {
        source: _drawn(days[source], expected[source], _WEEKDAY_BELIEF, pool) for source in known
    }


def _rates(counts: _Counts, shape: Sequence[float], weekdays: Sequence[float]) -> array[float]:
    hourly = _hourly(shape)
    usual = [counts.rate * weekdays[hour // 24] for hour in range(HOURS_A_WEEK)]
    expected = [
        usual[hour] * hourly[hour % 24] * counts.watched[hour] for hour in range(HOURS_A_WEEK)
    ]
    alike = [
        *_alike(counts.hours[:_WEEKEND], expected[:_WEEKEND]),
        *_alike(counts.hours[_WEEKEND:], expected[_WEEKEND:]),
    ]
    own = _drawn(counts.hours, expected, _HOUR_BELIEF, alike)
    return array(
        "d",
        [
            usual[hour] * own[hour] * part
            for hour in range(HOURS_A_WEEK)
            for part in shape[hour % 24 * 6 : hour % 24 * 6 + 6]
        ],
    )


def _alike(seen: Sequence[float], expected: Sequence[float]) -> list[float]:
    """Each hour's factor if these days have one shape, repeated for every day."""
    by_hour = _drawn(
        [sum(seen[hour::24]) for hour in range(24)],
        [sum(expected[hour::24]) for hour in range(24)],
        _HOUR_BELIEF,
    )
    return by_hour * (len(seen) // 24)


def _weights(rhythms: Mapping[str, Rhythm]) -> dict[str, float]:
    """A source's smoothed share of matches against all sources' share; 1 while nothing has
    matched.
    """
    matched = sum(rhythm.matched for rhythm in rhythms.values())
    stories = sum(sum(rhythm.hours) for rhythm in rhythms.values())
    if not matched or not stories:
        return dict.fromkeys(rhythms, 1.0)
    usual = matched / stories
    belief = _MATCH_BELIEF * max(weight_at(one.polled_at.timestamp()) for one in rhythms.values())
    return {
        source: max(
            _LEAST_WEIGHT,
            (rhythm.matched / usual + belief) / (sum(rhythm.hours) + belief),
        )
        for source, rhythm in rhythms.items()
    }


def _drawn(
    seen: Sequence[float],
    expected: Sequence[float],
    belief: float,
    pool: Sequence[float] | None = None,
) -> list[float]:
    """Seen against expected counts, drawn to the pool (or to 1) by `belief` stories."""
    usual = pool or [1.0] * len(seen)
    return [
        (one + belief * prior) / (two + belief)
        for one, two, prior in zip(seen, expected, usual, strict=True)
    ]


def _hourly(shape: Sequence[float]) -> list[float]:
    return [sum(shape[first : first + 6]) / 6 for first in range(0, SLOTS_A_DAY, 6)]


def _smoothed(slots: Sequence[float]) -> list[float]:
    around = [slots[-1], *slots, slots[0]]
    before, at, after = _SMOOTHING
    return [
        before * around[i] + at * around[i + 1] + after * around[i + 2] for i in range(len(slots))
    ]


def _product(one: float, two: float) -> float:
    return one * two
