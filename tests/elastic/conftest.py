"""An Elasticsearch to ask: the one of STORYWATCH_TEST_ES_URL, or one started for the run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from storywatch.index.settings import IndexSettings
from storywatch.journal import Journal
from tests.elastic.desk import journal_at, set_up
from tests.elastic.servers import started

HERE = Path(__file__).parent
WANTED = any(map(os.environ.get, ("CI", "STORYWATCH_TEST_ES_URL", "STORYWATCH_TEST_ES_START")))
WHY_NOT = "no Elasticsearch: set STORYWATCH_TEST_ES_URL to try this"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.elastic)
            item.add_marker(pytest.mark.xdist_group("elastic"))
            if not item.get_closest_marker("timeout"):
                item.add_marker(pytest.mark.timeout(600))
            if not WANTED:
                item.add_marker(pytest.mark.skip(reason=WHY_NOT))


@pytest.fixture(scope="session")
def elastic_url() -> Iterator[str]:
    given = os.environ.get("STORYWATCH_TEST_ES_URL")
    if given:
        yield given
        return
    if not os.environ.get("CI"):
        pytest.skip(WHY_NOT)
    with started(turn=0) as server:
        yield server.url


@pytest.fixture(scope="session")
def elastic(elastic_url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elastic_url, request_timeout=60) as client:
        yield client


@pytest.fixture
def settings(elastic_url: str) -> IndexSettings:
    """How to reach the server, on which storywatch is freshly installed."""
    found = IndexSettings(url=elastic_url)
    set_up(found)
    return found


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(journal_at(tmp_path)) as opened:
        yield opened
