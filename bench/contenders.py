"""Who crawls the same pages: Scrapy alone, Scrapy with trafilatura as most write it, storywatch."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import trafilatura
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from bench.page_server import HOSTS
from bench.weighty_pages import TOPIC, path


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
        Bare.pages += 1
        read = trafilatura.extract(
            response.body, url=response.url, output_format="json", with_metadata=True
        )
        story = json.loads(read) if read else {}
        if TOPIC in f"{story.get('title')} {story.get('text')}".lower():
            yield {"url": response.url, **story}


def _scrapy(spider: type[Bare]) -> Callable[[int, int], int]:
    def crawl(port: int, count: int) -> int:
        spider.port, spider.count = port, count
        # Scrapy logs each request by default; a terminal is no part of what is measured.
        process = CrawlerProcess({"LOG_LEVEL": "INFO"})
        process.crawl(spider)
        process.start()
        return Bare.pages

    return crawl


def storywatch(port: int, count: int) -> int:
    """Does a whole round: feeds, pages, topics, journal. Returns how many leads have a fate."""
    from storywatch.cli.crawl import crawl_once  # noqa: PLC0415 - Scrapy's own runs do without
    from storywatch.settings import Settings  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder)
        declare(desk, port)
        settings = Settings(
            outlets_dir=desk / "outlets",
            topics_dir=desk / "topics",
            data_dir=desk / "data",
            allow_private=("127.0.1.0/24",),
        )
        reports, balances = crawl_once(settings)
    fates = [fate for report in reports for fate in report.fates.items()]
    stories = sum(number for fate, number in fates if fate == "new")
    if not balances or stories != len(range(0, count, 10)):
        sys.exit(f"storywatch found {stories} stories; balances: {balances}; {fates}")
    return sum(number for _, number in fates)


def declare(desk: Path, port: int) -> None:
    """Writes the outlets at that port, and the topic of one page in ten, into the desk's folder."""
    for name in ("outlets", "topics"):
        (desk / name).mkdir()
    (desk / "topics" / "bench.toml").write_text(f'query = "{TOPIC}"\n', encoding="utf-8")
    for number, host in enumerate(HOSTS):
        home = f"http://{host}:{port}"
        (desk / "outlets" / f"o{number}.toml").write_text(
            f'id = "o{number}"\nhomepage = "{home}/"\n[pace]\ndelay = 0\nat_once = 4\n'
            f'[[source]]\nkind = "feed"\nurl = "{home}/feed"\n',
            encoding="utf-8",
        )


CONTENDERS: dict[str, Callable[[int, int], int]] = {
    "bare": _scrapy(Bare),
    "naive": _scrapy(Naive),
    "storywatch": storywatch,
}

if __name__ == "__main__":
    _, _name, _port, _count = sys.argv
    print(CONTENDERS[_name](int(_port), int(_count)))
