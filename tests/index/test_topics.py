from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
from elasticsearch import AsyncElasticsearch, BadRequestError, NotFoundError
from structlog.testing import capture_logs

from storywatch.index.mapping import PERCOLATOR, TOPICS, Installed, Templates, install
from storywatch.index.pace import LONGEST_REST
from storywatch.index.topic_relay import TopicRelay
from storywatch.index.topics import topic_documents, written
from storywatch.outlet import Outlet, Source
from storywatch.query import TopicSet
from storywatch.topic import AlertPolicy, Topic
from tests.index.memory import meta
from tests.index.test_documents import properties
from tests.journal.samples import NOON

TEMPLATES = Templates.read()


def outlets(*ids: str, collection: str) -> dict[str, Outlet]:
    return {
        name: Outlet(
            id=name,
            name=name,
            homepage=f"https://{name}.example/",
            source=(Source(kind="feed", url=f"https://{name}.example/feed"),),
            collections=(collection,),
        )
        for name in ids
    }


def document(topic: Topic, known: dict[str, Outlet] | None = None) -> dict[str, Any]:
    known = known or {}
    return next(topic_documents(TopicSet([topic], known), known))


def test_a_topic_s_document_is_what_its_file_says_and_its_query() -> None:
    told = document(Topic(id="tea", title="Tea", query="tea OR kettle", languages=("en",)))

    assert (told["topic"], told["title"]) == ("tea", "Tea")
    assert told["declared"]["query"] == "tea OR kettle"
    words, languages = told["query"]["bool"]["filter"]
    assert "kettle" in json.dumps(words)
    assert languages["bool"]["should"][0] == {"terms": {"language": ["en"]}}


def test_whom_a_topic_tells_is_nobody_else_s_business() -> None:
    policy = AlertPolicy(when="instant", recipients=("slack://secret-token@desk",))

    assert "secret" not in json.dumps(document(Topic(id="tea", query="tea", alert=policy)))


def test_a_topic_of_a_collection_asks_for_the_outlets_that_are_in_it() -> None:
    topic = Topic(id="tea", query="tea", collections=("local",))
    few, more = outlets("post", collection="local"), outlets("post", "gazette", collection="local")

    assert {"terms": {"outlet": ["gazette", "post"]}} in document(topic, more)["query"]["bool"][
        "filter"
    ]
    assert document(topic, few)["digest"] != document(topic, more)["digest"]


def test_a_topic_that_is_not_in_force_is_not_told() -> None:
    wrong = Topic(id="tea", query="tea", must_match=("Coffee only.",))

    topics = TopicSet([wrong, Topic(id="rain", query="rain")])

    assert [one["topic"] for one in topic_documents(topics, {})] == ["rain"]


def test_the_mapping_has_every_field_of_a_topic() -> None:
    assert document(Topic(id="tea", query="tea")).keys() <= properties(TOPICS).keys()


def test_queries_meet_the_fields_that_stories_have() -> None:
    stories, topics = properties("stories"), properties(TOPICS)

    assert {name: topics[name] for name in stories} == stories
    assert topics["query"] == {"type": "percolator"}


@dataclass(kw_only=True)
class Server:
    """A server that takes templates, those of the percolator only if it has it."""

    has_percolator: bool
    components: dict[str, int] = field(default_factory=dict)
    indices: dict[str, int] = field(default_factory=dict)
    refusing: str = "mapper_parsing_exception"

    @property
    def client(self) -> AsyncElasticsearch:
        cluster = SimpleNamespace(
            get_component_template=self.get_component_template,
            put_component_template=self.put_component_template,
        )
        indices = SimpleNamespace(
            get_index_template=self.get_index_template,
            put_index_template=self.put_index_template,
            get_alias=self.get_alias,
            exists=self.exists,
            get=self.get,
            create=self.create,
        )
        return cast(AsyncElasticsearch, SimpleNamespace(cluster=cluster, indices=indices))

    async def get_component_template(self) -> dict[str, Any]:
        named = [
            {"name": name, "component_template": {"version": version}}
            for name, version in self.components.items()
        ]
        return {"component_templates": named}

    async def get_index_template(self) -> dict[str, Any]:
        return {"index_templates": []}

    async def put_component_template(self, *, name: str, version: int, **body: Any) -> None:
        if not self.has_percolator and "percolator" in json.dumps(body["template"]):
            error = {"error": {"type": self.refusing, "reason": "[percolator] does not exist"}}
            raise BadRequestError(self.refusing, meta(400), error)
        self.components[name] = version

    async def put_index_template(self, *, name: str, version: int, **_: Any) -> None:
        self.indices[name] = version

    async def get_alias(self, *, name: str) -> dict[str, Any]:
        raise NotFoundError(f"no {name}", meta(404), {})

    async def exists(self, *, index: str) -> bool:
        return index == "storywatch-ledger"

    async def get(self, *, index: str, features: list[str]) -> dict[str, Any]:
        return {}

    async def create(self, **_: Any) -> None:
        """Takes any index."""


def installed(server: Server) -> Installed:
    return asyncio.run(install(server.client, TEMPLATES))


def test_a_server_with_the_percolator_is_given_its_template() -> None:
    server = Server(has_percolator=True)

    done = installed(server)

    assert done.percolates
    assert PERCOLATOR in done.put
    assert server.components.keys() == TEMPLATES.components.keys()
    assert installed(server).percolates


def test_a_server_without_takes_all_the_others() -> None:
    server = Server(has_percolator=False)

    done = installed(server)

    assert not done.percolates
    assert TEMPLATES.components.keys() - server.components.keys() == {PERCOLATOR}
    assert server.indices.keys() == TEMPLATES.indices.keys()


def test_a_server_that_learns_to_percolate_is_given_it_next_time() -> None:
    server = Server(has_percolator=False)
    installed(server)

    server.has_percolator = True

    assert PERCOLATOR in installed(server).put


def test_what_is_refused_for_another_reason_is_no_lack() -> None:
    server = Server(has_percolator=False, refusing="illegal_argument_exception")

    with pytest.raises(BadRequestError):
        installed(server)


def test_a_server_that_is_away_is_tried_again_and_told_of_once() -> None:
    now = [NOON]

    async def drain_twice() -> None:
        async with AsyncElasticsearch("http://127.0.0.1:9", max_retries=0) as client:
            relay = TopicRelay(client=client, clock=lambda: now[0], place="es.example")
            relay.follow(TopicSet([Topic(id="tea", query="tea")]), {})
            for _ in range(3):
                await relay.drain()
                now[0] += LONGEST_REST

    with capture_logs() as logs:
        asyncio.run(drain_twice())

    (entry,) = logs
    assert entry["event"] == "topics wait"
    assert "es.example cannot be reached" in entry["why"]


def test_a_topic_that_is_refused_leaves_the_others_alone() -> None:
    bulk = SimpleNamespace(bulk=refusing("rain"))
    topics = TopicSet([Topic(id=name, query=name) for name in ("tea", "rain", "port")])

    client = cast(AsyncElasticsearch, bulk)
    told = asyncio.run(written(client, TOPICS, topic_documents(topics, {}), {}))

    assert told.written_count == 2
    assert told.refused == {"rain": "too_many: clauses"}


def refusing(name: str) -> Any:
    async def bulk(*, operations: list[bytes], **_: Any) -> SimpleNamespace:
        ids = [json.loads(action)["index"]["_id"] for action in operations[::2]]
        error = {"type": "too_many", "reason": "clauses"}
        items = [{"status": 400, "error": error} if one == name else {"status": 201} for one in ids]
        return SimpleNamespace(body={"items": [{"index": item} for item in items]})

    return bulk
