"""Whether a source is worth polling, in a sentence that a person can act on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storywatch.discover.document import Discovery
from storywatch.discover.rough_time import rough_instant
from storywatch.story import Lead

FRESH = timedelta(days=7)  # a source whose newest story is older may have been given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a look at a source showed; `newest_at` is the date of its newest story there."""

    is_fine: bool
    sentence: str
    lead_count: int = 0
    newest_at: datetime | None = None


def judge(found: Discovery | str, *, now: datetime) -> Verdict:
    """Returns the verdict on what a source announces, or on why it could not be read."""
    if isinstance(found, str):
        return Verdict(is_fine=False, sentence=found)
    if not found.leads:
        return Verdict(is_fine=False, sentence=_nothing(found))
    count = len(found.leads)
    newest_at = max(filter(None, map(_told_at, found.leads)), default=None)
    lists = f"lists {_counted(count, 'story', 'stories')}"
    if newest_at is None:
        sentence = f"{lists}, without dates"
    elif newest_at < now - FRESH:
        sentence = (
            f"{lists}, the newest {_ago(now - newest_at)}: it may have been given up;"
            " look for another source of the outlet"
        )
    else:
        sentence = f"{lists}, the newest {_ago(now - newest_at)}"
    is_fine = newest_at is None or newest_at >= now - FRESH
    return Verdict(
        is_fine=is_fine,
        sentence=sentence + _left_out(found),
        lead_count=count,
        newest_at=newest_at,
    )


def _told_at(lead: Lead) -> datetime | None:
    return rough_instant(lead.published_text) or rough_instant(lead.modified_text)


def _nothing(found: Discovery) -> str:
    if found.refused:
        return f"lists nothing that can be a lead{_left_out(found)}"
    if found.children:
        return f"lists {_counted(len(found.children), 'sitemap', 'sitemaps')} without a story"
    return "answers and parses, but lists no story: look for another source if that lasts"


def _left_out(found: Discovery) -> str:
    if not found.refused:
        return ""
    address, why = found.refused[0]
    return f"; {_counted(found.refused_count, 'address', 'addresses')} left out: {address}: {why}"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _ago(passed: timedelta) -> str:
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 120:
        return f"{_counted(minutes, 'minute', 'minutes')} ago"
    if minutes < 48 * 60:
        return f"{minutes // 60} hours ago"
    return f"{minutes // 1440:,} days ago"
