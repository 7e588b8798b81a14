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
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from elasticsearch import AsyncElasticsearch, Elasticsearch, helpers

from storywatch.index.client import connected
from storywatch.index.documents import document_of
from storywatch.index.mapping import STORIES, Templates, install
from storywatch.index.rebuild import Rebuild, drop_others
from storywatch.index.relay import DRAIN_EVERY, Relay
from storywatch.index.settings import IndexSettings
from storywatch.journal import Journal
from storywatch.journal.index_outbox import PAGE
from storywatch.query import TopicSet, parse
from storywatch.query.elastic import compile
from storywatch.story import Draft, Lead, Match, Story, story_id
from storywatch.topic import Topic

NOON = datetime(2025, 12, 2, 12, tzinfo=UTC)
RATIO, LEAST_RATIO = "ratio of the two", 0.7
SEARCHABLE, MOST_SECONDS = "searchable after, s, 95 of 100", 2.0
TURNS = 3
SENT_BY_HELPER = 10_000  # documents at most, for they are held in memory
BESIDE = "stories-v0-9999"  # falls under the same template as ours
STEADY = 60  # stories of which the way is timed
TOPICS = 1_000
WORDS = 30_000
SKIPPED = 150  # the most common words: nobody watches them
LETTERS = "etaoinshrdlucmfwypvbgk"
ENDINGS = ("", "s", "ed", "ing")
NAMES = 0.12  # of all words; a sentence's first word is written large as well


def main(argv: list[str] | None = None) -> int:
    """Prints the measures; 1 if one misses its goal. Without a server there is nothing to do."""
    parser = argparse.ArgumentParser(prog="python -m bench.index", description=__doc__)
    parser.add_argument("--stories", type=int, default=6_000)
    parser.add_argument("--quick", action="store_const", dest="stories", const=1_500)
    given, _ = parser.parse_known_args(argv)
    url = os.environ.get("STORYWATCH_TEST_ES_URL")
    if not url:
        print("index: left out, no Elasticsearch; set STORYWATCH_TEST_ES_URL to one for tests")
        return 0
    with tempfile.TemporaryDirectory() as folder, Journal.open(Path(folder) / "j.db") as journal:
        fill(journal, given.stories)
        measured = asyncio.run(measure(journal, IndexSettings(url=url)))
    print(f"index: {given.stories} stories of some 5 kB")
    for name, value in measured.items():
        print(f"  {name:<36} {value:10.2f}")
    good = measured[RATIO] >= LEAST_RATIO and measured[SEARCHABLE] <= MOST_SECONDS
    return 0 if good else 1


async def measure(journal: Journal, settings: IndexSettings) -> dict[str, float]:
    """Ships everything both ways in turns, of which the first warms the server up; then the rest.

    Rates are stories a second; what is measured in turns is the median.
    """
    async with connected(settings) as client:
        relay = Relay(journal=journal, client=client, clock=now)
        turns = [await turn(journal, relay, settings) for _ in range(TURNS + 1)][1:]
        rebuilt = await timed_rebuild(journal, client)
        waits = await ways(journal, relay)
        matched = await matching(client, list(islice(journal.stories(), 1_000)))
    shipped, by_itself, cpu = (median(values) for values in zip(*turns, strict=True))
    return {
        "shipped a second": shipped,
        "by parallel_bulk": by_itself,
        RATIO: median(ours / theirs for ours, theirs, _ in turns),
        "the relay's CPU, ms a story": cpu,
        "rebuilt a second": rebuilt,
        "searchable after, s, median": median(waits),
        SEARCHABLE: quantiles(waits, n=20)[18],
        **matched,
    }


async def turn(
    journal: Journal, relay: Relay, settings: IndexSettings
) -> tuple[float, float, float]:
    """Returns the rates of the relay and of Elasticsearch's helper, and the relay's CPU time."""
    outbox = journal.index_outbox
    await anew(relay.client)
    outbox.tell_again(one.id for one in journal.stories())
    begun, cpu = time.perf_counter(), time.process_time()
    passed = await relay.drain()
    took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    count = passed.shipped_count
    assert count == journal.count(), passed.trouble
    documents = [
        (one.id, document_of(one, now=NOON))
        for page in islice(outbox.everything(), SENT_BY_HELPER // PAGE)
        for one in page
    ]
    return count / took, len(documents) / by_helper(settings, documents), 1_000 * cpu / count


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


async def timed_rebuild(journal: Journal, client: AsyncElasticsearch) -> float:
    """Returns the rate at which the index is made again."""
    begun = time.perf_counter()
    await Rebuild(journal=journal, client=client, clock=now).run()
    rate = journal.count() / (time.perf_counter() - begun)
    await drop_others(client)
    return rate


async def ways(journal: Journal, relay: Relay) -> list[float]:
    """Returns the seconds from each story's recording until a search finds it, while the relay
    drains as often as in a watch."""
    draining = asyncio.create_task(drain_for_ever(relay))
    chance = Random(STEADY)
    waits = []
    for number in range(STEADY):
        await asyncio.sleep(chance.random())
        one = made_up(10_000_000 + number)
        record(journal, one)
        begun = time.perf_counter()
        query = {"ids": {"values": [one.id]}}
        while not (await relay.client.count(index=STORIES, query=query))["count"]:
            await asyncio.sleep(0.02)
        waits.append(time.perf_counter() - begun)
    draining.cancel()
    return waits


async def drain_for_ever(relay: Relay) -> None:
    while True:
        await relay.drain()
        await asyncio.sleep(DRAIN_EVERY.total_seconds())


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
        f"{TOPICS} topics x {len(stories)} stories here, s": here,
        "the same in Elasticsearch, s": there,
        "times as long there": there / here,
        "matches, the same in both": ours,
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


def now() -> datetime:
    return datetime.now(UTC)


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
