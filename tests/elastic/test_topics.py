"""Topics kept by a real Elasticsearch, in the form of a server that has no percolator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch

from storywatch.errors import IndexUnusable
from storywatch.index.mapping import TOPICS, current_index
from storywatch.index.settings import IndexSettings
from storywatch.index.topic_relay import LOOK_AGAIN, TopicRelay
from storywatch.index.topics import ToldTopics, install_topics, tell_topics, topic_documents
from storywatch.journal import Journal
from storywatch.query import TopicSet
from storywatch.topic import Topic
from tests.cli.running import storywatch
from tests.elastic.desk import NOON, fill, journal_at, ship, with_client

TEA = Topic(id="tea", query='tea AND "edit0"')
RAIN = Topic(id="rain", query="title:rain OR exact:Port")
GERMAN = Topic(id="german", query="*", languages=("de",))


def documents(*topics: Topic) -> dict[str, dict[str, Any]]:
    return {one["topic"]: one for one in topic_documents(TopicSet(topics), {})}


def told(settings: IndexSettings, *topics: Topic) -> ToldTopics:
    return with_client(settings, lambda client: tell_topics(client, TopicSet(topics), {}))


def kept(elastic: Elasticsearch) -> dict[str, dict[str, Any]]:
    elastic.indices.refresh(index=TOPICS)
    hits = elastic.search(index=TOPICS, size=100)["hits"]["hits"]
    return {hit["_id"]: hit["_source"] for hit in hits}


@pytest.fixture
def installed(settings: IndexSettings) -> IndexSettings:
    with_client(settings, lambda client: install_topics(client, TopicSet([TEA, RAIN, GERMAN]), {}))
    return settings


def test_topics_are_kept_whole(installed: IndexSettings, elastic: Elasticsearch) -> None:
    assert kept(elastic) == documents(TEA, RAIN, GERMAN)


def test_only_what_changed_is_written(installed: IndexSettings, elastic: Elasticsearch) -> None:
    changed = RAIN.model_copy(update={"query": "rain*"})

    assert told(installed, TEA, RAIN, GERMAN) == ToldTopics()
    assert told(installed, TEA, changed) == ToldTopics(written_count=1, removed_count=1)
    assert told(installed, TEA, changed) == ToldTopics()
    assert kept(elastic) == documents(TEA, changed)


def test_a_topic_that_comes_back_is_written_again(
    installed: IndexSettings, elastic: Elasticsearch
) -> None:
    assert told(installed, RAIN, GERMAN) == ToldTopics(removed_count=1)
    assert told(installed, TEA, RAIN, GERMAN) == ToldTopics(written_count=1)
    assert kept(elastic) == documents(TEA, RAIN, GERMAN)


def test_a_kept_query_finds_the_stories_that_its_topic_matches(
    installed: IndexSettings, elastic: Elasticsearch, journal: Journal
) -> None:
    fill(journal, 40)
    fill(journal, 10, edit=1)
    ship(journal, installed)
    elastic.indices.refresh(index="stories")
    topics = TopicSet([TEA, RAIN, GERMAN])

    for name, one in kept(elastic).items():
        hits = elastic.search(index="stories", query=one["query"], size=100)["hits"]["hits"]
        matching = {
            story.id
            for story in journal.stories()
            if name in {match.topic for match in topics.match(story)}
        }
        assert {hit["_id"] for hit in hits} == matching != set()


def test_an_index_of_another_mapping_is_replaced_at_a_stroke(
    installed: IndexSettings, elastic: Elasticsearch
) -> None:
    elastic.indices.put_mapping(index=TOPICS, meta={"fingerprint": "an older one"})

    with pytest.raises(IndexUnusable, match="run `storywatch index install`"):
        told(installed, RAIN)
    assert kept(elastic).keys() == {"tea", "rain", "german"}

    with_client(installed, lambda client: install_topics(client, TopicSet([RAIN]), {}))
    assert kept(elastic) == documents(RAIN)
    assert list(elastic.indices.get(index=f"{TOPICS}*")) == [f"{TOPICS}-v1-0002"]


def test_it_is_made_anew_when_that_is_asked_for(
    installed: IndexSettings, elastic: Elasticsearch
) -> None:
    with_client(installed, lambda client: install_topics(client, TopicSet([TEA]), {}, anew=True))

    assert (
        with_client(installed, lambda client: current_index(client, TOPICS)) == f"{TOPICS}-v1-0002"
    )
    assert kept(elastic) == documents(TEA)


def test_a_watch_follows_its_topics_and_looks_again_by_and_by(
    installed: IndexSettings, elastic: Elasticsearch
) -> None:
    now = [NOON]

    async def work(client: AsyncElasticsearch) -> None:
        relay = TopicRelay(client=client, clock=lambda: now[0])
        for topics in ((TEA, RAIN), (TEA,)):
            relay.follow(TopicSet(topics), {})
            await relay.drain()
            assert kept(elastic) == documents(*topics)
        elastic.delete(index=TOPICS, id="tea")
        await relay.drain()
        assert kept(elastic) == {}
        now[0] += LOOK_AGAIN
        await relay.drain()
        assert kept(elastic) == documents(TEA)

    with_client(installed, work)


def test_the_command_tells_the_topics_of_a_desk(
    installed: IndexSettings, elastic: Elasticsearch, tmp_path: Path
) -> None:
    (tmp_path / "port.toml").write_text('id = "port"\nquery = "port"\n', "utf-8")
    environment = {"STORYWATCH_ES_URL": installed.url}

    done = storywatch("index", "install", "--topics", tmp_path, "--json", env=environment)

    assert done.document["topics"] == {"written_count": 1, "removed_count": 3, "refused": {}}
    assert not done.document["percolates"]
    assert kept(elastic).keys() == {"port"}


def test_a_story_s_document_is_printed_as_the_index_is_told_it(
    installed: IndexSettings, elastic: Elasticsearch, journal: Journal, tmp_path: Path
) -> None:
    fill(journal, 1)
    ship(journal, installed)
    one = next(journal.stories())

    printed = storywatch(
        "index", "document", one.id[:8], "--json", "--data", journal_at(tmp_path).parent
    )

    document = printed.document
    assert "story0" in document.pop("analysed")["body"]["folded"]
    assert document == elastic.get(index="stories", id=one.id)["_source"]


def test_the_command_says_what_is_missing_and_puts_right_what_it_can(
    installed: IndexSettings, elastic: Elasticsearch, journal: Journal, tmp_path: Path
) -> None:
    environment = {"STORYWATCH_ES_URL": installed.url}
    data = ("--data", journal_at(tmp_path).parent)
    fill(journal, 3)
    ship(journal, installed)
    elastic.delete(index="stories", id=next(journal.stories()).id)

    fixed = storywatch("index", "verify", "--fix", *data, env=environment)
    assert (fixed.code, "1 missing" in fixed.out, "put right" in fixed.out) == (0, True, True)
    assert storywatch("index", "verify", *data, env=environment).code == 0
    told = storywatch("index", "status", *data, env=environment)
    assert "3; this server has no percolator" in told.out

    for name in elastic.indices.get(index="stories-v*"):
        elastic.indices.delete(index=name)
    gone = storywatch("index", "status", *data, env=environment)
    assert (gone.code, "there is no index" in gone.out) == (1, True)
