"""A server with TLS and passwords: who is let in, who is not, and that no secret gets out."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch

from storywatch.errors import IndexUnusable
from storywatch.index.mapping import Templates, install
from storywatch.index.rebuild import Rebuild, drop_others
from storywatch.index.searching import Page, search
from storywatch.index.settings import IndexSettings
from storywatch.index.topics import install_topics
from storywatch.index.upkeep import prune, status
from storywatch.journal import Journal
from storywatch.query import TopicSet, parse
from storywatch.topic import Topic
from tests.cli.running import storywatch
from tests.elastic.desk import (
    NOON,
    assert_whole,
    clock,
    drain_once,
    fill,
    journal_at,
    set_up,
    ship,
    with_client,
)
from tests.elastic.servers import PASSWORD, Server, may_start, started

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide" / "elasticsearch.md"
USERS = ROOT / "docker" / "users.sh"
WRONG = "s3cr3t-that-is-wrong"


@pytest.fixture(scope="module")
def secure() -> Iterator[Server]:
    may_start()
    with started("--secure", turn=3) as server:
        yield server


@pytest.fixture
def admin(secure: Server) -> IndexSettings:
    return IndexSettings(url=secure.url, user="storywatch", password=PASSWORD, ca_file=secure.ca)


def other_ca(folder: Path) -> Path:
    ca = folder / "other.crt"
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 3 -subj /CN=other -keyout /dev/null"
    subprocess.run([*words.split(), "-out", str(ca)], check=True, capture_output=True)
    return ca


def test_tls_is_verified_and_everything_works_over_it(
    admin: IndexSettings, journal: Journal
) -> None:
    set_up(admin)
    fill(journal, 30)

    ship(journal, admin)

    assert_whole(journal, admin)


@pytest.mark.parametrize("whose", ["another CA's", "nobody's"])
def test_a_server_whose_certificate_is_not_trusted_is_not_talked_to(
    admin: IndexSettings, journal: Journal, tmp_path: Path, whose: str
) -> None:
    ca = other_ca(tmp_path) if whose == "another CA's" else None
    fill(journal, 3)

    passed, relay = drain_once(journal, replace(admin, ca_file=ca))

    assert "certificate that we do not trust" in passed.trouble
    assert relay.pace.rests(relay.clock())
    assert journal.index_outbox.backlog().stories == 3


def test_a_wrong_password_lets_stories_wait_and_is_shown_nowhere(
    admin: IndexSettings,
    journal: Journal,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up(admin)
    fill(journal, 3)
    wrong = replace(admin, password=WRONG)
    caplog.set_level(logging.DEBUG)

    passed, _ = drain_once(journal, wrong)

    assert "does not know us: check the API key, or user and password" in passed.trouble
    assert journal.index_outbox.dead_letters() == ()
    written = capsys.readouterr()
    assert WRONG not in f"{passed.trouble} {wrong} {caplog.text} {written.out} {written.err}"
    ship(journal, admin)
    assert_whole(journal, admin)


def test_the_command_says_what_is_wrong_without_the_password(
    admin: IndexSettings, journal: Journal, tmp_path: Path
) -> None:
    where = admin.url.replace("//", f"//storywatch:{WRONG}@")
    environment = {"STORYWATCH_ES_URL": where, "STORYWATCH_ES_CA_FILE": str(admin.ca_file)}
    data = journal_at(tmp_path).parent

    runs = [
        storywatch("index", "install", env=environment),
        storywatch("index", "status", "--data", data, env=environment),
        storywatch("index", "verify", "--data", data, env=environment),
    ]

    assert [run.code for run in runs] == [1, 1, 1]
    assert all("does not know us" in run.err for run in runs)
    assert not any(WRONG in run.out + run.err for run in runs)


def key_for(admin: IndexSettings, rights: dict[str, Any]) -> IndexSettings:
    with Elasticsearch(
        admin.url, basic_auth=(admin.user, admin.password), ca_certs=str(admin.ca_file)
    ) as client:
        key = client.security.create_api_key(**rights)
    return replace(admin, user="", password="", api_key=key["encoded"])


def documented_rights() -> dict[str, Any]:
    (block,) = re.findall(r"POST /_security/api_key\n(\{.*?\n\})", GUIDE.read_text(), re.DOTALL)
    found: dict[str, Any] = json.loads(block)
    return found


def test_the_containers_users_have_their_passwords_and_only_the_rights_that_they_need(
    admin: IndexSettings, journal: Journal
) -> None:
    set_up(admin)
    passwords = {"ELASTIC_PASSWORD": "e" * 32, "KIBANA_PASSWORD": "k" * 32}
    environment = {**os.environ, **passwords, "STORYWATCH_PASSWORD": "s" * 32}
    with_client(
        admin,
        lambda client: client.security.change_password(username="elastic", password="e" * 32),
    )

    for _ in range(2):  # each start of the containers does it again
        words = [str(USERS), admin.url, str(admin.ca_file)]
        subprocess.run(words, env=environment, check=True, capture_output=True, timeout=100)

    # The server's file has a superuser of the same name, whose password this is not.
    own, kibana = (
        replace(admin, user=user, password=user[0] * 32) for user in ("storywatch", "kibana_system")
    )
    assert roles_of(own) == ["storywatch"]
    assert roles_of(kibana) == ["kibana_system"]
    fill(journal, 30)
    with_client(own, lambda client: install(client, Templates.read()))
    ship(journal, own)
    assert_whole(journal, own)


def roles_of(settings: IndexSettings) -> list[str]:
    who = with_client(settings, lambda client: client.security.authenticate())
    roles: list[str] = who["roles"]
    return roles


def test_the_rights_that_the_guide_lists_are_enough(admin: IndexSettings, journal: Journal) -> None:
    set_up(admin)
    key = key_for(admin, documented_rights())

    async def work(client: AsyncElasticsearch) -> int:
        await Rebuild(journal=journal, client=client, clock=clock).run()
        await drop_others(client)
        for number in range(2):  # made anew, and then followed
            topics = TopicSet([Topic(id=f"tea{number}", query="tea")])
            await install_topics(client, topics, {}, anew=not number)
        await prune(journal, client, before=NOON)
        await status(journal, client, now=clock())
        return (await search(client, parse("*"), Page())).total

    fill(journal, 30)
    with_client(key, lambda client: install(client, Templates.read()))
    ship(journal, key)
    assert with_client(key, work) == 30
    assert_whole(journal, key)


def test_a_key_that_may_only_read_says_which_right_it_lacks(
    admin: IndexSettings, journal: Journal
) -> None:
    set_up(admin)
    reading = {"names": ["stories*"], "privileges": ["read", "view_index_metadata"]}
    key = key_for(admin, {"name": "reader", "role_descriptors": {"r": {"indices": [reading]}}})
    fill(journal, 3)

    passed, _ = drain_once(journal, key)

    assert "security_exception" in passed.trouble
    assert journal.index_outbox.backlog().stories == 3
    with pytest.raises(IndexUnusable, match="lists the rights"):
        with_client(key, lambda client: client.indices.delete(index="stories-v2-0001"))
