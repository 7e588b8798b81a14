"""The relay over a journal: told once, for ever, whatever happens to sending."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from storywatch.deliver import Deferred, Outcome, Parcel, Refused, Uncertain, Unreachable
from storywatch.deliver.parcel import HandOver
from storywatch.deliver.retrying import MOST_TRIES
from storywatch.errors import JournalUnusable
from storywatch.journal import Journal
from storywatch.story import Fate
from tests.alerts.conftest import MakeDesk
from tests.alerts.desk import ANN, BOB, FILLER, HOUR, MINUTE, TestDesk, copy_of, topic
from tests.alerts.soak import Death


def after(desk: TestDesk, span: timedelta = timedelta(seconds=11)) -> list[Parcel]:
    return asyncio.run(desk.after(span))


def subjects(parcels: list[Parcel]) -> list[str]:
    return [str(parcel.message["Subject"]) for parcel in parcels]


def test_a_match_is_told_once(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.publish()

    assert subjects(after(desk)) == ["Tea: Title of one (Bugle)"]
    assert after(desk, HOUR) == []


def test_it_is_told_once_across_restarts_edits_and_new_addresses(make_desk: MakeDesk) -> None:
    desk = make_desk()
    long = f"Tea and {FILLER}"
    assert desk.publish(body=long) is Fate.NEW
    assert len(after(desk)) == 1
    desk.restart()

    assert desk.publish(body=f"{long} edited", title="Other") is Fate.REVISION
    assert desk.publish("moved", body=f"{long} edited", title="Third headline") is Fate.NEW

    assert after(desk, 30 * HOUR) == []
    assert not desk.journal.alerts.waiting()


def test_every_recipient_gets_a_mail_of_its_own(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(recipients=(ANN, BOB)))
    desk.publish()

    assert {parcel.recipient for parcel in after(desk)} == {ANN, BOB}


def test_without_recipients_the_desk_is_told(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(recipients=()))
    desk.publish()

    assert [parcel.recipient for parcel in after(desk)] == ["desk@localhost"]


def test_two_topics_of_one_person_are_one_mail_with_one_entry(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(), topic("growers", "growers"))
    desk.publish()

    (parcel,) = after(desk)
    assert parcel.text.count("Title of one") == 1
    assert "Growers · Tea: growers, tea." in parcel.text


def test_copies_at_other_outlets_are_one_entry(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.publish(body=f"Tea and {FILLER}")
    for outlet in ("echo", "planet"):
        desk.publish(f"{outlet}-copy", outlet=outlet, body=f"Tea and {FILLER}")
    desk.publish("wire-copy", outlet="wire", original=copy_of("https://bugle.example/one"))

    (parcel,) = after(desk)
    assert "1 story and 3 reposts" in parcel.text
    assert "and 3 reposts: Echo, Planet, Wire" in parcel.text
    assert parcel.text.count("\n* ") == 1


def test_a_later_copy_joins_the_next_mail_and_says_what_it_is_a_copy_of(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk()
    desk.publish(body=f"Tea and {FILLER}")
    after(desk)
    desk.publish("copy", outlet="echo", body=f"Tea and {FILLER}")
    assert after(desk, HOUR) == []
    desk.publish("two")

    (parcel,) = after(desk)
    assert "== Copies of stories told before ==" in parcel.text
    assert "A copy of “Title of one” (Bugle), which you were told of on" in parcel.text


def test_a_topic_that_is_new_or_renamed_does_not_tell_what_was_told(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.publish()
    desk.publish("moving", body=f"Tea and {FILLER}")
    assert len(after(desk)) == 1
    desk.redeclare(topic("infusions", "tea"), topic("growers", "growers"))

    assert desk.publish() is Fate.DUPLICATE
    assert desk.publish(body="Growers of one speak of tea, and more.") is Fate.REVISION
    assert desk.publish("moved", body=f"Tea and {FILLER}", title="Other") is Fate.NEW

    assert after(desk, 30 * HOUR) == []
    assert not desk.journal.alerts.waiting()


def test_an_edit_tells_a_known_story_to_a_topic_that_it_did_not_meet(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(), topic("tax", "tax"))
    desk.publish()
    after(desk)
    desk.publish(body="Growers of one speak of tea and of tax.")

    assert subjects(after(desk)) == ["Tax: Title of one (Bugle)"]


def test_a_renamed_topic_tells_edits_of_what_was_told_before(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(on_edit=("title",)))
    desk.publish("looked-at-between")
    desk.publish("edited-at-once")
    after(desk)
    desk.redeclare(topic("infusions", "tea", on_edit=("title",)))
    desk.publish("looked-at-between")
    assert after(desk) == []

    desk.publish("looked-at-between", title="Another headline")
    desk.publish("edited-at-once", title="A third headline")

    (parcel,) = after(desk)
    assert "Another headline" in parcel.text
    assert "A third headline" in parcel.text


def test_a_new_topic_tells_who_was_not_told_and_what_only_waited(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(when="digest", recipients=(ANN,)))
    desk.publish()
    asyncio.run(desk.relay.drain())
    desk.redeclare(
        topic(when="digest", recipients=(ANN,)), topic("infusions", "tea", recipients=(ANN, BOB))
    )
    desk.publish()

    parcels = after(desk)
    assert {parcel.recipient for parcel in parcels} == {ANN, BOB}
    assert after(desk, 30 * HOUR) == []


def test_topics_that_never_tell_leave_nothing_behind(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(when="never"))
    desk.publish()

    assert after(desk) == []
    assert not desk.journal.alerts.has_events()
    assert not desk.journal.alerts.waiting()


def test_what_topics_have_to_tell_that_are_not_in_force_waits(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(), topic("tax", "tax"))
    desk.publish()
    desk.redeclare(topic("tax", "tax"))
    assert after(desk) == []

    desk.redeclare(topic(), topic("tax", "tax"))

    assert len(after(desk, HOUR)) == 1


def test_who_is_no_recipient_any_more_is_not_told(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(when="digest", recipients=(ANN, BOB)))
    desk.publish()
    asyncio.run(desk.relay.drain())
    desk.redeclare(topic(when="digest", recipients=(BOB,)))

    assert [parcel.recipient for parcel in after(desk, 24 * HOUR)] == [BOB]


def test_who_unsubscribes_is_told_no_more_until_subscribing_again(make_desk: MakeDesk) -> None:
    desk = make_desk()
    subscriptions = desk.journal.alerts.subscriptions
    desk.publish("waiting")
    desk.relay.write_due()
    subscriptions.unsubscribe([(ANN, "tea")], now=desk.now)
    desk.publish("later")
    assert after(desk, HOUR) == []

    assert subscriptions.subscribe([(ANN, "tea")]) == 1
    desk.publish("again")

    assert subjects(after(desk)) == ["Tea: Title of again (Bugle)"]


def test_an_edit_is_told_when_the_topic_asks_for_it(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(on_edit=("title", "terms"), query="tea OR coffee"))
    desk.publish()
    after(desk)
    desk.publish(title="Title of one, corrected", body="Growers speak of coffee.")

    (parcel,) = after(desk)
    assert "edited: Title of one, corrected" in str(parcel.message["Subject"])
    assert "Headline: Title of [-one-] [+one, corrected+]" in parcel.text
    assert "coffee entered" in parcel.text
    assert "tea left" in parcel.text
    assert after(desk, HOUR) == []


def test_an_edit_of_white_space_case_or_marks_is_not_told(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(on_edit=("title", "terms")))
    desk.publish(title="Tea prices rise")
    after(desk)
    desk.publish(title="TEA  prices rise!", body="Growers of one speak of tea. More text.")

    assert after(desk, HOUR) == []


def test_what_is_told_later_makes_no_heartbeat_of_a_time_in_which_something_was_told(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk(topic(heartbeat="hourly"))
    after(desk, MINUTE)
    desk.publish("one")
    after(desk, MINUTE)
    after(desk, HOUR)
    desk.publish("two")

    assert subjects(after(desk, MINUTE)) == ["Tea: Title of two (Bugle)"]
    assert after(desk, MINUTE) == []
    assert after(desk, HOUR) == []
    assert subjects(after(desk, HOUR)) == ["Tea: nothing found"]


def test_a_story_that_was_found_in_time_and_is_told_late_leaves_no_heartbeat(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk(topic(heartbeat="hourly"))
    after(desk, MINUTE)
    desk.publish("one")

    assert subjects(after(desk, 3 * HOUR)) == ["Tea: Title of one (Bugle)"]


def test_a_heartbeat_says_what_was_looked_at(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(heartbeat="18:00"))
    asyncio.run(desk.relay.drain())
    desk.publish(title="Coffee", body="Nothing of it.")

    (beat,) = after(desk, 6 * HOUR)
    assert subjects([beat]) == ["Tea: nothing found"]
    assert "looked at 4 outlets, took up 1 lead and read 1 story" in beat.text
    assert after(desk, HOUR) == []


# What goes wrong while sending


def state(desk: TestDesk) -> tuple[str, int, list[str]]:
    (delivery,) = desk.journal.deliveries.log()
    events = [event.event for event in desk.journal.deliveries.events(delivery.id)]
    return delivery.state, delivery.attempts, events


def test_a_refused_mail_is_a_dead_letter_with_the_servers_words(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.publish()
    desk.postbox.answers = [Refused(words="550 nobody here")]
    after(desk)

    assert after(desk, 100 * HOUR) == []
    (dead,) = desk.journal.deliveries.log(state="dead")
    assert desk.journal.deliveries.events(dead.id)[-1].words == "550 nobody here"


def test_a_dead_letter_is_sent_again_on_demand_with_the_same_bytes(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.publish()
    desk.postbox.answers = [Refused(words="550 nobody here")]
    after(desk)
    (dead,) = desk.journal.deliveries.log(state="dead")

    assert desk.journal.deliveries.retry([dead.id, 99], now=desk.now) == (dead.id,)

    (parcel,) = after(desk)
    assert (parcel.message_id, parcel.content) == (dead.message_id, dead.content)
    assert desk.journal.deliveries.retry([dead.id], now=desk.now) == ()


def test_a_deferred_mail_is_tried_again_later_and_not_before(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.publish()
    desk.postbox.answers = [Deferred(words="451 greylisted", wait=timedelta(minutes=20))]
    after(desk)

    assert after(desk, 19 * MINUTE) == []
    assert len(after(desk, 2 * MINUTE)) == 1
    assert state(desk)[:2] == ("sent", 1)


def test_a_mail_that_is_deferred_too_often_is_a_dead_letter(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.publish()
    desk.postbox.answers = [Deferred(words="452 disk full")] * (MOST_TRIES + 5)
    for _ in range(MOST_TRIES + 5):
        after(desk, 5 * HOUR)

    kind, attempts, events = state(desk)
    assert kind == "dead"
    assert attempts == MOST_TRIES - 1
    assert events.count("deferred") == MOST_TRIES - 1


def test_an_outage_of_a_week_costs_no_mail(make_desk: MakeDesk) -> None:
    desk = make_desk()
    for number in range(3):
        desk.publish(f"number-{number}")
        desk.postbox.answers = [Unreachable(words="connection refused")] * 999
        for _ in range(50):
            after(desk, HOUR)
    desk.postbox.answers = []

    assert len(after(desk, HOUR)) == 3
    assert {delivery.attempts for delivery in desk.journal.deliveries.log()} == {0}


def test_a_lost_answer_is_resent_with_the_same_bytes_and_marked(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.publish()
    desk.postbox.answers = [Uncertain(words="no answer after the final dot")]
    after(desk)
    (before,) = desk.journal.deliveries.log()

    (parcel,) = after(desk, 10 * MINUTE)
    assert (parcel.message_id, parcel.content) == (before.message_id, before.content)
    (sent,) = desk.journal.deliveries.log()
    assert (sent.state, sent.uncertain_count) == ("sent", 1)


def test_a_lost_answer_is_held_where_the_topic_says_so(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(on_uncertain="hold"))
    desk.publish()
    desk.postbox.answers = [Uncertain(words="no answer after the final dot")]
    after(desk)

    assert after(desk, 100 * HOUR) == []
    assert state(desk)[0] == "held"


def test_a_mail_whose_answer_is_lost_again_and_again_is_held_in_the_end(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk()
    desk.publish()
    desk.postbox.answers = [Uncertain(words="no answer after the final dot")] * 99
    for _ in range(100):
        after(desk, HOUR)

    (mail,) = desk.journal.deliveries.log()
    assert (mail.state, mail.uncertain_count) == ("held", 5)


@pytest.mark.parametrize(("on_uncertain", "then"), [("resend", "sent"), ("hold", "held")])
def test_a_relay_that_dies_while_handing_over_leaves_it_uncertain(
    make_desk: MakeDesk, on_uncertain: str, then: str
) -> None:
    class Dying(type(make_desk().postbox)):  # type: ignore[misc]
        async def take(self, parcel: Parcel, hand_over: HandOver) -> None:
            hand_over()
            raise Death

    desk = make_desk(topic(on_uncertain=on_uncertain))
    desk.publish()
    desk.postbox.__class__ = Dying
    with pytest.raises(Death):
        after(desk)
    desk.postbox.__class__ = Dying.__base__
    desk.restart()

    assert after(desk, MINUTE) == []
    assert len(after(desk, HOUR)) == (then == "sent")
    assert state(desk)[0] == then
    assert "uncertain" in state(desk)[2]


def test_a_relay_that_dies_before_handing_over_leaves_it_waiting(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.publish()
    desk.now += MINUTE
    desk.relay.write_due()
    assert len(desk.journal.deliveries.claim(now=desk.now)) == 1

    assert after(desk, MINUTE) == []
    assert len(after(desk, HOUR)) == 1
    assert "uncertain" not in state(desk)[2]


async def two_stories_while_it_sends(desk: TestDesk) -> asyncio.Future[None]:
    """Has the first story's mails on their way when the second one's are written."""
    desk.publish("one")
    desk.now += MINUTE
    desk.relay.write_due()
    sending = asyncio.ensure_future(desk.relay.send_due())
    await asyncio.sleep(0.01)
    desk.publish("two")
    desk.now += MINUTE
    desk.relay.write_due()
    return sending


def test_a_server_that_does_not_answer_keeps_nobody_else_waiting(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(recipients=(ANN, BOB)))
    answer = asyncio.Event()

    class Stuck(type(desk.postbox)):  # type: ignore[misc]
        async def take(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
            if parcel.recipient == ANN:
                await answer.wait()
            return await super().take(parcel, hand_over)  # type: ignore[no-any-return]

    desk.postbox.__class__ = Stuck

    async def watch() -> list[str]:
        sending = await two_stories_while_it_sends(desk)
        await asyncio.sleep(1.1)
        before = [parcel.recipient for parcel in desk.postbox.parcels]
        answer.set()
        await sending
        return before

    assert asyncio.run(watch()) == [BOB, BOB]
    assert len(desk.postbox.parcels) == 4


def test_a_relay_that_is_to_end_hears_the_answers_to_what_is_on_its_way(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk(topic(recipients=(ANN, BOB)))

    class Slow(type(desk.postbox)):  # type: ignore[misc]
        async def take(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
            outcome = await super().take(parcel, hand_over)
            await asyncio.sleep(0.2)
            return outcome  # type: ignore[no-any-return]

    desk.postbox.__class__ = Slow

    async def stopped() -> None:
        sending = await two_stories_while_it_sends(desk)
        await desk.relay.finish(5)
        sending.cancel()

    asyncio.run(stopped())

    assert [mail.state for mail in desk.journal.deliveries.log()] == ["sent"] * 2 + ["waiting"] * 2


def test_an_answer_is_noted_as_soon_as_the_disk_has_room_again(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk()
    desk.publish("one")
    shelf, full = desk.journal.deliveries, [True, True]

    def accepted(*words: Any, **more: Any) -> None:
        if full and full.pop():
            raise JournalUnusable("the disk is full")
        type(shelf).accepted(shelf, *words, **more)

    monkeypatch.setattr(shelf, "accepted", accepted)
    monkeypatch.setattr("storywatch.alerts.relay.NOTE_AGAIN", 0.01)

    assert len(after(desk)) == 1
    assert [(mail.state, mail.uncertain_count) for mail in shelf.log()] == [("sent", 0)]


def test_a_mail_that_waits_is_not_sent_to_who_has_unsubscribed_meanwhile(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk(topic(recipients=(ANN, BOB)))
    desk.publish("one")
    desk.postbox.answers = [Deferred(words="450 greylisted")] * 2
    after(desk)
    desk.journal.alerts.subscriptions.unsubscribe([(ANN, "tea")], now=desk.now)

    assert [parcel.recipient for parcel in after(desk, HOUR)] == [BOB]
    assert [mail.state for mail in desk.journal.deliveries.log()] == ["dead", "sent"]


def test_a_clock_that_was_ahead_keeps_no_mail_once_it_is_right(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.now += 30 * 24 * HOUR
    desk.postbox.answers = [Unreachable(words="connection refused")]
    desk.publish("one")
    after(desk)
    desk.now -= 30 * 24 * HOUR
    desk.journal.put_clock_right(now=desk.now)
    desk.publish("two")

    assert len(after(desk)) == 2


def test_two_relays_at_work_send_each_mail_once(make_desk: MakeDesk) -> None:
    desk = make_desk(topic(recipients=(ANN, BOB)))
    other = make_desk(topic(recipients=(ANN, BOB)))
    other.journal.close()
    other.journal = Journal.open(desk.folder / "journal.db", owner="other")
    other.postbox = desk.postbox
    other.restart()
    for number in range(5):
        desk.publish(f"number-{number}")
    desk.now = other.now = desk.now + MINUTE

    async def race() -> None:
        await asyncio.gather(desk.relay.drain(), other.relay.drain())

    asyncio.run(race())
    assert sorted(parcel.recipient for parcel in desk.postbox.parcels) == [ANN, BOB]


def test_a_mail_that_cannot_be_written_keeps_back_no_other(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(topic(recipients=(ANN, BOB)))
    desk.publish()
    from storywatch.alerts import relay  # noqa: PLC0415 - to break it

    whole = relay.intent_of

    def broken(mail, *rest):  # type: ignore[no-untyped-def]
        if mail.recipient == ANN:
            raise ZeroDivisionError
        return whole(mail, *rest)

    monkeypatch.setattr(relay, "intent_of", broken)

    assert [parcel.recipient for parcel in after(desk)] == [BOB]
    assert desk.relay.counts["unwritable"] == 1
    monkeypatch.undo()
    assert [parcel.recipient for parcel in after(desk, HOUR)] == [ANN]
