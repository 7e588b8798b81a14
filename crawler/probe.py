"""A look at single addresses with all of a crawl's manners, for `outlets check` and `outlets add`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.failures import name_failure
from crawler.loop import run, scrapy_settings
from crawler.politeness import text_headers
from crawler.spiders.outlet import SOURCE_BYTES
from pipelines.desk import wall_clock
from storywatch.discover import FetchedDocument
from storywatch.journal import RobotsCopy
from storywatch.settings import Settings

Answers = dict[str, FetchedDocument | str]


class MemoryShelf:
    """Keeps robots.txt files for as long as the look lasts."""

    def __init__(self) -> None:
        self._copies: dict[str, RobotsCopy] = {}

    def robots(self, origin: str) -> RobotsCopy | None:
        """Returns the copy of that origin."""
        return self._copies.get(origin)

    def keep_robots(self, origin: str, status: int, body: bytes, fetched_at: datetime) -> None:
        """Keeps a copy."""
        self._copies[origin] = RobotsCopy(
            origin=origin, status=status, body=body, fetched_at=fetched_at
        )


class ProbeSpider(Spider):
    """Fetches a few addresses and keeps what each answered, or why it did not."""

    name = "probe"
    clock = staticmethod(wall_clock)

    def __init__(self, urls: Sequence[str], answers: Answers, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.urls = urls
        self.answers = answers
        self.robots_shelf = MemoryShelf()

    async def start(self) -> AsyncIterator[Request]:
        """Yields a request for each address."""
        for url in self.urls:
            yield Request(
                url,
                callback=self.keep,
                errback=self.failed,
                cb_kwargs={"asked": url},
                meta={"handle_httpstatus_all": True, "download_maxsize": SOURCE_BYTES},
                dont_filter=True,
            )

    def keep(self, response: Response, asked: str) -> None:
        """Keeps the answer."""
        if response.status == 200:
            self.answers[asked] = FetchedDocument(
                url=response.url, body=response.body, headers=text_headers(response)
            )
        else:
            self.answers[asked] = f"answers {response.status}"

    def failed(self, failure: Failure) -> None:
        """Keeps why there was none."""
        key, sentence = name_failure(failure.value, failure.request.url)
        self.answers[failure.request.cb_kwargs["asked"]] = f"{key}: {sentence}"


async def fetch_all(urls: Sequence[str], settings: Settings) -> Answers:
    """Fetches the addresses politely; an answer is a document, or a sentence that says why not."""
    answers: Answers = {}
    project = scrapy_settings(settings)
    project.set("ITEM_PIPELINES", {}, priority="cmdline")
    runner = AsyncCrawlerRunner(project)
    await runner.crawl(ProbeSpider, urls=tuple(urls), answers=answers)
    return {url: answers.get(url, "was not fetched") for url in urls}


def fetch(urls: Sequence[str], settings: Settings) -> Answers:
    """Does `fetch_all` in a loop of its own; once a process."""
    return run(fetch_all(urls, settings), settings)
