"""What is exported: a story with its matches, and what is said once about all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from storywatch.journal import RecordedMatch, story_to_document
from storywatch.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A story and the topics that ever matched it."""

    story: Story
    matches: Sequence[RecordedMatch] = ()

    @property
    def urn(self) -> str:
        """The id that feed readers know the story by, the same over formats and revisions."""
        return f"urn:storywatch:story:{self.story.id}"

    @property
    def topics(self) -> list[str]:
        """The names of the topics."""
        return [match.topic for match in self.matches]


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What a feed says of itself; `selection` names what was chosen, such as "topic=trade"."""

    title: str
    made_at: datetime
    selection: str = "all"

    @property
    def urn(self) -> str:
        """The id of the feed, the same for the same selection."""
        return f"urn:storywatch:stories:{quote(self.selection)}"


def entry_to_document(entry: Entry) -> dict[str, Any]:
    """Returns the story's document with its matches, as plain JSON values."""
    matches = [match_to_document(match) for match in entry.matches]
    return {**story_to_document(entry.story), "matches": matches}


def match_to_document(match: RecordedMatch) -> dict[str, Any]:
    """Returns a match with its passages, as plain JSON values."""
    return {**asdict(match), "matched_at": timestamp(match.matched_at)}


def timestamp(instant: datetime) -> str:
    """Returns an instant as RFC 3339 writes it, in UTC."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
