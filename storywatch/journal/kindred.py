"""Gives stories their families and events: with what one process holds of these in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from storywatch.copies import Twin, adopt, find_family, join_event
from storywatch.copies.families import Kinship
from storywatch.copies.kinship import Kind
from storywatch.copies.twins import earliest
from storywatch.journal.copies import CopyStore
from storywatch.journal.database import Database
from storywatch.journal.documents import from_text
from storywatch.journal.events import EventMemory, EventShelf
from storywatch.journal.postings import Postings
from storywatch.journal.shelf import Writing, amend, current
from storywatch.story import Story

MOST_ANSWERS = 32  # that are remembered


class Kindred:
    """The journal's copies and events; hold one as long as the journal is open."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._postings = Postings(database)
        self._events = EventMemory(database)
        self._mark: object = None
        self._answers: dict[object, Kinship | None] = {}  # as long as nothing is kept

    def find(self, story: Story, *, now: datetime) -> Kinship | None:
        """Returns what a story would be among those kept; None when its text is too short.

        Asked once more while nothing was kept since, it gives the same answer at no cost.
        """
        mark = self._postings.read_on()
        if mark != self._mark or len(self._answers) == MOST_ANSWERS:
            self._mark, self._answers = mark, {}
        asked = (story.id, story.url, story.body, Twin.of(story).rank)
        if asked not in self._answers:
            self._answers[asked] = find_family(story, self._store(now))
        return self._answers[asked]

    def join(self, story: Story, *, now: datetime, page_url: str | None = None) -> Kinship | None:
        """Gives a story its family and its event; None when its text is too short for either."""
        with self._database.transaction():
            kinship = self.find(self._as_recorded(story, page_url or story.url), now=now)
            if kinship:
                self._store(now).keep(kinship)
                # A story that is found late belongs to the events of its own days.
                shelf = EventShelf(self._events, kinship.sketch.known_at)
                join_event(story, kinship.sketch.family, shelf)
                self._adopt(kinship, now)
                self._name_original(kinship, now)
        return kinship

    def forget(self, *, now: datetime) -> int:
        """Drops the families whose window has passed, and returns how many."""
        return self._store(now).forget()

    def regroup(self, *, now: datetime) -> int:
        """Puts the events of the window right, and returns how many families moved."""
        return EventShelf(self._events, now).regroup()

    def _store(self, now: datetime) -> CopyStore:
        return CopyStore(self._database, self._postings, now)

    def _adopt(self, kinship: Kinship, now: datetime) -> None:
        """Names the story as the original of its copies that were recorded before it."""
        adopted = [edge for edge in kinship.adopted if edge.kind in (Kind.REPOST, Kind.EXCERPT)]
        copies = self._store(now).sketches([edge.child for edge in adopted])
        for sketch in copies.values():
            self._amend(sketch.story_id, [kinship.sketch.twin], now)

    def _name_original(self, kinship: Kinship, now: datetime) -> None:
        """Names the original of a story that was looked for before that one was recorded."""
        if kinship.sources:
            self._amend(kinship.sketch.story_id, kinship.sources, now, only_without=True)

    def _amend(
        self, story_id: str, twins: Sequence[Twin], now: datetime, *, only_without: bool = False
    ) -> None:
        row = current(self._database, "stories.id = ?", (story_id,))
        recorded = from_text(row["document"]) if row else None
        if row is None or recorded is None or (only_without and recorded.original):
            return
        twin = earliest(recorded, twins)
        changed = adopt(recorded, twin) if twin else recorded
        if changed != recorded:
            writing = Writing(database=self._database, lead_id=0, now=now)
            amend(writing, row["seq"], changed)

    def _as_recorded(self, story: Story, page_url: str) -> Story:
        """Returns the story under the id it was first recorded by, whatever its address is now, or
        whatever address its page claims."""
        row = self._database.row(
            "SELECT stories.id, stories.url FROM addresses "
            "JOIN stories ON stories.seq = addresses.story "
            "WHERE addresses.url = ? AND addresses.outlet = ?",
            (page_url, story.outlet),
        )
        is_other = row and row["id"] != story.id
        return replace(story, id=row["id"], url=row["url"]) if row and is_other else story
