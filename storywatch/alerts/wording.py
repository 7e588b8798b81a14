"""Times and lengths of time as mails write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

from storywatch.story import Precision, Story


def when(instant: datetime, zone: tzinfo | None) -> str:
    """Returns an instant to the minute, with its day and zone."""
    return f"{instant.astimezone(zone or UTC):%a %d %b %Y, %H:%M %Z}"


def published(story: Story, zone: tzinfo | None) -> str:
    """Returns when a story was published, as a day where only the day is known."""
    if story.published_at is None:
        return "no date"
    if story.published_precision is Precision.DAY:
        return f"{_day_of(story, story.published_at):%a %d %b %Y}"
    return when(story.published_at, zone)


def _day_of(story: Story, began_at: datetime) -> date:
    try:
        return date.fromisoformat(story.evidence.get("published_on", ""))
    except ValueError:
        return began_at.astimezone(UTC).date()


def length(span: timedelta) -> str:
    """Returns a length of time in its two largest units: 12 s, 4 min, 2 h 10 min, 3 d 4 h."""
    seconds = round(span.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def counted(count: int, noun: str, plural: str = "") -> str:
    """Returns a number with its noun."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def shortened(text: str, most: int) -> str:
    """Returns the text, or as many whole words of it as fit."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
