"""Deliveries on disk: intents with frozen bytes, who sends them now, and what became of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Literal

from storywatch.alert import Mail
from storywatch.journal.alerts import clocks_in
from storywatch.journal.database import Database
from storywatch.journal.instants import from_ms, from_ms_or_none, to_ms, to_ms_or_none
from storywatch.journal.owner import is_dead
from storywatch.journal.subscriptions import WAITING, Subscriptions
from storywatch.journal.tallies import watched_since
from storywatch.latency import Way, way

LEASE = timedelta(minutes=20)  # longer than connecting and the ten minutes after the final dot
State = Literal["waiting", "handing_over", "sent", "held", "dead"]
OPEN: tuple[State, ...] = ("waiting", "handing_over", "held", "dead")
OnUncertain = Literal["resend", "hold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A mail as it is to be sent, before anything is sent of it."""

    message_id: str
    subject: str
    content: bytes
    on_uncertain: OnUncertain = "resend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One mail to one recipient; `attempts` counts the tries that the server turned down."""

    id: int
    message_id: str
    recipient: str
    topics: tuple[str, ...]
    subject: str
    content: bytes
    state: State
    attempts: int
    uncertain_count: int
    due_at: datetime
    not_before: datetime
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryEvent:
    """Something that happened to a delivery, in the server's words."""

    happened_at: datetime
    event: str
    words: str


class DeliveryShelf:
    """The mails that are to be sent, as one owner of leases sees them."""

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner
        self._subscriptions = Subscriptions(database)

    def intend(self, mail: Mail, intent: Intent, *, now: datetime) -> bool:
        """Writes a mail and takes its alerts as told, together.

        Returns False, and writes nothing, when one of them is told already.
        """
        with self._lasting(), self._database.transaction():
            row = self._database.row(
                "SELECT 1 FROM deliveries WHERE message_id = ?", (intent.message_id,)
            )
            if row is not None or not self._all_wait(mail):
                return False
            delivery = self._insert(mail, intent, now)
            self._database.run_many(
                "UPDATE alerts SET delivery = ? WHERE topic = ? AND recipient = ? AND edition = ? "
                "AND story = (SELECT seq FROM stories WHERE id = ?)",
                [
                    (delivery, alert.topic, alert.recipient, alert.edition, alert.story)
                    for alert in mail.alerts
                ],
            )
            self._subscriptions.note_mail(
                [(mail.recipient, topic) for topic in mail.topics],
                at=mail.at,
                is_heartbeat=mail.heartbeat is not None,
            )
        return True

    def claim(self, *, now: datetime, limit: int = 50) -> tuple[Delivery, ...]:
        """Leases the mails that are due and that nobody sends now.

        What another owner was handing over when its lease ended is uncertain, and is resent or held
        as its policy says.
        """
        if not self._is_any_open(now):
            return ()
        with self._database.transaction():
            self._end_abandoned(now)
            rows = self._database.rows(
                "SELECT * FROM deliveries WHERE state = 'waiting' AND not_before <= ? "
                "AND lease_owner IS NULL ORDER BY due_at, id LIMIT ?",
                (to_ms(now), limit),
            )
            self._database.run_many(
                "UPDATE deliveries SET lease_owner = ?, lease_expires_at = ? WHERE id = ?",
                [(self._owner, to_ms(now + LEASE), row["id"]) for row in rows],
            )
        return tuple(map(_delivery, rows))

    def release(self, delivery: int, *, until: datetime) -> None:
        """Gives a leased mail back, to be claimed again from then on."""
        self._database.run(
            "UPDATE deliveries SET lease_owner = NULL, lease_expires_at = NULL, not_before = ? "
            "WHERE id = ? AND lease_owner = ? AND state = 'waiting'",
            (to_ms(until), delivery, self._owner),
        )

    def hand_over(self, delivery: int, *, now: datetime) -> None:
        """Notes that from here on the mail may arrive; if no answer is noted, it is uncertain."""
        with self._lasting(), self._database.transaction():
            self._database.run(
                "UPDATE deliveries SET state = 'handing_over', lease_owner = ?, "
                "lease_expires_at = ? WHERE id = ?",
                (self._owner, to_ms(now + LEASE), delivery),
            )
            self._note(delivery, "handing over", "", now)

    def accepted(self, delivery: int, words: str, *, now: datetime) -> None:
        """Notes that the mail was taken."""
        with self._lasting(), self._database.transaction():
            self._settle(delivery, "sent", now)
            self._database.run(
                "UPDATE deliveries SET accepted_at = ? WHERE id = ?", (to_ms(now), delivery)
            )
            self._note(delivery, "accepted", words, now)

    def put_off(self, delivery: int, words: str, *, until: datetime, now: datetime) -> None:
        """Notes that the mail itself was not taken this time: one of its tries is used up."""
        with self._database.transaction():
            self._settle(delivery, "waiting", until)
            self._database.run(
                "UPDATE deliveries SET attempts = attempts + 1 WHERE id = ?", (delivery,)
            )
            self._note(delivery, "deferred", words, now)

    def wait(self, delivery: int, words: str, *, until: datetime, now: datetime) -> None:
        """Notes that the channel could not be reached, which costs the mail none of its tries."""
        with self._database.transaction():
            self._settle(delivery, "waiting", until)
            self._note(delivery, "unreachable", words, now)

    def give_up(self, delivery: int, words: str, *, now: datetime) -> None:
        """Makes the mail a dead letter, with the server's words."""
        with self._database.transaction():
            self._settle(delivery, "dead", now)
            self._note(delivery, "dead", words, now)

    def uncertain(
        self, delivery: int, words: str, *, until: datetime | None, now: datetime
    ) -> State:
        """Notes that the mail may have arrived; it waits for `until` or is held, as is returned.

        Without `until` it is held in any case.
        """
        with self._database.transaction():
            row = self._database.rows(
                "SELECT on_uncertain FROM deliveries WHERE id = ?", (delivery,)
            )[0]
            is_resent = until is not None and row["on_uncertain"] == "resend"
            state: State = "waiting" if is_resent else "held"
            self._settle(delivery, state, until or now)
            self._database.run(
                "UPDATE deliveries SET uncertain_count = uncertain_count + 1, "
                "attempts = attempts + 1 WHERE id = ?",
                (delivery,),
            )
            self._note(delivery, "uncertain", words, now)
        return state

    def retry(self, ids: Iterable[int], *, now: datetime) -> tuple[int, ...]:
        """Puts dead and held mails back with all their tries, and lets waiting ones go now."""
        with self._database.transaction():
            return tuple(one for one in ids if self._revive(one, now))

    def log(
        self,
        *,
        state: State | None = None,
        recipient: str | None = None,
        topic: str | None = None,
        last: int = -1,
    ) -> tuple[Delivery, ...]:
        """Returns deliveries, latest last: all, or so many of the last."""
        rows = self._database.rows(
            "SELECT * FROM deliveries WHERE (?1 IS NULL OR state = ?1) "
            "AND (?2 IS NULL OR recipient = ?2) AND (?3 IS NULL OR EXISTS "
            "(SELECT 1 FROM json_each(topics) WHERE value = ?3)) ORDER BY id DESC LIMIT ?4",
            (state, recipient, topic, last),
        )
        return tuple(map(_delivery, reversed(rows)))

    def counts(self) -> dict[State, int]:
        """Returns how many mails are in each state that is not their last: dead letters too, which
        a person may send again."""
        counted = dict.fromkeys(OPEN, 0)
        for row in self._database.rows(
            "SELECT state, count(*) AS mails FROM deliveries WHERE state <> 'sent' GROUP BY state"
        ):
            counted[row["state"]] = row["mails"]
        return counted

    def events(self, delivery: int) -> tuple[DeliveryEvent, ...]:
        """Returns what happened to a delivery, first things first."""
        rows = self._database.rows(
            "SELECT * FROM delivery_events WHERE delivery = ? ORDER BY id", (delivery,)
        )
        return tuple(
            DeliveryEvent(
                happened_at=from_ms(row["happened_at"]), event=row["event"], words=row["words"]
            )
            for row in rows
        )

    def ways(
        self,
        *,
        topic: str | None = None,
        outlet: str | None = None,
        since: datetime | None = None,
    ) -> Iterator[Way]:
        """Yields the way of every alert whose mail was accepted, of a topic, outlet or time.

        What was published before its outlet was watched came late for nobody: its way begins when
        it was seen.
        """
        rows = self._database.rows(
            "SELECT alerts.*, stories.outlet, due_at, accepted_at FROM alerts "
            "JOIN deliveries ON deliveries.id = delivery JOIN stories ON seq = alerts.story "
            "WHERE accepted_at IS NOT NULL AND (?1 IS NULL OR topic = ?1) "
            "AND (?2 IS NULL OR outlet = ?2) AND (?3 IS NULL OR accepted_at >= ?3) "
            "ORDER BY alerts.id",
            (topic, outlet, to_ms_or_none(since)),
        )
        since_of = cache(partial(watched_since, self._database))
        for row in rows:
            clocks, first = clocks_in(row), since_of(row["outlet"])
            if clocks.published_at and first and clocks.published_at < first:
                clocks = replace(clocks, published_at=None)
            yield way(clocks, from_ms(row["due_at"]), from_ms(row["accepted_at"]))

    def forget_content(self, *, before: datetime) -> int:
        """Drops the bytes of mails that were accepted before then; what was told stays known."""
        return self._database.run(
            "UPDATE deliveries SET bytes = x'' WHERE state = 'sent' AND accepted_at < ? "
            "AND bytes <> x''",
            (to_ms(before),),
        ).rowcount

    def _all_wait(self, mail: Mail) -> bool:
        return all(
            self._database.row(
                "SELECT 1 FROM alerts JOIN stories ON seq = story WHERE stories.id = ? "
                f"AND topic = ? AND recipient = ? AND edition = ? AND {WAITING}",
                alert.key,
            )
            for alert in mail.alerts
        )

    def _insert(self, mail: Mail, intent: Intent, now: datetime) -> int:
        delivery = self._database.insert(
            "INSERT INTO deliveries (message_id, recipient, topics, subject, bytes, on_uncertain, "
            "due_at, written_at, not_before) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                intent.message_id,
                mail.recipient,
                json.dumps(mail.topics),
                intent.subject,
                intent.content,
                intent.on_uncertain,
                to_ms(mail.at),
                to_ms(now),
                to_ms(now),
            ),
        )
        self._note(delivery, "written", "", now)
        return delivery

    def _is_any_open(self, now: datetime) -> bool:
        """Whether there is anything to claim or to end: asked every second, so without a lock."""
        row = self._database.row(
            "SELECT 1 FROM deliveries WHERE state IN ('waiting', 'handing_over') "
            "AND (not_before <= ? OR lease_owner IS NOT NULL) LIMIT 1",
            (to_ms(now),),
        )
        return row is not None

    def _end_abandoned(self, now: datetime) -> None:
        rows = self._database.rows(
            "SELECT id, state, lease_owner, lease_expires_at FROM deliveries "
            "WHERE lease_owner IS NOT NULL AND state IN ('waiting', 'handing_over')"
        )
        for row in rows:
            if row["lease_expires_at"] > to_ms(now) and not is_dead(row["lease_owner"]):
                continue
            if row["state"] == "handing_over":
                words = "the process that sent it ended before it noted the answer"
                self.uncertain(row["id"], words, until=now, now=now)
            else:
                self._settle(row["id"], "waiting", now)

    def _settle(self, delivery: int, state: State, not_before: datetime) -> None:
        self._database.run(
            "UPDATE deliveries SET state = ?, not_before = ?, lease_owner = NULL, "
            "lease_expires_at = NULL WHERE id = ?",
            (state, to_ms(not_before), delivery),
        )

    def _revive(self, delivery: int, now: datetime) -> bool:
        revived = self._database.run(
            "UPDATE deliveries SET state = 'waiting', attempts = 0, not_before = ? "
            "WHERE id = ? AND state IN ('dead', 'held', 'waiting') AND lease_owner IS NULL",
            (to_ms(now), delivery),
        ).rowcount
        if revived:
            self._note(delivery, "put back", "", now)
        return bool(revived)

    def _note(self, delivery: int, event: str, words: str, now: datetime) -> None:
        self._database.run(
            "INSERT INTO delivery_events (delivery, happened_at, event, words) VALUES (?, ?, ?, ?)",
            (delivery, to_ms(now), event, words),
        )

    @contextmanager
    def _lasting(self) -> Iterator[None]:
        """Lets the transaction inside outlive even a loss of power: mails cannot be taken back."""
        self._database.run("PRAGMA synchronous = FULL")
        try:
            yield
        finally:
            self._database.run("PRAGMA synchronous = NORMAL")


def _delivery(row: sqlite3.Row) -> Delivery:
    topics: Sequence[str] = json.loads(row["topics"])
    return Delivery(
        id=row["id"],
        message_id=row["message_id"],
        recipient=row["recipient"],
        topics=tuple(topics),
        subject=row["subject"],
        content=bytes(row["bytes"]),
        state=row["state"],
        attempts=row["attempts"],
        uncertain_count=row["uncertain_count"],
        due_at=from_ms(row["due_at"]),
        not_before=from_ms(row["not_before"]),
        accepted_at=from_ms_or_none(row["accepted_at"]),
    )
