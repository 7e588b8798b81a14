from __future__ import annotations

from datetime import timedelta

import pytest

from storywatch.journal import Journal
from storywatch.story import Fate
from tests.journal.samples import NOON, draft, lead, poll, queue

HOUR = timedelta(hours=1)


def fill(journal: Journal) -> None:
    """Gives one lead each fate, and leaves one in flight."""
    slugs = ("new", "off", "empty", "robots", "dead", "waiting", "kept")
    ids = {slug: queue(journal, slug) for slug in slugs}
    journal.record(ids["new"], draft("new"), keep=False, now=NOON)
    journal.record(queue(journal, "new"), draft("new", title="Edited"), keep=False, now=NOON)
    journal.record(queue(journal, "new"), draft("new", title="Edited"), keep=False, now=NOON)
    journal.record(ids["off"], draft("off", topics=()), keep=False, now=NOON)
    journal.record(ids["kept"], draft("kept", topics=()), keep=True, now=NOON)
    journal.settle(ids["empty"], Fate.REJECTED, reason="empty", now=NOON)
    journal.settle(ids["robots"], Fate.REFUSED, reason="robots", now=NOON)
    journal.settle(ids["dead"], Fate.DEAD_LETTER, now=NOON)


def test_every_fate_has_its_column_and_the_row_adds_up(journal: Journal) -> None:
    fill(journal)

    ledger = journal.ledger()

    (row,) = ledger.rows
    assert (row.outlet, row.hour, row.discovered) == ("bugle", NOON, 9)
    assert (row.new, row.revision, row.duplicate, row.off_topic) == (1, 1, 1, 2)
    assert (row.rejected, row.refused) == ({"empty": 1}, {"robots": 1})
    assert (row.dead_letter, row.in_flight) == (1, 1)
    assert ledger.balances, ledger.imbalances


def test_a_fate_counts_in_the_hour_of_its_lead_s_discovery(journal: Journal) -> None:
    lead_id = queue(journal)

    journal.settle(lead_id, Fate.OFF_TOPIC, now=NOON + 5 * HOUR)

    assert [(row.hour, row.off_topic) for row in journal.ledger().rows] == [(NOON, 1)]


def test_the_ledger_is_cut_by_outlet_and_hour(journal: Journal) -> None:
    queue(journal)
    queue(journal, outlet="crier")
    journal.discover([lead("late")], now=NOON + 2 * HOUR)

    assert [row.outlet for row in journal.ledger().by_outlet()] == ["bugle", "crier"]
    assert journal.ledger().by_outlet()[0].discovered == 2
    assert [row.discovered for row in journal.ledger(outlet="crier").rows] == [1]
    since = journal.ledger(since=NOON + 2 * HOUR + timedelta(minutes=30))
    assert [row.hour for row in since.rows] == [NOON + 2 * HOUR]
    assert since.balances


def test_an_empty_journal_balances(journal: Journal) -> None:
    assert journal.ledger().rows == ()
    assert journal.ledger().balances


def test_an_edit_is_a_lead_of_its_own(journal: Journal) -> None:
    for title in ("Headline", "Edited"):
        found = journal.record_poll(poll(), [lead(title=title)], now=NOON)
        one = draft(title=title)
        journal.record(found.queued[0].id, one, keep=False, now=NOON)

    (row,) = journal.ledger().rows
    assert (row.discovered, row.new, row.revision) == (2, 1, 1)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        ("DELETE FROM leads WHERE fate IS NULL", "9 leads discovered, 8 accounted for"),
        ("UPDATE tallies SET count = 7 WHERE fate = 'new'", "new: 1 leads, 7 tallied"),
        ("UPDATE tallies SET count = 8 WHERE fate = 'discovered'", "discovered: 9 leads, 8"),
        ("UPDATE tallies SET reason = 'x' WHERE fate = 'refused'", "refused robots: 1 leads, 0"),
        ("DELETE FROM revisions WHERE revision = 2", "(revision) lacks a revision"),
        ("DELETE FROM revisions WHERE revision = 2", "has not all of its revisions"),
        ("DELETE FROM revisions WHERE revision = 1", "has not all of its revisions"),
        ("UPDATE leads SET fate = 'duplicate' WHERE fate = 'new'", "(duplicate) has a revision"),
        ("UPDATE leads SET fate = 'new' WHERE fate = 'duplicate'", "(new) lacks a revision"),
        ("DELETE FROM stories WHERE revision = 2", "2 leads brought a new text, 1 stories"),
        ("DELETE FROM stories WHERE revision = 2", "topic tea: matches story number 1"),
    ],
)
def test_harm_done_to_any_table_is_found_and_named(
    journal: Journal, harm: str, sentence: str
) -> None:
    fill(journal)
    journal._database.run("PRAGMA foreign_keys = OFF")

    journal._database.run(harm)

    ledger = journal.ledger()
    assert not ledger.balances
    assert any(sentence in said for said in ledger.imbalances), ledger.imbalances
