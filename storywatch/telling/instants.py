"""Instants as people read them: dates as exact as they are known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

from storywatch.story import Precision, Story

# A day begins from 13 h before its name's in UTC (Auckland in summer) to 10 h after it (Honolulu).
EASTERNMOST = timedelta(hours=13)


def minute(instant: datetime) -> str:
    """Returns an instant to the minute, in UTC."""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def published(story: Story) -> str:
    """Returns when the story was published, as a day alone where only the day is known."""
    if story.published_at is None:
        return "no date"
    if story.published_precision is Precision.DAY:
        return published_on(story, story.published_at).isoformat()
    return minute(story.published_at)


def published_there(story: Story, zone: tzinfo | None) -> str:
    """Returns when the story was published as its outlet's clock had it, with the zone."""
    if story.published_at is None or story.published_precision is Precision.DAY or zone is None:
        return published(story)
    return f"{story.published_at.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def published_exactly(story: Story) -> str | None:
    """Returns when the story was published as exactly as is known, in ISO 8601: a day alone, or an
    instant, on the outlet's clock where that is known and else in UTC."""
    if story.published_at is None:
        return None
    if story.published_precision is Precision.DAY:
        return published_on(story, story.published_at).isoformat()
    local = story.evidence.get("published_local")
    return local or story.published_at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def published_on(story: Story, day_began_at: datetime) -> date:
    """Returns the day as the outlet counts it: by evidence, else by when that day began in UTC."""
    try:
        return date.fromisoformat(story.evidence.get("published_on", ""))
    except ValueError:
        began = day_began_at.astimezone(UTC)
        return began.date() if began.hour < 11 else (began + EASTERNMOST).date()
