"""What extraction gets wrong, by field and class, with the worst pages of each set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

Record = Mapping[str, Any]
RIGHT = {"title": "norm", "date": "day", "authors": "exact"}  # which part of a score says so
_LEAST_F1 = 0.8  # of a body: what has less is a miss


class Miss(NamedTuple):
    """A page whose field is wrong, of what class, and how right it still is, from 0 to 1."""

    field: str
    set: str
    class_: str
    worth: float
    page: str


def misses(records: Iterable[tuple[Record, Record, Record]]) -> Iterator[Miss]:
    """Yields what is wrong on pages, given as their record, what was found, and the score of it."""
    for record, found, score in records:
        for field in ("body", *RIGHT):
            if field in score and _is_missed(field, score[field]):
                kind = found.get("rejected") or _class_of(field, record["truth"], found, score)
                worth = score[field].get("f", 0.0)
                yield Miss(field, record["set"], kind, worth, record["id"])


def told(missed: Iterable[Miss], count: int) -> Iterator[str]:
    """Yields lines: how many misses each class has, then the worst `count` of a field and set."""
    groups: dict[tuple[str, str], list[Miss]] = {}
    for miss in missed:
        groups.setdefault((miss.field, miss.set), []).append(miss)
    for (field, name), group in sorted(groups.items()):
        classes = Counter(miss.class_ for miss in group).most_common()
        yield f"{field} {name}: " + ", ".join(f"{size} {kind}" for kind, size in classes)
        for miss in sorted(group, key=lambda miss: (miss.worth, miss.page))[:count]:
            yield f"  {miss.worth:.2f}  {miss.class_:14}  {miss.page}"


def _is_missed(field: str, score: Record) -> bool:
    return bool(score["f"] < _LEAST_F1 if field == "body" else not score[RIGHT[field]])


def _class_of(field: str, truth: Record, found: Record, score: Record) -> str:
    if not score[field]["has"]:
        return "nothing found"
    if field == "body":
        is_more = (score["body"]["p"] or 0) < (score["body"]["r"] or 0)
        return "chrome let in" if is_more else "text lost"
    if field == "date":
        return _distance(truth["published"], found["published"])
    if field == "title":
        return _compared(truth["title"].casefold(), found["title"].casefold())
    wanted, given = (
        set(map(str.casefold, names)) for names in (truth["authors"], found["authors"])
    )
    if wanted < given:
        return "too many"
    return "some missing" if given < wanted else "others"


def _compared(wanted: str, given: str) -> str:
    if wanted in given:
        return "too long"
    return "too short" if given in wanted else "another"


def _distance(wanted: str, given: str) -> str:
    days = abs((_day(wanted) - _day(given)).days)
    return "one day off" if days <= 1 else "another day"


def _day(moment: str) -> datetime:
    return datetime.fromisoformat(moment[:10])
