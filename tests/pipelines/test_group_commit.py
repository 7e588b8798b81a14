"""Several writers share a transaction, and none of them pays for another's failure."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.group_commit import MOST, GroupCommit
from storywatch.errors import JournalUnusable
from storywatch.journal import Journal
from tests.prepared import new_journal


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(new_journal(tmp_path / "journal.db")) as opened:
        yield opened


def writing(journal: Journal, key: str, error: Exception | None = None) -> Any:
    def work() -> None:
        journal.remember("bugle", key, key)
        if error:
            raise error

    return work


async def done(commits: GroupCommit, *works: Any) -> list[Any]:
    return await asyncio.gather(*map(commits.do, works), return_exceptions=True)


def test_what_is_done_is_committed_for_everybody_to_see(journal: Journal, tmp_path: Path) -> None:
    asyncio.run(done(GroupCommit(journal), writing(journal, "a"), writing(journal, "b")))

    with Journal.open(tmp_path / "journal.db") as other:
        assert [other.memory("bugle", key) for key in "ab"] == ["a", "b"]


def test_nobody_sees_the_first_of_a_group_before_its_last(journal: Journal, tmp_path: Path) -> None:
    seen = []
    with Journal.open(tmp_path / "journal.db") as other:
        look = partial(lambda: seen.append(other.memory("bugle", "a")))
        asyncio.run(done(GroupCommit(journal), writing(journal, "a"), look))

    assert seen == [None]


@given(failing=st.lists(st.booleans(), min_size=1, max_size=2 * MOST + 1))
def test_only_those_that_fail_are_undone(failing: list[bool], tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("group")
    with Journal.open(new_journal(folder / "journal.db")) as journal:
        works = [
            writing(journal, str(n), ValueError(str(n)) if fails else None)
            for n, fails in enumerate(failing)
        ]
        with pytest.MonkeyPatch.context() as soon:
            soon.setattr("pipelines.group_commit.PATIENCE", 0.001)
            outcomes = asyncio.run(done(GroupCommit(journal), *works))
        kept = [journal.memory("bugle", str(n)) is not None for n in range(len(failing))]

    assert kept == [not fails for fails in failing]
    assert [isinstance(outcome, ValueError) for outcome in outcomes] == failing


def test_a_journal_that_cannot_be_used_fails_all_of_the_group(journal: Journal) -> None:
    full = JournalUnusable("the disk is full")
    works = writing(journal, "a"), writing(journal, "b", full), writing(journal, "c")

    assert asyncio.run(done(GroupCommit(journal), *works)) == [full] * 3
    assert journal.memory("bugle", "a") is None


def test_a_full_group_does_not_wait_for_its_time(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.group_commit.PATIENCE", 3_600)
    works = [writing(journal, str(n)) for n in range(MOST)]

    async def soon() -> list[Any]:
        return await asyncio.wait_for(done(GroupCommit(journal), *works), timeout=60)

    assert asyncio.run(soon()) == [None] * MOST


def test_whoever_is_cancelled_takes_nobody_along(journal: Journal) -> None:
    async def one_is_cancelled() -> None:
        commits = GroupCommit(journal)
        first = asyncio.ensure_future(commits.do(writing(journal, "a")))
        second = asyncio.ensure_future(commits.do(writing(journal, "b")))
        await asyncio.sleep(0)
        first.cancel()
        await second

    asyncio.run(one_is_cancelled())

    assert journal.memory("bugle", "b") == "b"
