from __future__ import annotations

import asyncio

import pytest

from storywatch.errors import IndexUnusable
from storywatch.index.client import connected
from storywatch.index.notes import kept_since
from storywatch.index.settings import IndexSettings
from storywatch.index.upkeep import prune
from storywatch.journal import Journal
from tests.journal.samples import NOON


def test_what_could_not_be_pruned_is_not_remembered_as_pruned(journal: Journal) -> None:
    async def work() -> None:
        async with connected(IndexSettings(url="http://127.0.0.1:9")) as client:
            await prune(journal, client, before=NOON)

    with pytest.raises(IndexUnusable, match="cannot be reached"):
        asyncio.run(work())

    assert kept_since(journal) is None
