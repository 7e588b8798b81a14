"""Days of alerts in seconds: a seeded script of stories, edits, copies, outages and deaths."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import html as lxml_html

from storywatch.alerts.house import House
from storywatch.deliver import Accepted, Outcome, Parcel, Uncertain, Unreachable
from storywatch.deliver.parcel import HandOver
from storywatch.journal import Journal
from storywatch.query import TopicSet
from storywatch.story import story_id
from storywatch.topic import Topic
from tests.alerts.desk import ANN, BOB, NOON, SECOND, Postbox, TestDesk, outlet, topic

CLEO = "cleo@example.org"
DAN = "dan@example.org"
TERMS = ("tea", "tax", "war", "rain")
TOPICS = (
    topic("tea", "tea", recipients=(ANN, DAN)),
    topic("tax", "tax", when="digest", digest="daily 07:00 Europe/Berlin", recipients=(BOB, CLEO)),
    topic("war", "war", throttle_minutes=45, quiet="23:00-05:00", recipients=(CLEO, DAN)),
    topic(
        "rain",
        "rain AND NOT snow",
        when="digest",
        digest="weekdays 8:00 and 17:00",
        on_edit=("title", "terms"),
        recipients=(DAN,),
    ),
)


class Death(BaseException):
    """What kill -9 is to a relay: it stops where it is and cleans up nothing."""


@dataclass
class Published:
    """A story as the script knows it: its words, and when it first met which topic."""

    slug: str
    outlet: str
    body: str
    title: str
    published_at: datetime
    met: dict[str, datetime] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)  # met, and told by the same text elsewhere

    @property
    def url(self) -> str:
        return f"https://{self.outlet}.example/{self.slug}"

    def note(self, now: datetime, twins: list[Published]) -> None:
        words = set(f"{self.title} {self.body}".split())
        for term in TERMS:
            if term in words and not (term == "rain" and "snow" in words) and term not in self.met:
                self.met[term] = now
                if any(term in twin.met for twin in twins):
                    self.silent.add(term)


class RoughPostbox(Postbox):
    """A mail server that goes down, loses answers, and whose relay dies around the final dot."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self.dice = dice
        self.is_down = False

    async def take(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        chance = self.dice.random()
        if self.is_down:
            return Unreachable(words="connection refused")
        if chance < 0.03:
            raise Death
        hand_over()
        if chance < 0.06:
            raise Death
        self.parcels.append(parcel)
        if chance < 0.09:
            raise Death
        if chance < 0.13:
            return Uncertain(words="no answer after the final dot")
        return Accepted(words="250 taken")


@dataclass(frozen=True, kw_only=True)
class Soak:
    """How long, how broad, and which dice."""

    days: int
    outlets: int
    seed: int = 1


class Run:
    """One soak over one desk; `stories` is what a fair judge knows of it."""

    def __init__(self, desk: TestDesk, soak: Soak) -> None:
        self.desk, self.soak = desk, soak
        self.dice = random.Random(soak.seed)
        self.stories: list[Published] = []
        self.deaths = 0
        self.outlets = {f"paper{n}": outlet(f"paper{n}") for n in range(soak.outlets)}
        desk.topic_set = TopicSet(TOPICS, self.outlets)
        desk.house = House.of(desk.topic_set, self.outlets)
        desk.postbox = self.postbox = RoughPostbox(self.dice)
        desk.restart()

    def run(self) -> None:
        for moment, act in self.script():
            self.let_time_pass(moment)
            act()
            self.tick(moment + self.dice.random() * 2 * SECOND)
        self.postbox.is_down = False
        self.let_time_pass(self.desk.now + timedelta(days=4))

    def script(self) -> list[tuple[datetime, Any]]:
        """Publications, edits, copies, known pages again, and outages of the server."""
        count = self.soak.days * self.soak.outlets * 4
        span = self.soak.days * 86_400
        acts: list[tuple[datetime, Any]] = []
        for _ in range(count):
            act = self.dice.choices(
                [self.publish, self.edit, self.copy, self.repost, self.again], [10, 3, 3, 2, 1]
            )[0]
            acts.append((NOON + self.dice.random() * span * SECOND, act))
        for _ in range(self.soak.days):
            start = NOON + self.dice.random() * span * SECOND
            acts.append((start, self.go_down))
            acts.append((start + self.dice.random() * 20_000 * SECOND, self.come_up))
        return sorted(acts, key=lambda one: one[0])

    def let_time_pass(self, until: datetime) -> None:
        """Ticks whenever a mail is due or is to be tried again, never more than seconds late."""
        while True:
            waits = [d.not_before for d in self.desk.journal.deliveries.log(state="waiting")]
            waits += [d.not_before for d in self.desk.journal.deliveries.log(state="handing_over")]
            at = [max(wait, self.desk.now + timedelta(minutes=4)) for wait in waits]
            at += [self.desk.relay.next_at] if self.desk.relay.next_at else []
            moment = min(at, default=until)
            if moment >= until:
                self.desk.now = until
                return
            self.tick(max(moment, self.desk.now) + self.dice.random() * 2 * SECOND)

    def tick(self, moment: datetime) -> None:
        self.desk.now = moment
        try:
            asyncio.run(self.desk.relay.drain())
        except* Death:
            self.deaths += 1
            self.desk.journal.close()
            path = self.desk.folder / "journal.db"
            self.desk.journal = Journal.open(path, owner=f"relay {self.deaths}")
            self.desk.restart()
            self.desk.relay.write_due()

    # What happens

    def publish(self) -> None:
        place = self.dice.choice(list(self.outlets))
        terms = self.dice.sample(TERMS, self.dice.choice([0, 1, 1, 2]))
        slug = f"story-{len(self.stories)}"
        words = " ".join(f"{slug}-{number}" for number in range(50))
        late = self.dice.choice([60, 600, 600, 3000, 90_000])
        self.record(
            Published(
                slug=slug,
                outlet=place,
                title=f"Title of {slug}",
                body=f"{' '.join(terms)} {words}",
                published_at=self.desk.now - late * SECOND,
            )
        )

    def edit(self) -> None:
        if self.stories:
            old = self.dice.choice(self.stories)
            term = self.dice.choice([*TERMS, "snow"])
            old.body, old.title = f"{old.body} {term}", f"{old.title} again"
            self.record(old)

    def copy(self) -> None:
        if self.stories:
            old = self.dice.choice(self.stories[-40:])
            place = self.dice.choice([name for name in self.outlets if name != old.outlet])
            slug = f"copy-{len(self.stories)}"
            self.record(
                Published(
                    slug=slug,
                    outlet=place,
                    title=f"Copied as {slug}",
                    body=old.body,
                    published_at=self.desk.now - 60 * SECOND,
                )
            )

    def repost(self) -> None:
        if self.stories:
            old = self.dice.choice(self.stories[-40:])
            slug = f"moved-{len(self.stories)}"
            self.record(
                Published(
                    slug=slug,
                    outlet=old.outlet,
                    title=f"New headline of {slug}",
                    body=old.body,
                    published_at=self.desk.now - 60 * SECOND,
                )
            )

    def again(self) -> None:
        if self.stories:
            self.record(self.dice.choice(self.stories))

    def go_down(self) -> None:
        self.postbox.is_down = True

    def come_up(self) -> None:
        self.postbox.is_down = False

    def record(self, told: Published) -> None:
        self.desk.publish(
            told.slug,
            outlet=told.outlet,
            title=told.title,
            body=told.body,
            published_at=told.published_at,
        )
        others = [one for one in self.stories if one is not told]
        text = (told.outlet, told.body)
        told.note(self.desk.now, [one for one in others if (one.outlet, one.body) == text])
        if len(others) == len(self.stories):
            self.stories.append(told)


@dataclass(frozen=True, kw_only=True)
class ToldEntry:
    """A story as a recipient read of it: in which mail, of when, and in which section."""

    recipient: str
    url: str
    message_id: str
    at: datetime
    section: str


def told_entries(parcels: list[Parcel]) -> Iterator[ToldEntry]:
    """Reads the mails as a recipient does; a mail that came twice counts once."""
    for parcel in {parcel.message_id: parcel for parcel in parcels}.values():
        message = message_from_bytes(parcel.content, policy=policy.default)
        part = message.get_body(("html",))
        assert part is not None
        section = ""
        for element in lxml_html.fromstring(part.get_content()).iter("h2", "a"):
            if element.tag == "h2":
                section = str(element.text)
                continue
            yield ToldEntry(
                recipient=parcel.recipient,
                url=str(element.get("href")),
                message_id=parcel.message_id,
                at=parsedate_to_datetime(str(message["Date"])),
                section=section,
            )


def by_reader(entries: list[ToldEntry]) -> dict[tuple[str, str], list[ToldEntry]]:
    """The entries by recipient and story."""
    found: dict[tuple[str, str], list[ToldEntry]] = defaultdict(list)
    for entry in entries:
        found[entry.recipient, entry.url].append(entry)
    return found


def id_of(told: Published) -> str:
    return story_id(told.outlet, told.url)


def recipients_of(name: str) -> tuple[str, ...]:
    (found,) = [one for one in TOPICS if one.id == name]
    return found.alert.recipients


def policy_of(name: str) -> Topic:
    return next(one for one in TOPICS if one.id == name)
