"""Other outlets' stories with the same words, and which of them is known to have come first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storywatch.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A story that has the same words; `published_latest` is set where only a day is known."""

    story_id: str
    outlet: str
    url: str
    published_at: datetime | None
    first_seen_at: datetime
    published_latest: datetime | None = None

    @classmethod
    def of(cls, story: Story) -> Twin:
        """Returns what other stories need to know of this one."""
        return cls(
            story_id=story.id,
            outlet=story.outlet,
            url=story.url,
            published_at=story.published_at,
            first_seen_at=story.first_seen_at,
            published_latest=story.published_latest,
        )

    @property
    def known_at(self) -> datetime:
        """The moment by which this story was out for certain: a bare day counts from its end."""
        claimed = self.published_latest or self.published_at or self.first_seen_at
        return min(claimed, self.first_seen_at)

    @property
    def rank(self) -> tuple[datetime, str]:
        """A total order of all stories, so that copies of copies never run in a circle."""
        return self.known_at, self.story_id


def earliest(story: Story, twins: Iterable[Twin]) -> Twin | None:
    """Returns the first of the other outlets' twins, if one was out before the story itself."""
    others = [twin for twin in twins if twin.outlet != story.outlet]
    first = min(others, key=lambda twin: twin.rank, default=None)
    return first if first and first.rank < Twin.of(story).rank else None
