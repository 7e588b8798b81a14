"""The mails that topics would have sent of what is recorded: the relay's decisions on the past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from storywatch.alert import Alert, Evidence, History, Mail, Pair, Recorded, Told
from storywatch.alerts.due import Pace, plan
from storywatch.alerts.house import House
from storywatch.alerts.relay import coverage_of, intent_of, letterhead
from storywatch.alerts.sorting import Sorter
from storywatch.deliver import DeliverySettings
from storywatch.journal import Journal
from storywatch.journal.deliveries import Intent
from storywatch.query import TopicSet
from storywatch.story import Passage

NEVER_LATE = Pace(grace=timedelta.max)
STRETCH = timedelta(hours=1)  # decided on at once; the decisions are the same for any length
LEAD_IN = timedelta(days=10)  # for throttles, weekly digests and families that began before


@dataclass(slots=True)
class _Past:
    """What the walk through the past has met so far, in the place of the journal's alerts."""

    journal: Journal
    matched: dict[tuple[str, str], int] = field(default_factory=dict)
    works: dict[str, tuple[str, str]] = field(default_factory=dict)
    holders: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    silenced: set[tuple[str, str]] = field(default_factory=set)
    told: dict[tuple[str, str, str], Told] = field(default_factory=dict)

    def note(self, recorded: Recorded) -> None:
        """Takes a revision's text for the story's text from now on."""
        story, work = recorded.story, (recorded.story.outlet, recorded.work)
        self.holders[self.works.get(story.id, work)].discard(story.id)
        self.holders[work].add(story.id)
        self.works[story.id] = work

    def kin(self, recorded: Recorded) -> str:
        """Returns the name that all copies of a story share."""
        return self.journal.alerts.kin(recorded)

    def has_work(self, topic: str, recipient: str, recorded: Recorded) -> bool:
        """Whether the same text under another address of the outlet came in before."""
        if not recorded.work:
            return False
        holders = self.holders[recorded.story.outlet, recorded.work] - {recorded.story.id}
        return any((story, topic) in self.matched for story in holders)

    def has_match(self, topic: str, recipient: str, story: str) -> bool:
        """Whether the story's match was told or waits; in a rehearsal all recipients stay."""
        return (story, topic) in self.matched and (story, topic) not in self.silenced

    def last_told(self, recipient: str, recorded: Recorded) -> None:
        """Nothing: in a rehearsal a topic was there from the first, and met all that it meets."""


def rehearsed_mails(
    journal: Journal,
    topics: TopicSet,
    house: House,
    settings: DeliverySettings,
    *,
    span: tuple[datetime, datetime],
) -> Iterator[tuple[Mail, Intent]]:
    """Yields the mails, with their bytes, that these topics would have sent from then till then.

    `topics` are those of `house`. Policies, queries and recipients count as they are now, and the
    relay is never late.
    """
    since, until = span
    walk = _Walk(journal, topics, house, settings)
    for mail, intent in walk.mails(since - LEAD_IN, until):
        if mail.at >= since:
            yield mail, intent


def previewed_mail(
    journal: Journal,
    topics: TopicSet,
    house: House,
    settings: DeliverySettings,
    *,
    span: tuple[datetime, datetime],
) -> Intent | None:
    """Returns one mail to the first recipient of all that these topics have to tell of a time.

    None if that is nothing.
    """
    since, until = span
    walk = _Walk(journal, topics, house, settings)
    for recorded in journal.alerts.revisions(since):
        if recorded.recorded_at <= until:
            walk.take_in(recorded)
    return walk.all_in_one(until)


class _Walk:
    """One walk through the recorded revisions, in the order of their recording."""

    def __init__(
        self, journal: Journal, topics: TopicSet, house: House, settings: DeliverySettings
    ) -> None:
        self._journal = journal
        self._topics = topics
        self._house = house
        self._settings = settings
        self._past = _Past(journal)
        self._sorter = Sorter(house=house, default_recipient=settings.alert_to, seen=self._past)
        self._waiting: list[Alert] = []
        self._evidence: dict[tuple[str, str, int], Evidence] = {}

    def mails(self, start: datetime, until: datetime) -> Iterator[tuple[Mail, Intent]]:
        """Yields all mails that are due until then."""
        history = History(beaten_at=dict.fromkeys(self._beating(), start))
        revisions = self._journal.alerts.revisions(start)
        following = next(revisions, None)
        end = start
        while end < until:
            end = self._end_after(end, until)
            while following and following.recorded_at <= end:
                self.take_in(following)
                following = next(revisions, None)
            planned = plan(self._waiting, self._house.policies, history, end, NEVER_LATE)
            for mail in planned.mails:
                yield mail, self._intent(mail)
            self._waiting, history = list(planned.waiting), planned.history

    def all_in_one(self, at: datetime) -> Intent | None:
        """Returns all that waits for one recipient as one mail, whatever the policies say."""
        if not self._waiting:
            return None
        recipient = self._waiting[0].recipient
        alerts = tuple(alert for alert in self._waiting if alert.recipient == recipient)
        return self._intent(Mail(recipient=recipient, at=at, alerts=alerts))

    def _end_after(self, end: datetime, until: datetime) -> datetime:
        """The next moment to decide at: no heartbeat may be passed over."""
        moment = timedelta(microseconds=1)
        beats = [
            policy.beats.first_from(end + moment)
            for policy in self._house.policies.values()
            if policy.beats
        ]
        return min(end + STRETCH, until, *beats)

    def take_in(self, recorded: Recorded) -> None:
        """Takes in a revision as the relay does when it is recorded."""
        story = recorded.story
        self._past.note(recorded)
        if story.revision > 1:
            self._recall(recorded)
        before = [name for (met, name) in self._past.matched if met == story.id]
        for topic in before:
            found = self._sorter.edit(
                topic,
                recorded,
                recorded.clocks,
                lambda: self._journal.alerts.revision_before(recorded),
            )
            self._keep(found, recorded, ())
        for match in self._topics.match(story):
            if match.topic not in before and match.topic in self._house.topics:
                self._past.matched[story.id, match.topic] = story.revision
                found = self._sorter.match(match.topic, recorded, recorded.clocks)
                self._keep(found, recorded, match.passages)

    def _recall(self, recorded: Recorded) -> None:
        """Takes over what matched the story before the walk began."""
        story = recorded.story
        if not any(met == story.id for met, _ in self._past.matched):
            for match in self._journal.matches(story.id):
                if match.revision < story.revision and match.topic in self._house.topics:
                    self._past.matched[story.id, match.topic] = match.revision

    def _keep(
        self,
        found: Iterator[tuple[Alert, str | None]],
        recorded: Recorded,
        passages: tuple[Passage, ...],
    ) -> None:
        alerts = self._journal.alerts
        for alert, silenced in found:
            if silenced:
                self._past.silenced.add((alert.story, alert.topic))
                continue
            self._waiting.append(alert)
            self._evidence[alert.story, alert.topic, alert.edition] = Evidence(
                story=recorded.story,
                passages=passages,
                before=alerts.revision_before(recorded) if alert.edition else None,
                watched_since=alerts.watched_since(recorded.story.outlet),
                attempts=recorded.attempts,
            )

    def _intent(self, mail: Mail) -> Intent:
        evidence = {}
        for alert in mail.alerts:
            known = self._evidence[alert.story, alert.topic, alert.edition]
            told = self._past.told.get((alert.kin, alert.topic, alert.recipient))
            evidence[alert] = replace(known, told_before=None if alert.edition else told)
        for alert in mail.alerts:
            story = evidence[alert].story
            told = Told(title=story.title, outlet=story.outlet, at=mail.at)
            self._past.told.setdefault((alert.kin, alert.topic, alert.recipient), told)
        alerts, head = self._journal.alerts, letterhead(self._settings)
        coverage = coverage_of(mail, self._house, alerts) if mail.heartbeat else None
        return intent_of(mail, evidence, self._house, head, coverage)

    def _beating(self) -> Iterator[Pair]:
        for name, topic in self._house.topics.items():
            if topic.alert.heartbeat:
                for recipient in self._house.recipients(name, self._settings.alert_to):
                    yield recipient, name
