"""What a watch asks of its journal again and again is found by an index, however much is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from storywatch.journal import Journal, Poll
from storywatch.journal.ledger import LedgerRow
from tests.journal.samples import NOON, lead

HOUR = timedelta(hours=1)
FEED = "https://bugle.example/feed"
GROWING = ("leads", "addresses", "sightings", "stories", "revisions", "matches", "tallies")

ASKED: dict[str, Callable[[Journal], object]] = {
    "a source": lambda journal: journal.source("bugle", FEED),
    "its outlet's sources": lambda journal: journal.sources("bugle"),
    "what is due": lambda journal: journal.planned_polls(),
    "whose leads are due": lambda journal: journal.outlets_with_due_leads(NOON),
    "whose pages are due": lambda journal: journal.rechecks.due_outlets(NOON),
    "its leads": lambda journal: journal.claim_leads("bugle", now=NOON),
    "its pages": lambda journal: journal.rechecks.take("bugle", now=NOON, limit=5),
    "what matched": lambda journal: journal.matched_count("bugle", FEED, since=NOON),
    "an address": lambda journal: journal.lead_for("https://bugle.example/a", "bugle"),
    "an outlet's hours": lambda journal: journal.ledger_rows(outlet="bugle", since=NOON - HOUR),
    "an outlet's samples": lambda journal: journal.samples.of("bugle"),
    "stories whose ids begin so": lambda journal: journal.ids_from("3f2a"),
    "a robots.txt": lambda journal: journal.robots("https://bugle.example"),
    "leases": lambda journal: journal.renew(now=NOON),
    "no leases": lambda journal: journal.release("bugle"),
}


@pytest.mark.parametrize("what", ASKED)
def test_it_is_found_without_a_look_at_all_that_is_kept(journal: Journal, what: str) -> None:
    journal.discover([lead()], now=NOON)
    connection = journal._database._connection
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    ASKED[what](journal)
    connection.set_trace_callback(None)

    steps = [
        row["detail"]
        for statement in asked
        if statement.lstrip().startswith(("SELECT", "UPDATE", "INSERT", "DELETE"))
        for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
    ]

    assert steps
    assert [step for step in steps if step in {f"SCAN {table}" for table in GROWING}] == []


def test_the_rows_are_those_of_the_ledger(journal: Journal) -> None:
    poll = Poll(outlet="bugle", url=FEED, polled_at=NOON, status=200)
    journal.record_poll(poll, [lead()], now=NOON)

    rows: tuple[LedgerRow, ...] = journal.ledger_rows()

    assert rows == journal.ledger().rows
    assert [row.in_flight for row in rows] == [1]
    assert journal.ledger_rows(outlet="echo") == ()
    assert journal.ledger_rows(since=NOON + HOUR) == ()
