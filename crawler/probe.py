"""A look at single addresses with all of a crawl's manners, before they are sources."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.failures import name_failure, request_of
from crawler.loop import run
from crawler.middlewares.robots import robots_lines
from crawler.politeness import origin_of, text_headers
from crawler.project import SharedSettings, scrapy_settings
from crawler.spiders.outlet import SOURCE_BYTES
from pipelines.desk import wall_clock
from storywatch.discover.document import FetchedDocument
from storywatch.journal import RobotsCopy
from storywatch.outlet import Pace
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

    def __init__(
        self, urls: Sequence[str], answers: Answers, shelf: MemoryShelf, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.urls = urls
        self.answers = answers
        self.robots_shelf = shelf

    async def start(self) -> AsyncIterator[Request]:
        """Yields a request for each address."""
        for url in self.urls:
            yield Request(
                url,
                callback=self.keep,
                errback=self.failed,
                cb_kwargs={"asked": url},
                meta={"download_maxsize": SOURCE_BYTES},
                dont_filter=True,
            )

    def keep(self, response: Response, asked: str) -> None:
        """Keeps the answer."""
        if response.status == 200:
            self.answers[asked] = FetchedDocument(
                url=response.url, body=response.body, headers=text_headers(response)
            )
        else:
            self.answers[asked] = _sentence(response.status)

    def failed(self, failure: Failure) -> None:
        """Keeps why there was none."""
        request = request_of(failure)
        key, sentence = name_failure(failure.value, request.url)
        if key == "robots_unreachable":
            sentence = _why_unreachable(self.robots_shelf.robots(origin_of(request.url)))
        self.answers[request.cb_kwargs["asked"]] = sentence


class Probe:
    """Looks at addresses of one outlet, at its pace; robots.txt is asked for once."""

    def __init__(self, settings: Settings, pace: Pace) -> None:
        self._settings = settings
        self._pace = pace
        self._shelf = MemoryShelf()

    async def fetch_all(self, urls: Sequence[str]) -> Answers:
        """Fetches the addresses; an answer is a document, or a sentence that says why not."""
        answers: Answers = {}
        if urls:
            runner = AsyncCrawlerRunner(self._scrapy_settings())
            await runner.crawl(ProbeSpider, urls=tuple(urls), answers=answers, shelf=self._shelf)
        return {url: answers.get(url, "was not fetched") for url in urls}

    def fetch(self, urls: Sequence[str]) -> Answers:
        """Does `fetch_all` in a loop of its own; may be called again."""
        return run(self.fetch_all(urls), self._settings)

    def robots_text(self, url: str) -> str:
        """Returns what robots.txt says at the address's origin, if it was asked and answered."""
        copy = self._shelf.robots(origin_of(url))
        return "\n".join(robots_lines(copy.body)) if copy and copy.status == 200 else ""

    def _scrapy_settings(self) -> SharedSettings:
        return scrapy_settings(
            self._settings,
            ITEM_PIPELINES={},
            RETRY_ENABLED=False,  # a person who reads the answer decides whether to look again
            DOWNLOAD_DELAY=self._pace.delay,
            AUTOTHROTTLE_START_DELAY=self._pace.delay,
            AUTOTHROTTLE_TARGET_CONCURRENCY=float(self._pace.at_once),
            CONCURRENT_REQUESTS_PER_DOMAIN=self._pace.at_once,
        )


def _why_unreachable(robots: RobotsCopy | None) -> str:
    """Says what robots.txt did: without it, nothing else is asked (RFC 9309 section 2.3.1.4)."""
    if robots is None or robots.status == 0:
        why = robots.body.decode().partition(": ")[2] if robots else "nothing answers"
        return f"cannot be reached: {why}; see whether a browser opens it"
    return f"is not asked for, since its robots.txt answers {robots.status}; look again later"


def _sentence(status: int) -> str:
    match status:
        case 401 | 402 | 403 | 407 | 451:
            return f"answers {status}: it does not let us in"
        case 404 | 410:
            return f"answers {status}: nothing is there; its address may have changed"
        case 429 | 503:
            return f"answers {status}: it is busy or wants fewer requests; look again later"
        case _ if status >= 500:
            return f"answers {status}: something is wrong at the outlet; look again later"
        case _:
            return f"answers {status}, which is no document"
