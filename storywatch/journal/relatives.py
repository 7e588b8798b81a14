"""A recorded story's relatives: its family of copies, what it quotes, and its event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from storywatch.copies import join_family
from storywatch.copies.events import join_event
from storywatch.copies.families import Kinship, Member
from storywatch.journal.copies import CopyStore
from storywatch.journal.database import Database
from storywatch.journal.events import EventShelf
from storywatch.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatives:
    """The story's family with itself in it, earliest first; the stories of other families that it
    has a good part of; and its event with one story (its id) for each family in it."""

    family: tuple[Member, ...] = ()
    quotes: tuple[Member, ...] = ()
    event: int | None = None
    event_stories: tuple[str, ...] = ()


def join(database: Database, story: Story, *, now: datetime) -> Kinship | None:
    """Gives a story its family and its event; None when its text is too short for either."""
    with database.transaction():
        kinship = join_family(_as_recorded(database, story), CopyStore(database, now))
        if kinship:
            join_event(story, kinship.sketch.family, EventShelf(database, now))
    return kinship


def relatives(database: Database, story_id: str, *, now: datetime) -> Relatives:
    """Returns the relatives of a story; nobody when it is too short or its window has passed."""
    with database.snapshot():
        copies, events = CopyStore(database, now), EventShelf(database, now)
        sketch = copies.known(story_id)
        if sketch is None:
            return Relatives()
        event = events.event_of(sketch.family)
        return Relatives(
            family=copies.family(story_id),
            quotes=copies.quoted(story_id),
            event=event,
            event_stories=events.stories(event) if event else (),
        )


def _as_recorded(database: Database, story: Story) -> Story:
    """Returns the story under the id it was first recorded by, whatever its address is now."""
    row = database.row(
        "SELECT stories.id FROM addresses JOIN stories ON stories.seq = addresses.story "
        "WHERE addresses.url = ? AND addresses.outlet = ?",
        (story.url, story.outlet),
    )
    return replace(story, id=row["id"]) if row else story
