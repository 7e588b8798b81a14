"""An alarm: a field of an outlet's latest pages is missing, or comes from a place that it never
came from, too often for chance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from storywatch.layout.samples import FIELDS, Sample
from storywatch.story import Reason

LATEST = 10  # samples among which a change is looked for
LEAST_USUAL = 10  # samples before them, below which nothing is usual
UNLIKELY = 1e-5  # a change this improbable is not by chance; many are tried every day
RARE = 0.05  # of the usual samples: a place that less of them had is a new one
LAYOUT_REASONS = frozenset({Reason.NO_BODY, Reason.TOO_SHORT, Reason.NOT_A_STORY})
MOST_EXAMPLES = 3
MISSING = ""
HINTED = "hint"  # what a desk has told us is no surprise
TOO_FEW, TOO_MANY = 0.25, 4.0  # of the usual words: most of the body is gone, or chrome came in


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A field whose reading has changed: `usual` is its most frequent place, `now` the new one,
    empty when it is missing. `examples` are addresses of pages that show it."""

    field: str
    usual: str
    now: str
    since: datetime
    count: int
    of: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        changed = f"comes from {self.now!r}, not {self.usual!r}," if self.now else "is missing"
        return f"{self.field} {changed} on {self.count} of the last {self.of} pages"


def alarms(samples: Sequence[Sample]) -> tuple[Alarm, ...]:
    """Returns what has changed in the latest samples; they are oldest first.

    One outlet's layout is at stake: pages that were rejected for what they are (blocked, gone …)
    say nothing about it.
    """
    told = [one for one in samples if _is_of_the_layout(one)]
    before, latest = told[:-LATEST], told[-LATEST:]
    if len(before) < LEAST_USUAL:
        return ()
    return tuple(found for name in FIELDS if (found := _alarm(name, before, latest)))


def is_odd(sample: Sample, before: Sequence[Sample]) -> bool:
    """Whether a page gave less than the outlet's pages did, or gave it from a new place."""
    if not _is_of_the_layout(sample):
        return False
    usual = [one for one in before if _is_of_the_layout(one)][:-LATEST]
    if len(usual) < LEAST_USUAL:
        return bool(sample.reason)
    usual_words = _usual_words(usual)
    return any(
        _share(place, _places(name, usual, usual_words)) < RARE
        for name in FIELDS
        if (place := _place(name, sample, usual_words)) != HINTED
    )


def _is_of_the_layout(sample: Sample) -> bool:
    return not sample.reason or sample.reason in LAYOUT_REASONS


def _alarm(name: str, before: Sequence[Sample], latest: Sequence[Sample]) -> Alarm | None:
    usual_words = _usual_words(before)
    usual = _places(name, before, usual_words)
    now = _places(name, latest, usual_words)
    for place in dict.fromkeys(reversed(now)):
        if not _may_alarm(place, usual):
            continue
        for size in _sizes(len(now)):
            count = now[-size:].count(place)
            if _tail(count, size, _smoothed(place, usual)) < UNLIKELY:
                shown = [one for one, was in zip(latest, now, strict=True) if was == place]
                return Alarm(
                    field=name,
                    usual=max(sorted(set(usual)), key=usual.count),
                    now=place,
                    since=shown[0].at,
                    count=count,
                    of=size,
                    examples=tuple(one.url for one in shown[-MOST_EXAMPLES:]),
                )
    return None


def _may_alarm(place: str, usual: Sequence[str]) -> bool:
    return place == MISSING or (place != HINTED and _share(place, usual) < RARE)


def _sizes(most: int) -> Iterator[int]:
    """How many of the latest samples are looked at: few first, so that a change shows early."""
    yield from (size for size in range(4, LATEST + 1, 2) if size <= most)


def _places(name: str, samples: Sequence[Sample], usual_words: float) -> list[str]:
    if name != "body":
        return [one.origins.get(name, MISSING) for one in samples]
    return [_place(name, one, usual_words) for one in samples]


def _place(name: str, sample: Sample, usual_words: float) -> str:
    place = sample.origins.get(name, MISSING)
    if name != "body" or not place or place == HINTED:
        return place
    if sample.words < TOO_FEW * usual_words:
        return MISSING
    return "far more text" if sample.words > TOO_MANY * usual_words else place


def _usual_words(samples: Sequence[Sample]) -> float:
    read = [one.words for one in samples if not one.reason]
    return median(read) if read else 0.0


def _share(place: str, places: Sequence[str]) -> float:
    return places.count(place) / len(places)


def _smoothed(place: str, places: Sequence[str]) -> float:
    return (places.count(place) + 1) / (len(places) + 2)


def _tail(count: int, size: int, share: float) -> float:
    """The probability of at least `count` among `size` when each has it with that share."""
    return sum(
        math.comb(size, k) * share**k * (1 - share) ** (size - k) for k in range(count, size + 1)
    )
