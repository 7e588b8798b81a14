"""Verbs that ask the index: how they reach it, and a search in it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from elasticsearch import AsyncElasticsearch

from storywatch.cli.found import Window
from storywatch.index.client import connected
from storywatch.index.searching import Found, Page, search
from storywatch.index.settings import IndexSettings
from storywatch.query import Query

T = TypeVar("T")


def asked(settings: IndexSettings, work: Callable[[AsyncElasticsearch], Awaitable[T]]) -> T:
    """Returns what the work finds out over a connection that is closed after it."""

    async def run() -> T:
        async with connected(settings) as client:
            return await work(client)

    return asyncio.run(run())


def search_index(settings: IndexSettings, query: Query, window: Window) -> Found:
    """Returns one page of what the index finds."""

    async def work(client: AsyncElasticsearch) -> Found:
        return await search(
            client,
            query,
            Page(limit=window.limit, offset=window.offset, sort=window.sort, cursor=window.cursor),
        )

    return asked(settings, work)
