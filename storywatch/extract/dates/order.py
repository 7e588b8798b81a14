"""Day before month or month before day: what an outlet's own dates show of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from storywatch.extract.dates.written import LONGEST_LINE, Written

_EITHER = re.compile(r"(?<!\d)\d{1,2}\s?([/|-])\s?\d{1,2}\s?\1\s?(?:\d{4}|\d{2})(?!\d)")
_ANY_DAY = date(2000, 1, 1)  # "today" for lines whose year is told
_LEAST_LEAD = 9  # votes for one order per vote against it


def could_swap(text: str) -> bool:
    """Whether a line holds a date such as 03/04/2026, which countries read in two ways."""
    return bool(_EITHER.search(text[:LONGEST_LINE]))


def order_votes(texts: Iterable[str]) -> Counter[str]:
    """Counts what one page's date lines show: "DMY" and "MDY".

    A number above 12 is a day; and 03/04/2026 shows its order when another line of the same page
    names the day in words or as a machine would.
    """
    dates = [written for text in texts for written in _written(text)]
    sure = {written.moment.date() for written in dates if not could_swap(written.text)}
    votes: Counter[str] = Counter()
    for written in dates:
        if could_swap(written.text):
            votes.update(_vote(written, sure))
    return votes


def settled_order(votes: Mapping[str, int]) -> str | None:
    """Returns the order that an outlet's votes agree on, nothing while they do not."""
    ranked = Counter(votes).most_common()
    if not ranked or ranked[0][1] <= _LEAST_LEAD * sum(count for _, count in ranked[1:]):
        return None
    return ranked[0][0]


def learn_order(texts: Iterable[str]) -> str | None:
    """Returns "DMY" or "MDY" when one page's date lines show which; nothing while they do not."""
    return settled_order(order_votes(texts))


def _written(text: str) -> list[Written]:
    # The process that crawls reads dates only where their order is in doubt.
    from storywatch.extract.dates.grammar import find_dates  # noqa: PLC0415
    from storywatch.extract.dates.machine import read_machine  # noqa: PLC0415
    from storywatch.extract.dates.vocabulary import plain  # noqa: PLC0415

    line = plain(text[:LONGEST_LINE])
    machine = read_machine(line)
    return [machine] if machine else find_dates(line, (), _ANY_DAY)


def _vote(written: Written, sure: set[date]) -> list[str]:
    found = _EITHER.search(written.text)
    first, second = re.findall(r"\d+", found[0])[:2] if found else ("0", "0")
    if written.alternative is None:
        by_size = (("DMY", int(first)), ("MDY", int(second)))
        return [order for order, number in by_size if number > 12]
    by_day = (("DMY", written.moment.date()), ("MDY", written.alternative))
    backed = [order for order, day in by_day if _is_backed(day, sure)]
    return backed if len(backed) == 1 else []


def _is_backed(day: date, sure: set[date]) -> bool:
    """A zone may move a day by one."""
    return any(abs(day - other) <= timedelta(days=1) for other in sure)
