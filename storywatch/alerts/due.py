"""What is due: given what waits, the topics' policies, what was told and the time, which mails.

A decision hangs on nothing but its arguments, so a rehearsal makes the very decisions of a relay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storywatch.alert import Alert, History, Mail, Pair
from storywatch.topic import AlertPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How mails are gathered: instant ones wait `gather` for company, copies of what was told wait
    `copies`, and a relay that comes more than `grace` late puts all that waits into one mail."""

    gather: timedelta = timedelta(seconds=10)
    copies: timedelta = timedelta(hours=24)
    grace: timedelta = timedelta(minutes=1)


STEADY = Pace()
AT_ONCE = Pace(gather=timedelta(0), grace=timedelta(0))  # by hand: everything that waits, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The mails that are due, in order, and when to look again if nothing new comes in.

    `waiting` and `history` are what they will be once the mails are written. `settled` says up to
    when heartbeats are settled by what was found, without a mail.
    """

    mails: tuple[Mail, ...]
    settled: Mapping[Pair, datetime]
    next_at: datetime | None
    waiting: tuple[Alert, ...]
    history: History


def plan(
    waiting: Iterable[Alert],
    policies: Mapping[str, AlertPolicy],
    history: History,
    now: datetime,
    pace: Pace = STEADY,
) -> Plan:
    """Returns what is due by now. Alerts of topics without a policy wait."""
    by_recipient: dict[str, list[Alert]] = defaultdict(list)
    for alert in waiting:
        if alert.topic in policies:
            by_recipient[alert.recipient].append(alert)
    desk = _Desk(policies, history, pace)
    # First, for what is told below was found, too.
    beats = tuple(desk.beats(by_recipient, now))
    mails = [mail for who in sorted(by_recipient) for mail in desk.mails(by_recipient[who], now)]
    rest = tuple(alert for alerts in by_recipient.values() for alert in alerts)
    moments = [desk.opens_next(alert, now) for alert in rest]
    moments += desk.next_beats(now)
    mails.sort(key=lambda mail: (mail.at, mail.recipient))
    return Plan(
        mails=(*mails, *beats),
        settled=desk.settled,
        next_at=min(moments, default=None),
        waiting=rest,
        history=desk.history,
    )


class _Desk:
    """The policies at work on one plan; what it decides is told from then on."""

    def __init__(self, policies: Mapping[str, AlertPolicy], history: History, pace: Pace) -> None:
        self._policies = policies
        self._pace = pace
        self._told_at = dict(history.told_at)
        self._mailed_at = dict(history.mailed_at)
        self._beaten_at = dict(history.beaten_at)
        self.settled: dict[Pair, datetime] = {}
        self._windows: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)

    @property
    def history(self) -> History:
        """What was told, with what was decided here."""
        return History(told_at=self._told_at, mailed_at=self._mailed_at, beaten_at=self._beaten_at)

    def mails(self, waiting: list[Alert], now: datetime) -> Iterator[Mail]:
        """Yields a recipient's mails that are due, and takes what they tell out of `waiting`."""
        while waiting:
            at = min(map(self.opens_at, waiting))
            if at > now:
                return
            mail = self._mail(waiting, now if now - at > self._pace.grace else at)
            if not mail.alerts:
                return  # a late relay does not disturb in quiet hours either
            told = set(mail.alerts)
            waiting[:] = [alert for alert in waiting if alert not in told]
            yield mail

    def opens_at(self, alert: Alert) -> datetime:
        """Returns when an alert is a reason for a mail."""
        if self._policies[alert.topic].when == "digest":
            return self.ready_at(alert)
        told_at = self._told_at.get((alert.recipient, alert.topic, alert.kin))
        is_copy = told_at is not None and told_at < alert.created_at and not alert.edition
        return self._instant(alert, self._pace.copies if is_copy else self._pace.gather)

    def opens_next(self, alert: Alert, now: datetime) -> datetime:
        """Returns when an alert that waits after now is a reason for a mail."""
        opens_at = self.opens_at(alert)
        return opens_at if opens_at > now else self._policies[alert.topic].undisturbed(now)

    def ready_at(self, alert: Alert) -> datetime:
        """Returns from when on an alert may be in a mail that there is a reason for."""
        policy = self._policies[alert.topic]
        if policy.when != "digest":
            return self._instant(alert, timedelta(0))
        awake = max(alert.created_at, policy.snooze_until or alert.created_at)
        return policy.undisturbed(self._digest_at(alert.topic, awake))

    def beats(self, waiting: Mapping[str, Sequence[Alert]], now: datetime) -> Iterator[Mail]:
        """Yields the heartbeats that are due: nothing was found since the one before."""
        for (recipient, topic), beaten_at in sorted(self._beaten_at.items()):
            schedule = self._policies[topic].beats if topic in self._policies else None
            at = schedule.last_until(now) if schedule else beaten_at
            if schedule is None or at <= beaten_at:
                continue
            since = schedule.last_until(at - timedelta(microseconds=1))
            mailed_at = self._mailed_at.get((recipient, topic))
            was_told = mailed_at is not None and since < mailed_at <= at
            waits = any(
                alert.topic == topic and alert.created_at <= at
                for alert in waiting.get(recipient, ())
            )
            self._beaten_at[recipient, topic] = at
            if was_told or waits:
                self.settled[recipient, topic] = at
            else:
                yield Mail(recipient=recipient, at=at, heartbeat=topic, since=since)

    def next_beats(self, now: datetime) -> Iterator[datetime]:
        """Yields when heartbeats may be due next."""
        for _, topic in self._beaten_at:
            schedule = self._policies[topic].beats if topic in self._policies else None
            if schedule:
                yield schedule.first_from(now + timedelta(microseconds=1))

    def _mail(self, waiting: Sequence[Alert], at: datetime) -> Mail:
        awake = {name for name, one in self._policies.items() if one.undisturbed(at) == at}
        ready = [a for a in waiting if a.topic in awake and self.ready_at(a) <= at]
        stories = {alert.story for alert in ready}
        # A story is told to a person once: what another topic has to say of it comes along.
        along = [a for a in waiting if a.story in stories and a.created_at <= at]
        mail = Mail(
            recipient=waiting[0].recipient,
            at=at,
            alerts=tuple(sorted({*ready, *along}, key=lambda a: (a.created_at, a.key))),
        )
        for alert in mail.alerts:
            self._told_at.setdefault((alert.recipient, alert.topic, alert.kin), at)
            self._mailed_at[alert.recipient, alert.topic] = at
        return mail

    def _digest_at(self, topic: str, instant: datetime) -> datetime:
        """The first digest from an instant on; thousands of alerts share a few windows."""
        for start, end in self._windows[topic]:
            if start < instant <= end:
                return end
        schedule = self._policies[topic].schedule
        end = schedule.first_from(instant)
        start = schedule.last_until(end - timedelta(microseconds=1))
        self._windows[topic].append((start, end))
        return end

    def _instant(self, alert: Alert, patience: timedelta) -> datetime:
        policy = self._policies[alert.topic]
        ready = alert.created_at + patience
        mailed_at = self._mailed_at.get((alert.recipient, alert.topic))
        if mailed_at is not None:
            ready = max(ready, mailed_at + timedelta(minutes=policy.throttle_minutes))
        return policy.undisturbed(ready)
