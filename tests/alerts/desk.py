"""A desk for the alerts' tests: a journal with a clock that is set, and stories in few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from storywatch.alerts.due import STEADY, Pace
from storywatch.alerts.house import House
from storywatch.alerts.relay import Relay
from storywatch.deliver import Accepted, Channel, DeliverySettings, Outcome, Parcel
from storywatch.deliver.parcel import HandOver
from storywatch.journal import Journal
from storywatch.outlet import Outlet
from storywatch.query import TopicSet
from storywatch.story import Draft, Fate, Lead, Original, Precision, Story, story_id
from storywatch.topic import AlertPolicy, Topic
from tests.prepared import new_journal

NOON = datetime(2025, 12, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
ANN = "ann@example.org"
BOB = "bob@example.org"
FILLER = " ".join(f"filler{number}" for number in range(60))


def topic(name: str = "tea", query: str = "tea", **policy: Any) -> Topic:
    given = {"when": "instant", "recipients": (ANN,), **policy}
    return Topic(id=name, query=query, title=name.title(), alert=AlertPolicy(**given))


def outlet(name: str) -> Outlet:
    home = f"https://{name}.example"
    return Outlet.model_validate(
        {"id": name, "homepage": home, "source": [{"kind": "feed", "url": f"{home}/feed"}]}
    )


OUTLETS = {name: outlet(name) for name in ("bugle", "echo", "planet", "wire")}


class Postbox:
    """A channel that keeps what it is given, or answers from a script instead."""

    name = "postbox"

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []
        self.answers: list[Outcome] = []

    async def take(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        if self.answers:
            return self.answers.pop(0)
        hand_over()
        self.parcels.append(parcel)
        return Accepted(words="250 taken")


@dataclass(frozen=True)
class One:
    """Channels of which every recipient's is the same one."""

    channel: Channel

    def of(self, recipient: str) -> Channel:
        return self.channel


@dataclass
class TestDesk:
    """A journal, its topics, and a relay into a postbox."""

    __test__ = False

    folder: Path
    topics: Mapping[str, Topic]
    pace: Pace = STEADY
    now: datetime = NOON
    postbox: Postbox = field(default_factory=Postbox)

    def __post_init__(self) -> None:
        self.journal = Journal.open(new_journal(self.folder / "journal.db"), owner="relay")
        self.settings = DeliverySettings(mail_dir=self.folder / "mail", secret=b"secret")
        self.redeclare(*self.topics.values())

    def redeclare(self, *topics: Topic) -> None:
        self.topics = {one.id: one for one in topics}
        self.topic_set = TopicSet(self.topics.values(), OUTLETS)
        assert not self.topic_set.errors
        self.house = House.of(self.topic_set, OUTLETS)
        self.restart()

    def restart(self) -> None:
        self.relay = Relay(
            journal=self.journal,
            house=self.house,
            settings=self.settings,
            clock=lambda: self.now,
            pace=self.pace,
            channels=One(self.postbox),  # type: ignore[arg-type]
        )

    def close(self) -> None:
        self.journal.close()

    def publish(self, slug: str = "one", **fields: Any) -> Fate:
        """Records a story, or its next text, with what matches it: as the desk's steps do."""
        told = story(slug, self.now, **fields)
        lead = Lead(outlet=told.outlet, url=told.url, seen_at=self.now, title=told.title)
        (queued,) = self.journal.discover([lead], now=self.now, revisit=True).queued
        draft = Draft(story=told, page_url=told.url, matches=self.topic_set.match(told))
        return self.journal.record(queued.id, draft, keep=True, now=self.now)

    async def after(self, span: timedelta = timedelta(seconds=11)) -> list[Parcel]:
        """Lets time pass, runs the relay, and returns what came into the postbox meanwhile."""
        self.now += span
        before = len(self.postbox.parcels)
        await self.relay.drain()
        return self.postbox.parcels[before:]


def story(slug: str, now: datetime, **fields: Any) -> Story:
    name = str(fields.pop("outlet", "bugle"))
    url = f"https://{name}.example/{slug}"
    given: dict[str, Any] = {
        "id": story_id(name, url),
        "outlet": name,
        "url": url,
        "title": f"Title of {slug}",
        "body": f"Growers of {slug} speak of tea.",
        "published_at": now - 5 * MINUTE,
        "published_precision": Precision.MINUTE,
        "first_seen_at": now - 2 * MINUTE,
        "fetched_at": now - MINUTE,
        **fields,
    }
    return Story(**given)


def copy_of(url: str) -> Original:
    return Original(outlet="wire", url=url)
