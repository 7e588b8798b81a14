"""The journal: everything that must survive, in one SQLite file, with the project's only SQL."""

from storywatch.journal.documents import story_from_document, story_to_document
from storywatch.journal.index_outbox import (
    Backlog,
    Claim,
    IndexDeadLetter,
    IndexOutbox,
    LedgerCount,
)
from storywatch.journal.journal import Journal
from storywatch.journal.ledger import Ledger, LedgerRow
from storywatch.journal.notes import RobotsCopy
from storywatch.journal.reading import RecordedMatch
from storywatch.journal.relatives import Relatives
from storywatch.journal.searching import Hit, SearchResult
from storywatch.journal.shapes import Discovery, LeadStatus, Poll, QueuedLead, SourceState
from storywatch.journal.shipments import Kin, Shipment
from storywatch.journal.twins import body_digest

__all__ = [
    "Backlog",
    "Claim",
    "Discovery",
    "Hit",
    "IndexDeadLetter",
    "IndexOutbox",
    "Journal",
    "Kin",
    "LeadStatus",
    "Ledger",
    "LedgerCount",
    "LedgerRow",
    "Poll",
    "QueuedLead",
    "RecordedMatch",
    "Relatives",
    "RobotsCopy",
    "SearchResult",
    "Shipment",
    "SourceState",
    "body_digest",
    "story_from_document",
    "story_to_document",
]
