"""Waits within the round where a server that is busy asks for a few seconds only."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response

from crawler.politeness import retry_after_of
from storywatch.polling import asked_wait

UNAVAILABLE = 503
BUSY = frozenset({429, UNAVAILABLE})
LONGEST = timedelta(seconds=10)  # longer ones are the journal's
UNSAID = timedelta(seconds=1)  # what a 503 that names no time passes in, if it does


class ShortWaits:
    """Downloader middleware that asks a busy server once more, when it is asked to so soon."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ShortWaits:
        """Takes the clock, once there is a spider, from the crawl."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Returns the request to be made once more, after the wait; or the answer as it is."""
        wait = None if request.meta.get("dont_retry") else self._wait(response)
        if wait is None or not timedelta() < wait <= LONGEST:
            return response
        spider: Any = self._crawler.spider
        again = get_retry_request(request, spider=spider, reason=f"busy_{response.status}")
        if again is None:
            return response
        await asyncio.sleep(wait.total_seconds())
        return again

    def _wait(self, response: Response) -> timedelta | None:
        if response.status not in BUSY:
            return None
        if told := retry_after_of(response):
            spider: Any = self._crawler.spider
            return asked_wait(spider.clock(), told)
        return UNSAID if response.status == UNAVAILABLE else None
