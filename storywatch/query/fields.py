"""The fields that a query can name, and what a story holds in each of them."""

from __future__ import annotations

from datetime import UTC, datetime

from storywatch.story import Story

SEARCHED = ("title", "standfirst", "body")  # where a clause without a field looks
TEXTS = (*SEARCHED, "author", "outlet", "section", "language", "url")
MOMENTS = ("published",)
SCOPES = ("exact", "topic")  # written like fields, but they say how to look
GAP = 100  # words that lie between two values of a field; no clause reaches across


def values(story: Story, field: str) -> tuple[str, ...]:
    """Returns the texts that a story holds in a text field: one, or one an author."""
    if field == "author":
        return story.authors
    value: str | None = getattr(story, field)
    return (value,) if value else ()


def text(story: Story, field: str) -> str:
    """Returns a field as the passages cite it; authors stand one a line."""
    if field in MOMENTS:
        instant = moment(story, field)
        return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if instant else ""
    return "\n".join(values(story, field))


def moment(story: Story, field: str) -> datetime | None:
    """Returns the instant that a story holds in a field of time, if it is known."""
    return story.published_at if field == "published" else None
