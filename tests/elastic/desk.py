"""A journal with many small stories, and what is done with it and an index, as plain calls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from elasticsearch import AsyncElasticsearch

from storywatch.index.client import connected
from storywatch.index.mapping import STORIES, Templates, install
from storywatch.index.relay import Passed, Relay
from storywatch.index.settings import IndexSettings
from storywatch.index.verify import Verification, Verified
from storywatch.journal import Journal
from storywatch.story import Draft, Lead, Match, Passage, Precision, Story, story_id

NOON = datetime(2025, 12, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
REST = 0.2  # seconds, in place of the relay's own, which grow to a minute
WORDS = ("tea", "rain", "prices", "minister", "bank", "growers", "auction", "port", "strike")
T = TypeVar("T")


def story(number: int, *, edit: int = 0, **fields: object) -> Story:
    """The story of that number; an edit changes its words."""
    outlet = f"outlet{number % 3}"
    url = f"https://{outlet}.example/{number}"
    words = [WORDS[(number * 7 + place) % len(WORDS)] for place in range(60)]
    seen_at = NOON + number * SECOND
    given: dict[str, object] = {
        "id": story_id(outlet, url),
        "outlet": outlet,
        "url": url,
        "title": f"{WORDS[number % len(WORDS)]} story {number}, edit {edit}",
        "body": " ".join([*words, f"edit{edit}", f"story{number}"]),
        "language": ("en", "de")[number % 2],
        "first_seen_at": seen_at,
        "fetched_at": seen_at + SECOND,
        "published_at": seen_at - 60 * SECOND,
        "published_precision": Precision.MINUTE,
        "evidence": {"published_at": "dateline"},
        **fields,
    }
    return Story(**given)  # type: ignore[arg-type]


def record(journal: Journal, one: Story, *topics: str) -> None:
    """Records a story that its outlet announced, with a match of each topic."""
    now = one.first_seen_at + 2 * SECOND
    lead = Lead(outlet=one.outlet, url=one.url, seen_at=one.first_seen_at, title=one.title)
    queued = journal.discover([lead], now=now, revisit=True).queued[0]
    passage = Passage(field="title", start=0, end=3, text=one.title[:3], clause="title")
    matches = tuple(Match(topic=topic, passages=(passage,)) for topic in topics)
    draft = Draft(story=one, page_url=one.url, addresses=(one.url,), matches=matches)
    journal.record(queued.id, draft, keep=True, now=now)


def fill(journal: Journal, count: int, *, first: int = 0, edit: int = 0) -> None:
    """Records stories; every second one matches a topic."""
    with journal.together():
        for number in range(first, first + count):
            topics = (f"topic{number % 4}",) if number % 2 else ()
            record(journal, story(number, edit=edit), *topics)


def clock() -> datetime:
    return datetime.now(UTC)


def with_client(settings: IndexSettings, work: Callable[[AsyncElasticsearch], Awaitable[T]]) -> T:
    async def run() -> T:
        async with connected(settings) as client:
            return await work(client)

    return asyncio.run(run())


def set_up(settings: IndexSettings) -> None:
    """Removes all that storywatch keeps on the server, and installs it anew."""

    async def work(client: AsyncElasticsearch) -> None:
        quiet = client.options(ignore_status=404)
        for name in await client.indices.get(
            index="stories*,storywatch-ledger*,storywatch-topics*"
        ):
            await quiet.indices.delete(index=name)
        for name in (STORIES, "storywatch-*"):
            await quiet.indices.delete_index_template(name=name)
        await quiet.cluster.delete_component_template(name="storywatch-*")
        await install(client, Templates.read())

    with_client(settings, work)


def ship(journal: Journal, settings: IndexSettings, *, passes: int = 300) -> Passed:
    """Drains the outbox as a watch would, with shorter rests; returns the last pass."""

    async def work(client: AsyncElasticsearch) -> Passed:
        relay = Relay(journal=journal, client=client, clock=clock, place=settings.place)
        passed = Passed()
        for _ in range(passes):
            passed = await relay.drain()
            if not passed.trouble and not journal.index_outbox.backlog().stories:
                break
            if relay.pace.resume_at:
                relay.pace.resume_at = None
                await asyncio.sleep(REST)
        return passed

    return with_client(settings, work)


def drain_once(journal: Journal, settings: IndexSettings) -> tuple[Passed, Relay]:
    """One pass, and the relay as it is after it."""

    async def work(client: AsyncElasticsearch) -> tuple[Passed, Relay]:
        relay = Relay(journal=journal, client=client, clock=clock, place=settings.place)
        return await relay.drain(), relay

    return with_client(settings, work)


def verify(journal: Journal, settings: IndexSettings, *, fix: bool = False) -> Verified:
    async def work(client: AsyncElasticsearch) -> Verified:
        verification = Verification(journal=journal, client=client, clock=clock)
        found = await verification.run()
        if fix:
            await verification.fix(found)
        return found

    return with_client(settings, work)


def assert_whole(journal: Journal, settings: IndexSettings) -> None:
    """Nothing lost, nothing double, nothing stale: the index has what the journal has."""
    found = verify(journal, settings)
    assert found.is_clean, found.faults
    assert found.waiting_count == 0
    assert found.story_count == journal.count()

    async def count(client: AsyncElasticsearch) -> int:
        return int((await client.count(index="stories"))["count"])

    assert with_client(settings, count) == journal.count()


def journal_at(folder: Path) -> Path:
    return folder / "data" / "journal.db"
