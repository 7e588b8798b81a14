"""What the watch does beside its rounds: alerts, mails, dark outlets, a day's upkeep, the index."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from datetime import timedelta

from pipelines.desk import Desk
from storywatch.alerts.house import House
from storywatch.alerts.relay import Relay as AlertRelay
from storywatch.deliver.settings import DeliverySettings
from storywatch.index.client import open_client
from storywatch.index.relay import DRAIN_EVERY
from storywatch.index.relay import Relay as IndexRelay
from storywatch.index.settings import IndexSettings
from storywatch.index.topic_relay import TopicRelay
from storywatch.watch.daily import daily
from storywatch.watch.lights import LOOK_EVERY, look
from storywatch.watch.process import UPKEEP_EVERY, Duty
from storywatch.watch.rounds import STOPPING_TAKES

EVERY = timedelta(seconds=1)

Doing = Callable[[Desk], Awaitable[None]]


class Duties:
    """The duties of a watch; `follow` tells them of changed declarations, `close` ends them."""

    def __init__(self, desk: Desk, settings: DeliverySettings) -> None:
        self._ending = AsyncExitStack()
        self._settings = settings
        self._alerts = AlertRelay(
            journal=desk.journal,
            house=House.of(desk.topics, desk.outlets),
            settings=settings,
            clock=desk.clock,
        )
        self._index: IndexRelay | None = None
        self._topics: TopicRelay | None = None
        index = IndexSettings.read()
        if index:
            self._reach(index, desk)

    def all(self) -> Iterable[Duty]:
        """Yields the duties: sending has one of its own, for a server's answer may take long."""
        yield Duty(name="alerts", every=EVERY, do=self._write)
        yield Duty(name="mails", every=EVERY, do=self._send)
        yield Duty(name="lights", every=LOOK_EVERY, do=self._look)
        yield Duty(name="daily upkeep", every=UPKEEP_EVERY, do=self._keep_up_daily)
        if self._index:
            yield Duty(name="index", every=DRAIN_EVERY, do=self._ship)
            yield Duty(name="indexed topics", every=EVERY, do=self._tell_topics)

    def follow(self, desk: Desk) -> None:
        """Takes topics and outlets as they are declared now."""
        self._alerts.follow(House.of(desk.topics, desk.outlets))
        if self._topics:
            self._topics.follow(desk.topics, desk.outlets)

    async def finish(self) -> None:
        """Waits for the answers to the mails that are on their way, as long as there is time."""
        await self._alerts.finish(STOPPING_TAKES)

    async def close(self) -> None:
        """Ends the connections."""
        await self._ending.aclose()

    def _reach(self, index: IndexSettings, desk: Desk) -> None:
        client, clock, place = open_client(index), desk.clock, index.place
        self._ending.push_async_callback(client.close)
        self._index = IndexRelay(journal=desk.journal, client=client, clock=clock, place=place)
        self._topics = TopicRelay(client=client, clock=clock, place=place)
        self._topics.follow(desk.topics, desk.outlets)

    async def _write(self, _: Desk) -> None:
        self._alerts.write_due()

    async def _send(self, _: Desk) -> None:
        await self._alerts.send_due()

    async def _look(self, desk: Desk) -> None:
        await look(desk, self._settings)

    async def _keep_up_daily(self, desk: Desk) -> None:
        await daily(desk, self._settings)

    async def _ship(self, _: Desk) -> None:
        if self._index:
            await self._index.drain()

    async def _tell_topics(self, _: Desk) -> None:
        if self._topics:
            await self._topics.drain()
