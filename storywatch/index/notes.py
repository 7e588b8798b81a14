"""What is remembered of the index between runs: a rebuild under way, and how far back it goes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from storywatch.journal import Journal

REBUILD = "index_rebuild"
KEPT_SINCE = "index_kept_since"
OF_NO_OUTLET = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildUnderWay:
    """The new index, and the number of the last story that is in it for sure.

    Until `hold_until` (ISO 8601) the relay keeps still: the rebuild begins, or takes over.
    """

    index: str
    after: int
    hold_until: str = ""

    def holds(self, now: datetime) -> bool:
        """Whether the relay has to keep still."""
        return bool(self.hold_until) and now < datetime.fromisoformat(self.hold_until)


def rebuild_under_way(journal: Journal) -> RebuildUnderWay | None:
    """Returns the rebuild that was begun and has not ended; the relay writes to its index too."""
    note = journal.memory(OF_NO_OUTLET, REBUILD)
    return RebuildUnderWay(**note) if note else None


def note_rebuild(journal: Journal, rebuild: RebuildUnderWay | None) -> None:
    """Remembers how far a rebuild is, or that none is under way."""
    journal.remember(OF_NO_OUTLET, REBUILD, asdict(rebuild) if rebuild else None)


def kept_since(journal: Journal) -> datetime | None:
    """Returns since when stories must be first seen to be in the index; None is for ever."""
    note = journal.memory(OF_NO_OUTLET, KEPT_SINCE)
    return datetime.fromisoformat(note) if note else None


def note_kept_since(journal: Journal, since: datetime) -> None:
    """Remembers that older stories were taken out of the index."""
    journal.remember(OF_NO_OUTLET, KEPT_SINCE, since.isoformat())
