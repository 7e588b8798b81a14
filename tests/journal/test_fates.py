from __future__ import annotations

import pytest

from storywatch.errors import JournalUnusable
from storywatch.journal import Journal
from storywatch.story import Fate
from tests.journal.samples import MINUTE, NOON, draft, queue, url_of


def give_up(journal: Journal, slug: str = "one") -> int:
    lead_id = queue(journal, slug)
    for _ in range(5):
        journal.postpone(lead_id, until=NOON, why="timeout: 60 s", now=NOON)
    return lead_id


def test_a_settled_lead_is_no_longer_in_flight(journal: Journal) -> None:
    lead_id = queue(journal)

    fate = journal.settle(lead_id, Fate.REJECTED, reason="empty", detail="0 bytes", now=NOON)

    assert fate is Fate.REJECTED
    assert journal.claim_leads("bugle", now=NOON) == ()
    assert journal.ledger().rows[0].rejected == {"empty": 1}


def test_a_second_fate_changes_nothing_and_returns_the_first(journal: Journal) -> None:
    lead_id = queue(journal)
    journal.settle(lead_id, Fate.REFUSED, reason="robots", now=NOON)
    before = journal.ledger()

    assert journal.settle(lead_id, Fate.REJECTED, reason="empty", now=NOON) is Fate.REFUSED
    assert journal.record(lead_id, draft(), keep=True, now=NOON) is Fate.REFUSED
    assert journal.postpone(lead_id, until=NOON, why="late", now=NOON) is Fate.REFUSED
    assert journal.ledger() == before
    assert journal.count() == 0


def test_a_lead_is_a_dead_letter_after_its_fifth_attempt(journal: Journal) -> None:
    lead_id = queue(journal)

    fates = [journal.postpone(lead_id, until=NOON, why="503", now=NOON) for _ in range(6)]

    assert fates == [None, None, None, None, Fate.DEAD_LETTER, Fate.DEAD_LETTER]
    assert journal.ledger().rows[0].dead_letter == 1


def test_a_postponed_lead_waits_for_its_moment_whoever_asks(journal: Journal) -> None:
    lead_id = queue(journal)

    journal.postpone(lead_id, until=NOON + MINUTE, why="503", now=NOON)

    assert journal.claim_leads("bugle", now=NOON) == ()
    (claimed,) = journal.claim_leads("bugle", now=NOON + MINUTE)
    assert (claimed.id, claimed.attempt) == (lead_id, 2)


def test_dead_letters_say_why(journal: Journal) -> None:
    give_up(journal)

    (letter,) = journal.dead_letters()

    assert (letter.lead.url, letter.detail) == (url_of("one"), "timeout: 60 s")
    assert journal.dead_letters("crier") == ()


def test_a_replayed_dead_letter_has_all_its_attempts_again(journal: Journal) -> None:
    lead_id = give_up(journal)

    assert journal.replay([lead_id], NOON) == (lead_id,)

    assert journal.dead_letters() == ()
    (claimed,) = journal.claim_leads("bugle", now=NOON)
    assert claimed.attempt == 1
    assert journal.ledger().balances


def test_replaying_twice_is_replaying_once(journal: Journal) -> None:
    lead_id = give_up(journal)
    journal.replay([lead_id], NOON)
    before = journal.ledger()

    assert journal.replay([lead_id], NOON) == ()
    assert journal.ledger() == before


def test_only_dead_letters_are_replayed(journal: Journal) -> None:
    lead_id = queue(journal)
    journal.settle(lead_id, Fate.OFF_TOPIC, now=NOON)

    assert journal.replay([lead_id], NOON) == ()


def test_a_dead_letter_stays_while_its_address_is_in_flight_again(journal: Journal) -> None:
    lead_id = give_up(journal)
    queue(journal)

    assert journal.replay([lead_id], NOON) == ()
    assert journal.ledger().balances


def test_a_story_s_fate_cannot_be_given_without_the_story(journal: Journal) -> None:
    lead_id = queue(journal)

    with pytest.raises(ValueError, match="recording"):
        journal.settle(lead_id, Fate.NEW, now=NOON)


def test_a_lead_of_another_journal_is_refused(journal: Journal) -> None:
    with pytest.raises(JournalUnusable, match="no lead 7"):
        journal.settle(7, Fate.OFF_TOPIC, now=NOON)
