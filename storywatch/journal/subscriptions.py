"""Who is told of what: heartbeats, unsubscribing, and when each was last mailed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime

from storywatch.alert import Pair
from storywatch.journal.database import Database
from storywatch.journal.instants import from_ms, to_ms

WAITING = "delivery IS NULL AND silenced IS NULL"


class Subscriptions:
    """What is kept of each recipient and topic."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mailed_at(self) -> dict[Pair, datetime]:
        """Returns when each recipient was last mailed on each topic."""
        return self._instants("mailed_at")

    def beaten_at(self) -> dict[Pair, datetime]:
        """Returns up to when heartbeats are settled, of those who have not unsubscribed."""
        gone = self.unsubscribed()
        return {pair: at for pair, at in self._instants("beaten_at").items() if pair not in gone}

    def note_mail(self, pairs: Iterable[Pair], *, at: datetime, is_heartbeat: bool) -> None:
        """Notes that recipients were mailed on topics; a heartbeat is no mail that throttles."""
        column = "beaten_at" if is_heartbeat else "mailed_at"
        self._database.run_many(
            f"INSERT INTO subscriptions (recipient, topic, {column}) VALUES (?, ?, ?) "
            f"ON CONFLICT DO UPDATE SET {column} = excluded.{column}",
            [(*pair, to_ms(at)) for pair in pairs],
        )

    def begin_heartbeats(self, pairs: Iterable[Pair], *, now: datetime) -> None:
        """Starts the heartbeats of recipients and topics that have none yet."""
        self._database.run_many(
            "INSERT INTO subscriptions (recipient, topic, beaten_at) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET beaten_at = excluded.beaten_at WHERE beaten_at IS NULL",
            [(*pair, to_ms(now)) for pair in pairs],
        )

    def settle_heartbeats(self, settled: Mapping[Pair, datetime]) -> None:
        """Notes up to when heartbeats are settled without a mail, for something was found."""
        self._database.run_many(
            "UPDATE subscriptions SET beaten_at = max(beaten_at, ?) "
            "WHERE recipient = ? AND topic = ?",
            [(to_ms(at), *pair) for pair, at in settled.items()],
        )

    def unsubscribe(self, pairs: Iterable[Pair], *, now: datetime) -> None:
        """Takes recipients off topics for good; what waits for them there is not told."""
        with self._database.transaction():
            for pair in pairs:
                self._database.run(
                    "INSERT INTO subscriptions (recipient, topic, unsubscribed_at) "
                    "VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
                    "SET unsubscribed_at = coalesce(unsubscribed_at, excluded.unsubscribed_at)",
                    (*pair, to_ms(now)),
                )
                self._database.run(
                    "UPDATE alerts SET silenced = 'unsubscribed' "
                    f"WHERE recipient = ? AND topic = ? AND {WAITING}",
                    pair,
                )

    def subscribe(self, pairs: Iterable[Pair]) -> int:
        """Takes back what `unsubscribe` did, for matches from now on; returns for how many."""
        return sum(
            self._database.run(
                "UPDATE subscriptions SET unsubscribed_at = NULL WHERE recipient = ? "
                "AND topic = ? AND unsubscribed_at IS NOT NULL",
                pair,
            ).rowcount
            for pair in pairs
        )

    def unsubscribed(self) -> frozenset[Pair]:
        """Returns who wants to hear no more of what."""
        rows = self._database.rows(
            "SELECT recipient, topic FROM subscriptions WHERE unsubscribed_at IS NOT NULL"
        )
        return frozenset((row["recipient"], row["topic"]) for row in rows)

    def _instants(self, column: str) -> dict[Pair, datetime]:
        rows = self._database.rows(f"SELECT * FROM subscriptions WHERE {column} IS NOT NULL")
        return {_pair(row): from_ms(row[column]) for row in rows}


def _pair(row: sqlite3.Row) -> Pair:
    return row["recipient"], row["topic"]
