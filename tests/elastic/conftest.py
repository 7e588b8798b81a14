"""An Elasticsearch to ask: the one of STORYWATCH_TEST_ES_URL, or one started for the run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

STARTER = Path(__file__).resolve().parents[3] / "shared" / "es-up.sh"
PORT = 19277


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps these tests in one process, so that one server serves them all."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("elastic"))


@pytest.fixture(scope="session")
def elastic_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    given = os.environ.get("STORYWATCH_TEST_ES_URL")
    if given:
        yield given
        return
    if not os.environ.get("CI"):
        pytest.skip("no Elasticsearch: set STORYWATCH_TEST_ES_URL to try this")
    run = f"/var/tmp/storywatch-es-test-{os.getpid()}"
    port = PORT + os.getpid() % 500
    started = subprocess.run(
        [STARTER, "--run", run, "--port", str(port)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=600,
    )
    yield started.stdout.split()[-1]
    subprocess.run([STARTER, "--stop", "--run", run], check=True, timeout=60)


@pytest.fixture(scope="session")
def elastic(elastic_url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elastic_url, request_timeout=60) as client:
        yield client
