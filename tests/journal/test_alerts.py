"""Alerts and deliveries on disk: told once, leased, and moved on by one transaction each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storywatch.alert import Alert, Clocks, Mail
from storywatch.journal import Journal
from storywatch.journal.deliveries import LEASE, Intent
from storywatch.story import Precision
from tests.journal.samples import LONG, MINUTE, NOON, draft, queue, story

ANN = "ann@example.org"
INTENT = Intent(message_id="<1@example.org>", subject="Tea", content=b"frozen")


def recorded(journal: Journal, slug: str = "one", **words: object) -> None:
    journal.record(queue(journal, slug), draft(slug, **words), keep=True, now=NOON)  # type: ignore[arg-type]


def alert_of(journal: Journal, slug: str = "one") -> Alert:
    """Takes the oldest event in, as the alert of one recipient."""
    wanted = story(slug).id
    event = next(e for e in journal.alerts.events(["tea"]) if e.recorded.story.id == wanted)
    made = Alert(
        story=event.recorded.story.id,
        topic="tea",
        recipient=ANN,
        revision=event.recorded.story.revision,
        kin=journal.alerts.kin(event.recorded),
        clocks=event.recorded.clocks,
    )
    with journal.alerts.together():
        journal.alerts.add(made)
        journal.alerts.drop([event])
    return made


def intended(journal: Journal, slug: str = "one", **words: str) -> Mail:
    recorded(journal, slug)
    mail = Mail(recipient=ANN, at=NOON, alerts=(alert_of(journal, slug),))
    intent = Intent(message_id=f"<{slug}@x>", subject="Tea", content=b"frozen", **words)  # type: ignore[arg-type]
    assert journal.deliveries.intend(mail, intent, now=NOON)
    return mail


def test_a_match_is_an_event_until_it_is_taken_in(journal: Journal) -> None:
    recorded(journal)

    (event,) = journal.alerts.events(["tea"])
    assert (event.topic, event.is_match, event.created_at) == ("tea", True, NOON)
    assert journal.alerts.events(["tax"]) == ()
    journal.alerts.drop([event])
    assert not journal.alerts.has_events()


def test_an_alert_is_written_once_for_ever(journal: Journal) -> None:
    recorded(journal)
    alert = alert_of(journal)

    assert not journal.alerts.add(alert)
    assert journal.alerts.waiting() == (alert,)


def test_a_mail_takes_its_alerts_and_cannot_be_written_twice(journal: Journal) -> None:
    mail = intended(journal)

    assert journal.alerts.waiting() == ()
    assert not journal.deliveries.intend(mail, INTENT, now=NOON)
    assert len(journal.deliveries.log()) == 1


def test_what_is_silenced_waits_no_more_and_says_why(journal: Journal) -> None:
    recorded(journal)
    alert = alert_of(journal)
    journal.alerts.silence([alert], "nobody asked")

    assert journal.alerts.waiting() == ()
    assert not journal.deliveries.intend(
        Mail(recipient=ANN, at=NOON, alerts=(alert,)), INTENT, now=NOON
    )


def test_copies_have_one_kin_the_first_recorded(journal: Journal) -> None:
    recorded(journal, "one", body=LONG)
    recorded(journal, "two", body=LONG, outlet="echo")
    recorded(journal, "three")

    kins = [journal.alerts.kin(event.recorded) for event in journal.alerts.events(["tea"])]
    assert kins == [story("one").id, story("one").id, story("three").id]


def test_a_leased_mail_is_no_other_owners(journal: Journal, path: object) -> None:
    intended(journal)
    with Journal.open(path, owner="other") as other:  # type: ignore[arg-type]
        assert len(journal.deliveries.claim(now=NOON)) == 1
        assert other.deliveries.claim(now=NOON + LEASE - MINUTE) == ()
        assert len(other.deliveries.claim(now=NOON + LEASE)) == 1


@pytest.mark.parametrize(("on_uncertain", "then"), [("resend", "waiting"), ("hold", "held")])
def test_what_a_lost_owner_was_handing_over_is_uncertain(
    journal: Journal, on_uncertain: str, then: str
) -> None:
    intended(journal, on_uncertain=on_uncertain)
    (delivery,) = journal.deliveries.claim(now=NOON)
    journal.deliveries.hand_over(delivery.id, now=NOON)

    assert journal.deliveries.claim(now=NOON + MINUTE) == ()
    assert len(journal.deliveries.claim(now=NOON + LEASE)) == (then == "waiting")

    (found,) = journal.deliveries.log()
    assert (found.state, found.uncertain_count, found.attempts) == (then, 1, 1)
    assert journal.deliveries.events(found.id)[-1].event == "uncertain"


def test_an_accepted_mail_is_done_and_its_bytes_can_be_forgotten(journal: Journal) -> None:
    intended(journal)
    (delivery,) = journal.deliveries.claim(now=NOON)
    journal.deliveries.hand_over(delivery.id, now=NOON)
    journal.deliveries.accepted(delivery.id, "250 taken", now=NOON + MINUTE)

    assert journal.deliveries.claim(now=NOON + timedelta(days=9)) == ()
    assert journal.deliveries.forget_content(before=NOON) == 0
    assert journal.deliveries.forget_content(before=NOON + 2 * MINUTE) == 1
    (done,) = journal.deliveries.log(state="sent", recipient=ANN, topic="tea")
    assert (done.accepted_at, done.content) == (NOON + MINUTE, b"")
    assert journal.deliveries.log(topic="tax") == ()


def test_dead_and_held_mails_are_put_back_and_no_others(journal: Journal) -> None:
    intended(journal)
    (delivery,) = journal.deliveries.claim(now=NOON)
    assert journal.deliveries.retry([delivery.id], now=NOON) == ()
    journal.deliveries.give_up(delivery.id, "550 nobody here", now=NOON)

    assert journal.deliveries.claim(now=NOON + LEASE) == ()
    assert journal.deliveries.retry([delivery.id, 99], now=NOON) == (delivery.id,)
    assert len(journal.deliveries.claim(now=NOON)) == 1


def test_the_clocks_of_a_match_are_those_of_its_way(journal: Journal) -> None:
    recorded(
        journal,
        published_at=NOON - 5 * MINUTE,
        published_precision=Precision.MINUTE,
        fetched_at=NOON - MINUTE,
        first_seen_at=NOON - 2 * MINUTE,
    )

    (event,) = journal.alerts.events(["tea"])
    assert event.recorded.clocks == Clocks(
        published_at=NOON - 5 * MINUTE,
        first_seen_at=NOON - 2 * MINUTE,
        fetched_at=NOON - MINUTE,
        recorded_at=NOON,
        matched_at=NOON,
    )


def test_unsubscribing_silences_what_waits_and_is_taken_back(journal: Journal) -> None:
    recorded(journal)
    alert_of(journal)
    pairs = [(ANN, "tea")]
    journal.alerts.subscriptions.unsubscribe(pairs, now=NOON)

    assert journal.alerts.waiting() == ()
    assert journal.alerts.subscriptions.unsubscribed() == {(ANN, "tea")}
    assert journal.alerts.subscriptions.subscribe(pairs) == 1
    assert journal.alerts.subscriptions.subscribe(pairs) == 0
