"""What is due: single cases, and laws over random alerts and policies."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.alert import Alert, Clocks, History, Mail
from storywatch.alerts.due import AT_ONCE, Pace, plan
from storywatch.alerts.rehearsing import NEVER_LATE
from storywatch.topic import AlertPolicy
from tests.alerts.desk import ANN, BOB, HOUR, MINUTE, NOON, SECOND

GATHER = Pace().gather
INSTANT = AlertPolicy(when="instant")
EVENING = NOON.replace(hour=18)


def alert(
    story: str = "one", topic: str = "tea", at: datetime = NOON, who: str = ANN, kin: str = ""
) -> Alert:
    clocks = Clocks(first_seen_at=at, fetched_at=at, recorded_at=at, matched_at=at)
    return Alert(
        story=story, topic=topic, recipient=who, revision=1, kin=kin or story, clocks=clocks
    )


def mails(
    alerts: list[Alert], now: datetime, pace: Pace = NEVER_LATE, **policies: AlertPolicy
) -> tuple[Mail, ...]:
    return plan(alerts, policies or {"tea": INSTANT}, History(), now, pace).mails


def test_an_instant_alert_waits_a_moment_for_company() -> None:
    first, second = alert("one"), alert("two", at=NOON + 5 * SECOND)

    assert mails([first, second], NOON + GATHER - SECOND) == ()
    (mail,) = mails([first, second], NOON + GATHER)
    assert mail.at == NOON + GATHER
    assert mail.alerts == (first, second)


def test_what_comes_after_the_mail_was_due_is_in_the_next_one() -> None:
    late = alert("two", at=NOON + GATHER + SECOND)

    first, second = mails([alert("one"), late], NOON + HOUR)

    assert late not in first.alerts
    assert second.at == NOON + 2 * GATHER + SECOND


def test_a_late_relay_puts_all_that_waited_into_one_mail_of_now() -> None:
    waited = [alert(str(number), at=NOON + number * MINUTE) for number in range(30)]

    (mail,) = mails(waited, NOON + HOUR, Pace())

    assert mail.at == NOON + HOUR
    assert len(mail.alerts) == 30


def test_by_hand_everything_that_waits_is_one_mail() -> None:
    waited = [alert(str(number), at=NOON + number * MINUTE) for number in range(3)]

    (mail,) = mails(waited, NOON + HOUR, AT_ONCE)

    assert len(mail.alerts) == 3


def test_a_throttle_lets_one_mail_through_and_the_rest_joins_the_next() -> None:
    policy = AlertPolicy(when="instant", throttle_minutes=60)
    waited = [alert(str(number), at=NOON + number * MINUTE) for number in range(30)]

    first, second = mails(waited, NOON + 3 * HOUR, tea=policy)

    assert len(first.alerts) == 1
    assert second.at == first.at + HOUR
    assert len(second.alerts) == 29


def test_a_throttle_reaches_back_to_the_last_mail_that_was_sent() -> None:
    policy = AlertPolicy(when="instant", throttle_minutes=60)
    history = History(mailed_at={(ANN, "tea"): NOON - 10 * MINUTE})

    planned = plan([alert()], {"tea": policy}, history, NOON + MINUTE)

    assert planned.mails == ()
    assert planned.next_at == NOON + 50 * MINUTE


def test_a_digest_holds_what_came_up_to_its_moment_and_nothing_later() -> None:
    policy = AlertPolicy(when="digest", digest="18:00")
    on_time, too_late = alert("one", at=EVENING), alert("two", at=EVENING + SECOND)

    (mail,) = mails([on_time, too_late], EVENING + HOUR, tea=policy)

    assert (mail.at, mail.alerts) == (EVENING, (on_time,))


def test_a_story_of_a_digests_very_moment_is_in_it_whatever_waits_besides() -> None:
    policy = AlertPolicy(when="digest", digest="18:00")
    tomorrow, on_time = alert("two", at=EVENING + HOUR), alert("one", at=EVENING)

    first, second = mails([tomorrow, on_time], EVENING + 25 * HOUR, tea=policy)

    assert (first.at, first.alerts) == (EVENING, (on_time,))
    assert (second.at, second.alerts) == (EVENING + 24 * HOUR, (tomorrow,))


def test_a_digest_that_a_late_relay_sends_still_ends_at_its_moment() -> None:
    policy = AlertPolicy(when="digest", digest="18:00")
    on_time, too_late = alert("one"), alert("two", at=EVENING + SECOND)

    (mail,) = mails([on_time, too_late], EVENING + 3 * HOUR, Pace(), tea=policy)

    assert (mail.at, mail.alerts) == (EVENING + 3 * HOUR, (on_time,))


def test_quiet_hours_and_snoozes_put_mails_off() -> None:
    quiet = AlertPolicy(when="instant", quiet="11:00-14:00")
    snoozed = AlertPolicy(when="instant", snooze_until=NOON + 5 * HOUR)

    assert [mail.at for mail in mails([alert()], EVENING, tea=quiet)] == [NOON + 2 * HOUR]
    assert [mail.at for mail in mails([alert()], EVENING, tea=snoozed)] == [NOON + 5 * HOUR]


def test_a_late_relay_disturbs_nobody_in_quiet_hours() -> None:
    quiet = AlertPolicy(when="instant", quiet="14:00-18:00")

    planned = plan([alert()], {"tea": quiet}, History(), NOON + 3 * HOUR)
    assert (planned.mails, planned.next_at) == ((), EVENING)
    assert len(plan([alert()], {"tea": quiet}, History(), EVENING).mails) == 1


def test_what_is_quiet_does_not_ride_along_with_another_topic() -> None:
    told = alert("one", "tax")
    copy = alert("two", "tax", at=NOON + MINUTE, kin="one")
    other = alert("three", "tea", at=NOON + 3 * HOUR)
    quiet = AlertPolicy(when="instant", quiet="14:00-18:00")

    found = mails([told, copy, other], NOON + 48 * HOUR, tea=INSTANT, tax=quiet)

    assert [mail.alerts for mail in found] == [(told,), (other,), (copy,)]


def test_two_topics_of_one_person_are_one_mail() -> None:
    tea, tax = alert("one", "tea"), alert("one", "tax")

    (mail,) = mails([tea, tax], NOON + HOUR, tea=INSTANT, tax=INSTANT)

    assert set(mail.alerts) == {tea, tax}


def test_a_story_that_is_told_at_once_is_not_told_again_in_a_digest() -> None:
    tea, tax = alert("one", "tea"), alert("one", "tax")
    digest = AlertPolicy(when="digest", digest="18:00")

    (mail,) = mails([tea, tax], EVENING + HOUR, tea=INSTANT, tax=digest)

    assert set(mail.alerts) == {tea, tax}
    assert mail.at == NOON + GATHER


def test_a_copy_of_what_was_told_waits_for_the_next_mail_or_a_day() -> None:
    original = alert("one")
    copy = alert("two", at=NOON + HOUR, kin="one")
    other = alert("three", at=NOON + 2 * HOUR)

    first, second = mails([original, copy, other], NOON + 3 * HOUR)
    alone = mails([original, copy], NOON + 30 * HOUR)

    assert first.alerts == (original,)
    assert second.alerts == (copy, other)
    assert alone[1].at == NOON + 25 * HOUR


def test_recipients_have_mails_of_their_own() -> None:
    found = mails([alert(who=ANN), alert(who=BOB)], NOON + HOUR)

    assert [mail.recipient for mail in found] == [ANN, BOB]


def test_alerts_of_unknown_topics_wait() -> None:
    assert mails([alert(topic="gone")], NOON + HOUR) == ()


BEATING = AlertPolicy(when="instant", heartbeat="18:00")
BEATEN = {(ANN, "tea"): NOON - HOUR}


def test_a_heartbeat_says_that_nothing_was_found_once() -> None:
    planned = plan([], {"tea": BEATING}, History(beaten_at=BEATEN), EVENING + SECOND)

    (beat,) = planned.mails
    assert (beat.heartbeat, beat.at, beat.since) == ("tea", EVENING, EVENING - 24 * HOUR)
    assert plan([], {"tea": BEATING}, planned.history, EVENING + HOUR).mails == ()


def test_no_heartbeat_when_something_was_told_or_waits() -> None:
    told = History(beaten_at=BEATEN, mailed_at={(ANN, "tea"): EVENING - HOUR})
    throttled = AlertPolicy(when="instant", heartbeat="18:00", snooze_until=EVENING + HOUR)

    assert plan([], {"tea": BEATING}, told, EVENING + SECOND).mails == ()
    waits = plan([alert()], {"tea": throttled}, History(beaten_at=BEATEN), EVENING + SECOND)
    assert waits.mails == ()


TOPICS = ("tea", "tax", "war")
POLICIES = st.builds(
    AlertPolicy,
    when=st.sampled_from(["instant", "digest"]),
    digest=st.sampled_from(["hourly", "18:00", "weekdays 8:00 and 17:00"]),
    throttle_minutes=st.sampled_from([0, 20, 90]),
    quiet=st.sampled_from([None, "22:00-07:00"]),
    snooze_until=st.sampled_from([None, NOON + 7 * HOUR]),
)
ALERTS = st.lists(
    st.builds(
        lambda story, topic, minute, who, kin: alert(
            story, topic, NOON + timedelta(minutes=minute), who, kin
        ),
        story=st.sampled_from([f"story{number}" for number in range(8)]),
        topic=st.sampled_from(TOPICS),
        minute=st.integers(0, 60 * 24),
        who=st.sampled_from([ANN, BOB]),
        kin=st.sampled_from(["", "kin1", "kin2"]),
    ),
    max_size=25,
    unique_by=lambda one: one.key,
)
A_WEEK_LATER = NOON + timedelta(days=7)


@given(ALERTS, st.fixed_dictionaries(dict.fromkeys(TOPICS, POLICIES)))
@settings(max_examples=80, deadline=None)
def test_every_alert_is_in_exactly_one_mail_of_its_recipient(
    alerts: list[Alert], policies: dict[str, AlertPolicy]
) -> None:
    found = mails(alerts, A_WEEK_LATER, **policies)

    told = [one for mail in found for one in mail.alerts]
    assert sorted(told, key=str) == sorted(alerts, key=str)
    for mail in found:
        assert all(one.recipient == mail.recipient for one in mail.alerts)
        assert all(one.created_at <= mail.at for one in mail.alerts)


@given(ALERTS, st.fixed_dictionaries(dict.fromkeys(TOPICS, POLICIES)))
@settings(max_examples=80, deadline=None)
def test_throttles_and_quiet_hours_hold(
    alerts: list[Alert], policies: dict[str, AlertPolicy]
) -> None:
    before: dict[tuple[str, str], datetime] = {}
    for mail in mails(alerts, A_WEEK_LATER, **policies):
        reasons = [
            one
            for one in mail.alerts
            if policies[one.topic].undisturbed(mail.at) == mail.at
            and (
                policies[one.topic].when == "digest"
                or mail.at - before.get((mail.recipient, one.topic), mail.at - 2 * HOUR)
                >= timedelta(minutes=policies[one.topic].throttle_minutes)
            )
        ]
        # A mail goes for a topic that may mail now; the same stories of others come along.
        assert {one.story for one in mail.alerts} == {one.story for one in reasons}
        for topic in mail.topics:
            before[mail.recipient, topic] = mail.at


@given(
    ALERTS,
    st.fixed_dictionaries(dict.fromkeys(TOPICS, POLICIES)),
    st.lists(st.integers(1, 60 * 24 * 7), max_size=8),
)
@settings(max_examples=60, deadline=None)
def test_looking_often_or_seldom_gives_the_same_mails(
    alerts: list[Alert], policies: dict[str, AlertPolicy], looks: list[int]
) -> None:
    whole = mails(alerts, A_WEEK_LATER, **policies)

    history, waiting, found = History(), [], []
    moments = sorted({NOON + timedelta(minutes=look) for look in looks} | {A_WEEK_LATER})
    rest = sorted(alerts, key=lambda one: one.created_at)
    for moment in moments:
        waiting += [one for one in rest if one.created_at <= moment]
        rest = [one for one in rest if one.created_at > moment]
        planned = plan(waiting, policies, history, moment, NEVER_LATE)
        found += planned.mails
        waiting, history = list(planned.waiting), planned.history

    assert sorted(found, key=str) == sorted(whole, key=str)
