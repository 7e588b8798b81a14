from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import storywatch


@pytest.fixture
def nobody() -> Iterator[dict[str, str]]:
    """Settings that name a port at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        yield {"STORYWATCH_ES_URL": f"http://desk:s3cret@127.0.0.1:{taken.getsockname()[1]}"}


@pytest.mark.parametrize("verb", ["install", "status", "ship", "rebuild", "verify"])
def test_without_a_server_s_name_a_verb_says_what_to_set(data: Path, verb: str) -> None:
    where = () if verb == "install" else ("--data", data)

    run = storywatch("index", verb, *where, env={"STORYWATCH_ES_URL": ""})

    assert run.code == 2
    assert "set STORYWATCH_ES_URL" in run.err


@pytest.mark.parametrize("verb", ["install", "status", "ship", "rebuild", "verify"])
def test_a_server_that_is_away_is_one_sentence_without_the_password(
    data: Path, nobody: dict[str, str], verb: str
) -> None:
    where = () if verb == "install" else ("--data", data)

    run = storywatch("index", verb, *where, env=nobody)

    assert run.code == 1
    assert "cannot be reached" in run.err
    assert "s3cret" not in run.out + run.err


def test_search_goes_on_in_the_journal_when_the_server_is_away(
    data: Path, nobody: dict[str, str]
) -> None:
    environment = {**nobody, "STORYWATCH_DATA_DIR": str(data)}

    run = storywatch("search", "tea", "--json", env=environment)
    by_cursor = storywatch("search", "tea", "--cursor", "x", env=environment)

    assert run.code == 0
    assert run.document["total"] == 2
    assert "the journal is searched in its place" in run.err
    assert by_cursor.code != 0


def test_a_named_data_folder_is_searched_itself(data: Path, nobody: dict[str, str]) -> None:
    run = storywatch("search", "tea", "--data", data, env=nobody)

    assert run.code == 0
    assert run.err == ""
