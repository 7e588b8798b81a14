"""The ledger's own count of leads and fates, kept apart from the leads to check them."""

from __future__ import annotations

from datetime import datetime

from storywatch.journal.database import Database
from storywatch.journal.instants import from_ms_or_none, hour_of

DISCOVERED = "discovered"


def tally(database: Database, key: tuple[str, int, str], reason: str = "", by: int = 1) -> None:
    """Counts one more of (outlet, instant of discovery, fate); a lead's fate counts in the hour of
    its discovery, so that every hour balances by itself."""
    outlet, discovered_at, fate = key
    database.run(
        "INSERT INTO tallies (outlet, hour, fate, reason, count) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET count = count + excluded.count",
        (outlet, hour_of(discovered_at), fate, reason, by),
    )


def watched_since(database: Database, outlet: str) -> datetime | None:
    """Returns the hour in which an outlet's first lead was discovered."""
    row = database.row("SELECT min(hour) AS at FROM tallies WHERE outlet = ?", (outlet,))
    return from_ms_or_none(row["at"]) if row else None
