"""What the index is still to be told: claimed story by story, and gone once it was told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storywatch.journal.database import Database
from storywatch.journal.instants import from_ms, from_ms_or_none, to_ms, to_ms_or_none
from storywatch.journal.owner import is_dead
from storywatch.journal.shipments import Shipment, shipments

LEASE = timedelta(minutes=5)  # far longer than the longest request to the index
PAGE = 500  # stories; no reader holds the journal for long

# One entry that is leased holds all of its story's entries back.
FREE = """
SELECT story FROM index_outbox AS entry WHERE NOT EXISTS (
    SELECT 1 FROM index_outbox WHERE story = entry.story AND lease_expires_at > ?1
    AND lease_owner NOT IN (SELECT value FROM json_each(?2))
) ORDER BY seq LIMIT ?3
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A story that this owner alone tells the index now, and the outbox entries that it settles."""

    shipment: Shipment
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCount:
    """One count of the ledger; a later state of the same count has a higher `seq`."""

    seq: int
    outlet: str
    hour: datetime
    fate: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDeadLetter:
    """A story that the index refuses, and the index's words for why."""

    story: str
    revision: int
    reason: str
    refused_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits for the index; `oldest_at` is when the longest waiting revision was recorded."""

    stories: int
    counts: int
    dead_letters: int
    oldest_at: datetime | None


class IndexOutbox:
    """The outbox as one owner sees it; every method is one short transaction."""

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    def claim(self, *, now: datetime, limit: int) -> tuple[Claim, ...]:
        """Leases the stories that wait longest; one that anybody ships already is left alone.

        What is returned is read after the lease is taken, so that nobody ships an older state
        of a story after a newer one.
        """
        with self._database.transaction():
            rows = self._database.rows(FREE, (to_ms(now), json.dumps(self._dead_owners()), limit))
            stories = json.dumps(list({row["story"] for row in rows}))
            self._database.run(
                "UPDATE index_outbox SET lease_owner = ?, lease_expires_at = ?, "
                "attempts = attempts + 1 WHERE story IN (SELECT value FROM json_each(?))",
                (self._owner, to_ms(now + LEASE), stories),
            )
            entries = self._database.rows(
                "SELECT story, json_group_array(seq) AS seqs FROM index_outbox "
                "WHERE story IN (SELECT value FROM json_each(?)) GROUP BY story",
                (stories,),
            )
            by_story = {row["story"]: tuple(json.loads(row["seqs"])) for row in entries}
            found = shipments(self._database, stories)
        return tuple(Claim(shipment=one, entries=by_story[one.seq]) for one in found)

    def is_leased(self, *, now: datetime) -> bool:
        """Whether anybody who lives is telling the index of a story."""
        row = self._database.row(
            "SELECT 1 FROM index_outbox WHERE lease_expires_at > ? "
            "AND lease_owner NOT IN (SELECT value FROM json_each(?)) LIMIT 1",
            (to_ms(now), json.dumps(self._dead_owners())),
        )
        return row is not None

    def done(self, claims: Sequence[Claim], *, now: datetime) -> None:
        """Settles what the index has now; what came in meanwhile stays to be told."""
        with self._database.transaction():
            self._settle(claims)
            self._database.run_many(
                "INSERT INTO indexed (story, indexed_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [(claim.shipment.seq, to_ms(now)) for claim in claims],
            )
            self._database.run(
                "DELETE FROM index_dead_letters WHERE story IN (SELECT value FROM json_each(?))",
                (json.dumps([claim.shipment.seq for claim in claims]),),
            )

    def note_indexed(self, stories: Iterable[int], *, now: datetime) -> None:
        """Notes that the index gets stories past the outbox; who waits there is told later."""
        with self._database.transaction():
            self._database.run(
                "INSERT INTO indexed (story, indexed_at) SELECT value, ? FROM json_each(?) "
                "WHERE value NOT IN (SELECT story FROM index_outbox) ON CONFLICT DO NOTHING",
                (to_ms(now), json.dumps(list(stories))),
            )

    def release(self, claims: Sequence[Claim]) -> None:
        """Gives leases back: the stories wait on."""
        with self._database.transaction():
            self._database.run(
                "UPDATE index_outbox SET lease_owner = NULL, lease_expires_at = NULL "
                "WHERE lease_owner = ? AND seq IN (SELECT value FROM json_each(?))",
                (self._owner, _entries(claims)),
            )

    def bury(self, claim: Claim, reason: str, *, now: datetime) -> None:
        """Settles a story that the index refuses as a dead letter with the index's reason."""
        with self._database.transaction():
            self._settle([claim])
            self._database.run(
                "INSERT OR REPLACE INTO index_dead_letters (story, revision, reason, refused_at) "
                "VALUES (?, ?, ?, ?)",
                (claim.shipment.seq, claim.shipment.revision, reason, to_ms(now)),
            )

    def dead_letters(self) -> tuple[IndexDeadLetter, ...]:
        """Returns the stories that the index refused, latest first."""
        rows = self._database.rows(
            "SELECT id, index_dead_letters.* FROM index_dead_letters JOIN stories "
            "ON stories.seq = story ORDER BY refused_at DESC, story DESC"
        )
        return tuple(
            IndexDeadLetter(
                story=row["id"],
                revision=row["revision"],
                reason=row["reason"],
                refused_at=from_ms(row["refused_at"]),
            )
            for row in rows
        )

    def tell_again(self, stories: Iterable[str] | None = None) -> int:
        """Puts stories in the outbox again, all dead letters for None; returns how many."""
        chosen = (
            "SELECT seq, stories.revision, 0 FROM index_dead_letters JOIN stories ON seq = story"
            if stories is None
            else "SELECT seq, revision, 0 FROM json_each(?) JOIN stories ON stories.id = value"
        )
        with self._database.transaction():
            return self._database.run(
                f"INSERT INTO index_outbox (story, revision, created_at) {chosen}",
                () if stories is None else (json.dumps(list(stories)),),
            ).rowcount

    def counts(self, limit: int) -> tuple[LedgerCount, ...]:
        """Returns the ledger's counts that the index was not told, oldest change first."""
        rows = self._database.rows(
            "SELECT ledger_outbox.seq, tallies.* FROM ledger_outbox "
            "JOIN tallies USING (outlet, hour, fate, reason) ORDER BY seq LIMIT ?",
            (limit,),
        )
        return tuple(_count(row) for row in rows)

    def counts_done(self, seqs: Iterable[int]) -> None:
        """Settles counts; one that changed meanwhile has another seq and stays."""
        with self._database.transaction():
            self._database.run(
                "DELETE FROM ledger_outbox WHERE seq IN (SELECT value FROM json_each(?))",
                (json.dumps(list(seqs)),),
            )

    def tell_all_counts(self) -> None:
        """Has every count of the ledger told again, for an index that is new."""
        with self._database.transaction():
            self._database.run(
                "INSERT INTO ledger_outbox (outlet, hour, fate, reason) "
                "SELECT outlet, hour, fate, reason FROM tallies WHERE true ON CONFLICT DO NOTHING"
            )

    def has_any(self) -> bool:
        """Whether anything waits at all."""
        row = self._database.row(
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM index_outbox) "
            "OR EXISTS (SELECT 1 FROM ledger_outbox)"
        )
        return row is not None

    def backlog(self) -> Backlog:
        """Returns how much waits and for how long."""
        row = self._database.rows(
            "SELECT (SELECT count(DISTINCT story) FROM index_outbox) AS stories, "
            "(SELECT count(*) FROM ledger_outbox) AS counts, "
            "(SELECT count(*) FROM index_dead_letters) AS dead_letters, "
            "(SELECT min(created_at) FROM index_outbox WHERE created_at > 0) AS oldest"
        )[0]
        return Backlog(
            stories=row["stories"],
            counts=row["counts"],
            dead_letters=row["dead_letters"],
            oldest_at=from_ms_or_none(row["oldest"]),
        )

    def waiting(self, stories: Collection[str]) -> frozenset[str]:
        """Returns those of the stories that the index is still to be told of, or refused."""
        rows = self._database.rows(
            "SELECT stories.id FROM json_each(?) JOIN stories ON stories.id = value WHERE seq IN "
            "(SELECT story FROM index_outbox UNION ALL SELECT story FROM index_dead_letters)",
            (json.dumps(list(stories)),),
        )
        return frozenset(row["id"] for row in rows)

    def everything(self, *, after: int = 0, size: int = PAGE) -> Iterator[tuple[Shipment, ...]]:
        """Yields all stories' current states in the order of recording, a page at a time."""
        while True:
            with self._database.snapshot():
                rows = self._database.rows(
                    "SELECT seq FROM stories WHERE seq > ? ORDER BY seq LIMIT ?", (after, size)
                )
                found = shipments(self._database, json.dumps([row["seq"] for row in rows]))
            if not rows:
                return
            yield found
            after = rows[-1]["seq"]

    def current(self, stories: Collection[str]) -> tuple[Shipment, ...]:
        """Returns the current states of the stories of those ids."""
        with self._database.snapshot():
            rows = self._database.rows(
                "SELECT seq FROM json_each(?) JOIN stories ON stories.id = value",
                (json.dumps(list(stories)),),
            )
            return shipments(self._database, json.dumps([row["seq"] for row in rows]))

    def known(self, stories: Collection[str], *, since: datetime | None) -> frozenset[str]:
        """Returns those of the ids that are recorded stories, first seen since then."""
        rows = self._database.rows(
            "SELECT stories.id FROM json_each(?1) JOIN stories ON stories.id = value "
            "WHERE ?2 IS NULL OR first_seen_at >= ?2",
            (json.dumps(list(stories)), to_ms_or_none(since)),
        )
        return frozenset(row["id"] for row in rows)

    def _settle(self, claims: Sequence[Claim]) -> None:
        self._database.run(
            "DELETE FROM index_outbox WHERE seq IN (SELECT value FROM json_each(?))",
            (_entries(claims),),
        )

    def _dead_owners(self) -> list[str]:
        rows = self._database.rows(
            "SELECT DISTINCT lease_owner FROM index_outbox WHERE lease_owner IS NOT NULL"
        )
        return [row["lease_owner"] for row in rows if is_dead(row["lease_owner"])]


def _entries(claims: Sequence[Claim]) -> str:
    return json.dumps([entry for claim in claims for entry in claim.entries])


def _count(row: sqlite3.Row) -> LedgerCount:
    return LedgerCount(
        seq=row["seq"],
        outlet=row["outlet"],
        hour=from_ms(row["hour"]),
        fate=row["fate"],
        reason=row["reason"],
        count=row["count"],
    )
