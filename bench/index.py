"""Shipping to Elasticsearch beside its own helper, the way to being searchable, matching in it.

Needs a server: STORYWATCH_TEST_ES_URL, whose indices of storywatch are made anew. `--stories N`
says how many stories are shipped.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any

from elasticsearch import AsyncElasticsearch, Elasticsearch, helpers

from storywatch.index.client import connected
from storywatch.index.documents import document_of
from storywatch.index.mapping import STORIES, Templates, install
from storywatch.index.relay import Relay
from storywatch.index.settings import IndexSettings
from storywatch.journal import Journal
from storywatch.query import TopicSet, parse
from storywatch.query.elastic import compile
from storywatch.story import Draft, Lead, Match, Story, story_id
from storywatch.topic import Topic

NOON = datetime(2025, 12, 2, 12, tzinfo=UTC)
WITHOUT_SERVER = 2
GOALS = {"ratio": 0.7, "searchable_p95": 2.0}
BESIDE = "stories-v0-9999"  # falls under the same template as ours
STEADY = 40  # stories of which the way is timed
TOPICS = 1_000
WORDS = 30_000
SKIPPED = 150  # the most common words: nobody watches them
LETTERS = "etaoinshrdlucmfwypvbgk"
ENDINGS = ("", "s", "ed", "ing")
NAMES = 0.12  # of all words; a sentence's first word is written large as well


def main(argv: list[str] | None = None) -> int:
    """Prints the measures; 1 if one misses its goal, 2 without a server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=3_000)
    given = parser.parse_args(argv)
    url = os.environ.get("STORYWATCH_TEST_ES_URL")
    if not url:
        print("index: no Elasticsearch; set STORYWATCH_TEST_ES_URL")
        return WITHOUT_SERVER
    with tempfile.TemporaryDirectory() as folder, Journal.open(Path(folder) / "j.db") as journal:
        fill(journal, given.stories)
        measured = asyncio.run(measure(journal, IndexSettings(url=url)))
    print(f"index: {given.stories} stories of some 5 kB")
    for name, value in measured.items():
        print(f"  {name:<28} {value:10.2f}")
    good = measured["ratio"] >= GOALS["ratio"]
    return 0 if good and measured["searchable_p95"] <= GOALS["searchable_p95"] else 1


async def measure(journal: Journal, settings: IndexSettings) -> dict[str, float]:
    """Ships everything both ways, in turns so that both find the server as warm, then the rest."""
    documents = [
        (one.id, document_of(one, now=NOON))
        for page in journal.index_outbox.everything()
        for one in page
    ]
    async with connected(settings) as client:
        await anew(client)
        beside = by_helper(settings, documents)
        relay = Relay(journal=journal, client=client, clock=lambda: datetime.now(UTC))
        begun = time.perf_counter()
        passed = await relay.drain()
        shipped = time.perf_counter() - begun
        assert passed.shipped_count == len(documents), passed.trouble
        waits = [await way_of(journal, relay, number) for number in range(STEADY)]
        matched = await matching(client, list(journal.stories())[:1_000])
    return {
        "stories a second": len(documents) / shipped,
        "by parallel_bulk": len(documents) / beside,
        "ratio": beside / shipped,
        "searchable_p50": quantiles(waits, n=20)[9],
        "searchable_p95": quantiles(waits, n=20)[18],
        **matched,
    }


async def anew(client: AsyncElasticsearch) -> None:
    """Makes the indices anew, and one beside them for the helper."""
    for name in await client.indices.get(index="stories-v*,storywatch-ledger*"):
        await client.indices.delete(index=name)
    await install(client, Templates.read())
    await client.indices.create(index=BESIDE)


def by_helper(settings: IndexSettings, documents: Sequence[tuple[str, dict[str, Any]]]) -> float:
    """Returns the seconds that Elasticsearch's own helper takes for ready documents."""
    actions = [{"_index": BESIDE, "_id": id_, "_source": one} for id_, one in documents]
    with Elasticsearch(settings.url, request_timeout=120) as client:
        begun = time.perf_counter()
        for is_done, item in helpers.parallel_bulk(client, actions, thread_count=2):
            assert is_done, item
        took = time.perf_counter() - begun
        client.indices.delete(index=BESIDE)
    return took


async def way_of(journal: Journal, relay: Relay, number: int) -> float:
    """Returns the seconds from a story's recording until a search finds it, relay and refresh
    running as in a watch."""
    one = made_up(10_000_000 + number)
    record(journal, one)
    begun = time.perf_counter()
    # A watch drains every second: the recording falls anywhere in between.
    await asyncio.sleep(Random(number).random())
    await relay.drain()
    query = {"ids": {"values": [one.id]}}
    while not (await relay.client.count(index=STORIES, query=query))["count"]:
        await asyncio.sleep(0.02)
    return time.perf_counter() - begun


async def matching(client: AsyncElasticsearch, stories: Sequence[Story]) -> dict[str, float]:
    """Returns how long the same topics over the same stories take here and there."""
    chance = Random(TOPICS)
    words = vocabulary()[0][SKIPPED:]
    drawn_words = [chance.choices(words, k=3) for _ in range(TOPICS)]
    queries = [f"{one} OR ({other} {third})" for one, other, third in drawn_words]
    topics = TopicSet(Topic(id=f"t{n}", query=text) for n, text in enumerate(queries))
    begun = time.perf_counter()
    ours = sum(len(topics.match(story)) for story in stories)
    here = time.perf_counter() - begun
    among = {"ids": {"values": [story.id for story in stories]}}
    searches: list[dict[str, Any]] = []
    for text in queries:
        clause = {"bool": {"filter": [compile(parse(text)), among]}}
        searches += [{}, {"query": clause, "size": 0, "track_total_hits": True}]
    begun = time.perf_counter()
    answers = (await client.msearch(index=STORIES, searches=searches))["responses"]
    there = time.perf_counter() - begun
    assert sum(one["hits"]["total"]["value"] for one in answers) == ours
    return {
        f"{TOPICS} topics x {len(stories)} here, s": here,
        "the same in Elasticsearch, s": there,
        "topics' matches": ours,
    }


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Returns made-up words and how frequent each of them and all before it are, by Zipf's law."""
    chance = Random(WORDS)
    bare = ["".join(chance.choices(LETTERS, k=chance.randint(2, 8))) for _ in range(WORDS)]
    words = [word + chance.choices(ENDINGS, (70, 14, 8, 8))[0] for word in bare]
    return words, list(accumulate(1 / (rank + 5) for rank in range(WORDS)))


def drawn(chance: Random, count: int) -> list[str]:
    """Returns so many words, as often as they come in texts."""
    words, weights = vocabulary()
    return chance.choices(words, cum_weights=weights, k=count)


def sentence(chance: Random) -> str:
    """Returns twenty words, some of them names: as in texts, a sixth are written large."""
    words = [word.capitalize() if chance.random() < NAMES else word for word in drawn(chance, 20)]
    return " ".join([words[0].capitalize(), *words[1:]]) + "."


def made_up(number: int) -> Story:
    """Returns the story of that number: some 800 words in paragraphs."""
    chance = Random(number)
    outlet = f"outlet{number % 40}"
    url = f"https://{outlet}.example/{number}"
    at = NOON + timedelta(seconds=number % 100_000)
    body = "\n".join(" ".join(sentence(chance) for _ in range(4)) for _ in range(10))
    return Story(
        id=story_id(outlet, url),
        outlet=outlet,
        url=url,
        title=" ".join(drawn(chance, 9)).capitalize(),
        body=body,
        language="en",
        first_seen_at=at,
        fetched_at=at,
    )


def record(journal: Journal, one: Story) -> None:
    """Records a story that its outlet announced."""
    lead = Lead(outlet=one.outlet, url=one.url, seen_at=one.first_seen_at, title=one.title)
    queued = journal.discover([lead], now=NOON).queued[0]
    draft = Draft(story=one, page_url=one.url, matches=(Match(topic="all"),))
    journal.record(queued.id, draft, keep=True, now=NOON)


def fill(journal: Journal, count: int) -> None:
    """Records so many stories, some hundred in a transaction."""
    for batch in _runs(range(count), 500):
        with journal.together():
            for number in batch:
                record(journal, made_up(number))


def _runs(numbers: range, size: int) -> Iterator[range]:
    for first in range(numbers.start, numbers.stop, size):
        yield numbers[first : first + size]


if __name__ == "__main__":
    sys.exit(main())
