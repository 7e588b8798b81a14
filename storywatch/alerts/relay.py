"""The alert relay: sorts what comes in, writes the mails that are due, sends them, notes results.

Everything it knows is in the journal, so it may be killed at any moment and run more than once.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from storywatch.alert import Alert, Coverage, Evidence, History, Mail, Pair
from storywatch.alerts.digest import letter
from storywatch.alerts.due import STEADY, Pace, plan
from storywatch.alerts.house import House
from storywatch.alerts.render import Letterhead, message_id, written
from storywatch.alerts.sorting import Sorter
from storywatch.deliver import (
    Accepted,
    Channel,
    Channels,
    Deferred,
    DeliverySettings,
    Outcome,
    Parcel,
    Refused,
    Uncertain,
    Unreachable,
    attempt,
    trace_of,
)
from storywatch.deliver.retrying import (
    LONGEST_OUTAGE,
    MOST_TRIES,
    MOST_UNCERTAIN,
    after_outage,
    next_try,
)
from storywatch.errors import JournalUnusable, StorywatchError
from storywatch.journal import Journal
from storywatch.journal.alerts import AlertShelf, Event
from storywatch.journal.deliveries import Delivery, Intent
from storywatch.recipients import shown

AT_ONE_TIME = 4  # mails that are handed over side by side
NOT_SET_UP = timedelta(minutes=10)
CLAIM_AGAIN = 1.0  # seconds
NOTE_AGAIN = 5.0  # seconds
NOTED_AT_MOST = 120  # ten minutes: the lease outlasts them and the wait for the answer
LOOK_AGAIN = timedelta(minutes=1)  # another process may have sorted what came in

log = structlog.get_logger("storywatch.alerts")

Clock = Callable[[], datetime]


@dataclass(slots=True)
class _Rest:
    """A channel that could not be reached, and until when it is left alone."""

    failures: int = 0
    until: datetime | None = None

    def until_after(self, now: datetime) -> datetime:
        """Returns until when it rests after it failed now; failures side by side count once."""
        if self.until is None or not self.lasts(now):
            self.failures += 1
            self.until = after_outage(now, self.failures, "")
        return self.until

    def lasts(self, now: datetime) -> bool:
        """Whether the channel is to be left alone now."""
        return _is_ahead(self.until, now, at_most=2 * LONGEST_OUTAGE)


@dataclass(slots=True)
class Relay:
    """One relay over one journal; `counts` says what it did since it was made, `next_at` when the
    next mail is due if nothing new comes in.

    What it holds in memory is a pace alone: when to look again, and which channels rest.
    """

    journal: Journal
    house: House
    settings: DeliverySettings
    clock: Clock
    pace: Pace = STEADY
    channels: Channels | None = None
    counts: Counter[str] = field(default_factory=Counter)
    next_at: datetime | None = None
    _look_at: datetime | None = None
    _rests: dict[str, _Rest] = field(default_factory=dict)
    _sending: set[asyncio.Future[None]] = field(default_factory=set)
    _is_ending: bool = False

    def follow(self, house: House) -> None:
        """Takes topics and outlets as they are declared now."""
        if house != self.house:
            self.house, self._look_at = house, None

    def write_due(self) -> int:
        """Sorts what came in and writes the intents of all mails that are due; returns how many.

        Nothing is sent: this is quick, and may be called every second.
        """
        now = self.clock()
        came_in = self._sort()
        if not came_in and _is_ahead(self._look_at, now, at_most=LOOK_AGAIN):
            return 0
        alerts = self.journal.alerts
        self._begin_heartbeats(now)
        waiting = self._still_wanted(alerts.waiting())
        planned = plan(waiting, self.house.policies, self._history(waiting), now, self.pace)
        if planned.settled:
            alerts.subscriptions.settle_heartbeats(planned.settled)
        count = sum(self._written(mail, now) for mail in planned.mails)
        self.next_at = planned.next_at
        self._look_at = min(planned.next_at or now + LOOK_AGAIN, now + LOOK_AGAIN)
        return count

    async def send_due(self) -> None:
        """Sends the mails that are written and due, a few side by side, and notes every result."""
        while True:
            free = 0 if self._is_ending else AT_ONE_TIME - len(self._sending)
            for delivery in self.journal.deliveries.claim(now=self.clock(), limit=free):
                self._sending.add(asyncio.ensure_future(self._send(delivery)))
            if not self._sending:
                return
            # A server that does not answer for minutes must not keep the others from theirs.
            done, self._sending = await asyncio.wait(
                self._sending, timeout=CLAIM_AGAIN, return_when=asyncio.FIRST_COMPLETED
            )
            for sent in done:
                sent.result()

    async def finish(self, seconds: float) -> None:
        """Sends no further mail, and gives those that are on their way so long to be answered."""
        self._is_ending = True
        if self._sending:
            await asyncio.wait(self._sending, timeout=seconds)

    async def drain(self) -> None:
        """Writes and sends until nothing is due."""
        self.write_due()
        await self.send_due()

    # Sorting and writing

    def _sort(self) -> int:
        alerts, topics, count = self.journal.alerts, self.house.topics.keys(), 0
        while alerts.events(topics, limit=1):
            with alerts.together():
                # Read inside the transaction: another relay may have been quicker.
                events = alerts.events(topics)
                sorter = self._sorter(alerts)
                for event in events:
                    for alert, silenced in _sorted(event, sorter, alerts):
                        alerts.add(alert, silenced=silenced)
                alerts.drop(events)
            count += len(events)
        return count

    def _sorter(self, alerts: AlertShelf) -> Sorter:
        return Sorter(
            house=self.house,
            default_recipient=self.settings.alert_to,
            seen=alerts,
            unsubscribed=alerts.subscriptions.unsubscribed(),
        )

    def _still_wanted(self, waiting: Iterable[Alert]) -> tuple[Alert, ...]:
        """Silences what waits for people whom the topic's policy names no more."""
        wanted: list[Alert] = []
        gone: list[Alert] = []
        for alert in waiting:
            is_known = alert.topic in self.house.topics
            told = self._recipients(alert.topic) if is_known else (alert.recipient,)
            (wanted if alert.recipient in told else gone).append(alert)
        if gone:
            self.journal.alerts.silence(gone, "the policy names this recipient no more")
        return tuple(wanted)

    def _begin_heartbeats(self, now: datetime) -> None:
        subscriptions = self.journal.alerts.subscriptions
        fresh = self._beating() - subscriptions.beaten_at().keys()
        if fresh:
            subscriptions.begin_heartbeats(sorted(fresh), now=now)

    def _beating(self) -> set[Pair]:
        return {
            (recipient, name)
            for name, topic in self.house.topics.items()
            if topic.alert.heartbeat
            for recipient in self._recipients(name)
        }

    def _history(self, waiting: Sequence[Alert]) -> History:
        history, beating = self.journal.alerts.history(waiting), self._beating()
        return replace(
            history,
            beaten_at={pair: at for pair, at in history.beaten_at.items() if pair in beating},
        )

    def _recipients(self, topic: str) -> tuple[str, ...]:
        return self.house.recipients(topic, self.settings.alert_to)

    def _written(self, mail: Mail, now: datetime) -> bool:
        try:
            return self._write(mail, now)
        except StorywatchError:
            raise
        except Exception as error:  # noqa: BLE001 - one mail must not keep back the others
            self.counts["unwritable"] += 1
            log.error(
                "mail not written",
                recipient=shown(mail.recipient),
                topics=mail.topics,
                trace=trace_of(error),
            )
            return False

    def _write(self, mail: Mail, now: datetime) -> bool:
        alerts = self.journal.alerts
        evidence = {
            alert: replace(
                alerts.evidence(alert),
                told_before=None if alert.edition else alerts.told_before(alert, mail.at),
            )
            for alert in mail.alerts
        }
        coverage = coverage_of(mail, self.house, alerts) if mail.heartbeat else None
        intent = intent_of(mail, evidence, self.house, letterhead(self.settings), coverage)
        is_written = self.journal.deliveries.intend(mail, intent, now=now)
        self.counts["written"] += is_written
        return is_written

    # Sending

    async def _send(self, delivery: Delivery) -> None:
        shelf = self.journal.deliveries
        if self._is_unsubscribed(delivery):
            shelf.give_up(delivery.id, "its recipient has unsubscribed", now=self.clock())
            return
        try:
            channel = (self.channels or Channels(self.settings)).of(delivery.recipient)
        except StorywatchError as error:
            words, until = str(error), self.clock() + NOT_SET_UP
            shelf.wait(delivery.id, words, until=until, now=self.clock())
            return
        rest = self._rests.setdefault(channel.name, _Rest())
        if rest.until and rest.lasts(self.clock()):
            shelf.release(delivery.id, until=rest.until)
            return
        outcome = await self._handed(channel, delivery)
        self._tell(delivery, outcome)
        await self._settled(delivery, outcome, rest)

    def _is_unsubscribed(self, delivery: Delivery) -> bool:
        gone = self.journal.alerts.subscriptions.unsubscribed() if delivery.topics else frozenset()
        told = {(delivery.recipient, topic) for topic in delivery.topics}
        return bool(told) and told <= gone

    async def _settled(self, delivery: Delivery, outcome: Outcome, rest: _Rest) -> None:
        """Notes an outcome, also when the journal takes it only later: an answer that was heard
        must not count as lost because the disk was full then."""
        for _ in range(NOTED_AT_MOST):
            try:
                self._settle(delivery, outcome, rest)
                return
            except JournalUnusable as error:
                log.warning("answer not noted yet", message=delivery.message_id, why=str(error))
                await asyncio.sleep(NOTE_AGAIN)
        self._settle(delivery, outcome, rest)

    async def _handed(self, channel: Channel, delivery: Delivery) -> Outcome:
        parcel = Parcel(
            recipient=delivery.recipient,
            message_id=delivery.message_id,
            content=delivery.content,
        )

        def hand_over() -> None:
            self.journal.deliveries.hand_over(delivery.id, now=self.clock())

        return await attempt(channel, parcel, hand_over)

    def _settle(self, delivery: Delivery, outcome: Outcome, rest: _Rest) -> None:
        shelf, now = self.journal.deliveries, self.clock()
        if not isinstance(outcome, Unreachable):
            rest.failures, rest.until = 0, None
        attempts = delivery.attempts + 1
        again = next_try(now, attempts, delivery.message_id)
        match outcome:
            case Accepted(words=words):
                shelf.accepted(delivery.id, words, now=now)
            case Unreachable(words=words):
                shelf.wait(delivery.id, words, until=rest.until_after(now), now=now)
            case Refused(words=words):
                shelf.give_up(delivery.id, words, now=now)
            case Uncertain(words=words):
                is_last = delivery.uncertain_count + 1 >= MOST_UNCERTAIN
                shelf.uncertain(delivery.id, words, until=None if is_last else again, now=now)
            case Deferred(words=words) if attempts >= MOST_TRIES:
                shelf.give_up(delivery.id, f"after {attempts} tries: {words}", now=now)
            case Deferred(words=words, wait=asked):
                again = next_try(now, attempts, delivery.message_id, asked=asked)
                shelf.put_off(delivery.id, words, until=again, now=now)

    def _tell(self, delivery: Delivery, outcome: Outcome) -> None:
        kind = type(outcome).__name__.lower()
        self.counts[kind] += 1
        say = log.info if isinstance(outcome, Accepted) else log.warning
        say(
            "mail",
            outcome=kind,
            recipient=shown(delivery.recipient),
            topics=delivery.topics,
            message=delivery.message_id,
            words=outcome.words,
        )


def _is_ahead(moment: datetime | None, now: datetime, *, at_most: timedelta) -> bool:
    """Whether a moment is still to come; one that is farther ahead is that of a clock that was
    wrong then."""
    return moment is not None and now < moment <= now + at_most


def _sorted(event: Event, sorter: Sorter, alerts: AlertShelf) -> Iterable[tuple[Alert, str | None]]:
    recorded = event.recorded
    clocks = replace(recorded.clocks, matched_at=event.created_at)
    if event.is_match:
        return sorter.match(event.topic, recorded, clocks)
    before = partial(alerts.revision_before, recorded)
    return sorter.edit(event.topic, recorded, clocks, before)


def letterhead(settings: DeliverySettings) -> Letterhead:
    """Returns who writes, as the settings say."""
    return Letterhead(
        sender=settings.mail_from, secret=settings.secret, public_url=settings.public_url
    )


def intent_of(
    mail: Mail,
    evidence: Mapping[Alert, Evidence],
    house: House,
    head: Letterhead,
    coverage: Coverage | None = None,
) -> Intent:
    """Returns a mail with its bytes frozen, as relay and rehearsal both write it."""
    words = letter(mail, evidence, house, coverage)
    holds = any(house.topics[name].alert.on_uncertain == "hold" for name in mail.topics)
    return Intent(
        message_id=message_id(words, head),
        subject=words.subject,
        content=written(words, head),
        on_uncertain="hold" if holds else "resend",
    )


def coverage_of(mail: Mail, house: House, alerts: AlertShelf) -> Coverage:
    """Returns what was looked at in a heartbeat's time: the outlets in its topic's scope."""
    topic = house.topics[mail.heartbeat or ""]
    outlets = [name for name, outlet in house.outlets.items() if topic.covers(outlet, None)]
    return alerts.coverage(outlets, mail.since or mail.at, mail.at)
