"""What the journal takes and gives about sources and leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storywatch.story import Fate, Lead


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is known of a source since its last poll; a source never polled has only its names.

    `read_at` is the last poll that did not fail, `digest` that of the document last read.
    """

    outlet: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    polled_at: datetime | None = None
    read_at: datetime | None = None
    next_poll_at: datetime | None = None
    failure_count: int = 0
    last_error: str | None = None
    last_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One look at a source: a success, with `error` a failure and why, or 304 for a document that
    is as it was."""

    outlet: str
    url: str
    polled_at: datetime
    status: int
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    error: str | None = None
    next_poll_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedLead:
    """A lead in flight that is leased to this journal's owner; its first `attempt` is 1.

    `is_of_story` says that its address leads to a recorded story, so that its page may be an edit.
    """

    id: int
    lead: Lead
    attempt: int
    is_of_story: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """Which of the leads are new and leased, and how many were known."""

    queued: tuple[QueuedLead, ...]
    known_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadStatus:
    """Where a lead stands: `fate` is None while it is in flight."""

    id: int
    lead: Lead
    fate: Fate | None
    reason: str
    detail: str
    attempts: int
    discovered_at: datetime
    not_before: datetime
    settled_at: datetime | None
