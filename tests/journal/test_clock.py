from __future__ import annotations

from datetime import timedelta

from storywatch.journal import Journal
from storywatch.journal.notes import EVERYBODY
from tests.journal.samples import FEED, MINUTE, NOON, draft, lead, poll, queue

HOUR, YEARS = timedelta(hours=1), timedelta(days=800)
AHEAD = NOON + YEARS


def test_what_a_clock_that_was_ahead_put_off_is_due_once_it_is_right(journal: Journal) -> None:
    journal.record_poll(poll(polled_at=AHEAD, next_poll_at=AHEAD + HOUR), [], now=AHEAD)
    (queued,) = journal.discover([lead("late")], now=AHEAD).queued
    journal.postpone(queued.id, until=AHEAD + HOUR, why="down", now=AHEAD)
    journal.release()

    assert journal.outlets_with_due_leads(NOON) == frozenset()
    assert journal.put_clock_right(now=NOON) > 0

    assert journal.source("bugle", FEED).next_poll_at == NOON
    assert journal.outlets_with_due_leads(NOON) == {"bugle"}
    assert [one.id for one in journal.claim_leads("bugle", now=NOON, limit=9)] == [queued.id]


def test_an_alert_of_the_future_waits_no_longer_than_one_of_now(journal: Journal) -> None:
    journal.record(queue(journal), draft(), keep=False, now=AHEAD)

    journal.put_clock_right(now=NOON)

    (event,) = journal.alerts.events({"tea"})
    assert event.created_at == NOON


def test_what_waits_as_it_should_waits_on(journal: Journal) -> None:
    soon = NOON + HOUR
    journal.record_poll(poll(polled_at=NOON - MINUTE, next_poll_at=soon), [], now=NOON)
    (queued,) = journal.discover([lead("late")], now=NOON).queued
    journal.postpone(queued.id, until=soon, why="down", now=NOON)

    assert journal.put_clock_right(now=NOON) == 0

    assert journal.source("bugle", FEED).next_poll_at == soon
    assert journal.outlets_with_due_leads(NOON) == frozenset()


def test_a_clock_that_was_behind_needs_no_mending(journal: Journal) -> None:
    journal.record_poll(poll(polled_at=NOON, next_poll_at=NOON + HOUR), [], now=NOON)

    assert journal.put_clock_right(now=AHEAD) == 0


def test_a_turn_that_was_taken_in_the_future_keeps_none_from_its_turn(journal: Journal) -> None:
    assert journal.take_turn("tidying", every=HOUR, now=AHEAD)
    assert journal.take_turn("tidying", every=HOUR, now=NOON)
    assert not journal.take_turn("tidying", every=HOUR, now=NOON + MINUTE)
    assert journal.memory(EVERYBODY, "tidying") == NOON.isoformat()
