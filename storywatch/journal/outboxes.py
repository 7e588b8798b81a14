"""The outboxes: what the index and the alerts have still to be told."""

from __future__ import annotations

from storywatch.journal.database import Database


def counts(database: Database) -> dict[str, int]:
    """Returns how many entries wait, by outbox."""
    return {
        "index": database.value("SELECT count(*) FROM index_outbox"),
        "alerts": database.value("SELECT count(*) FROM alert_outbox"),
    }
