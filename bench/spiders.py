"""What storywatch is measured beside: Scrapy as it comes, and with trafilatura as most write it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from bench.page_addresses import HOSTS, TOPIC, path
from bench.peer_readers import PEERS


class Bare(Spider):
    """Downloads all pages with Scrapy's own settings and does nothing with them."""

    name = "bare"
    port = 0
    count = 0
    pages = 0

    async def start(self) -> AsyncIterator[Request]:
        """Yields a request for each page, spread over the hosts."""
        for number in range(self.count):
            host = HOSTS[number % len(HOSTS)]
            yield Request(f"http://{host}:{self.port}{path(number)}")

    def parse(self, response: Response) -> Any:
        """Counts the page."""
        Bare.pages += 1


class Naive(Bare):
    """Reads every page with trafilatura in the callback, and keeps what tells of the topic."""

    name = "naive"

    def parse(self, response: Response) -> Any:
        """Reads and filters."""
        from trafilatura import extract  # noqa: PLC0415 - the bare spider does without

        Bare.pages += 1
        read = extract(response.body, url=response.url, output_format="json", with_metadata=True)
        story = json.loads(read) if read else {}
        if TOPIC in f"{story.get('title')} {story.get('text')}".lower():
            yield {"url": response.url, **story}


class Newspaper4k(Naive):
    """Reads every page with newspaper4k in the callback."""

    name = "newspaper4k"

    def parse(self, response: Response) -> Any:
        """Reads and filters."""
        Bare.pages += 1
        story = PEERS[self.name](response.body.decode(), response.url)
        if TOPIC in f"{story['title']} {story['body']}".lower():
            yield {"url": response.url, **story}


class NewsPlease(Newspaper4k):
    """Reads every page with news-please in the callback."""

    name = "news-please"


def crawl(spider: type[Bare], port: int, count: int) -> int:
    """Crawls all pages once and returns how many came."""
    spider.port, spider.count = port, count
    # Scrapy logs each request by default; a terminal is no part of what is measured.
    process = CrawlerProcess({"LOG_LEVEL": "INFO"})
    process.crawl(spider)
    process.start()
    return Bare.pages
