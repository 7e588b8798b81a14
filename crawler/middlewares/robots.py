"""robots.txt as RFC 9309 says: kept for a day, 4xx allows, 5xx and silence mean wait."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.failures import FETCH_ERRORS, UNPACKING_ERRORS, name_failure
from crawler.guard import Refused
from crawler.politeness import origin_of
from storywatch.extract.charset import decode
from storywatch.journal import RobotsCopy

FRESH_FOR = timedelta(hours=24)  # RFC 9309 section 2.4
READ_AT_MOST = 500 * 1024  # bytes; RFC 9309 section 2.5
LONGEST_CRAWL_DELAY = 60.0  # seconds; more is no pace that anyone means
CLAMPED_CRAWL_DELAY = 10.0  # seconds, in place of a longer one
MOST_STARS = 20  # wildcards of one rule; matching takes time that grows with their power
WAIT_WHEN_UNREACHABLE = timedelta(minutes=30)
# Only a robot's name counts, not the version that some write behind it (RFC 9309 section 2.2.1).
_AGENT = re.compile(r"\A(\s*user-?agent\s*:\s*[a-z_-]+)/.*", re.IGNORECASE)
UNREACHABLE: tuple[type[BaseException], ...] = (
    IgnoreRequest,
    OSError,
    *FETCH_ERRORS,
    *UNPACKING_ERRORS,
)


class RobotsShelf(Protocol):
    """Where fetched robots.txt files are kept between rounds."""

    def robots(self, origin: str) -> RobotsCopy | None:
        """Returns the kept copy of that origin."""

    def keep_robots(self, origin: str, status: int, body: bytes, fetched_at: datetime) -> None:
        """Keeps a copy."""


class Robots:
    """Downloader middleware that asks robots.txt before every request."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._rules: dict[str, asyncio.Future[Protego]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Robots:
        """Takes the robot's name from the settings, shelf and clock from the spider."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises `Refused` when robots.txt forbids the request or cannot be had."""
        if request.meta.get("is_robots_txt"):
            return
        rules = await self._rules_of(origin_of(request.url))
        if not rules.can_fetch(request.url, self._agent):
            raise Refused("robots", f"robots.txt forbids {request.url[:200]}")

    async def _rules_of(self, origin: str) -> Protego:
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._read(origin))
        return await self._rules[origin]

    async def _read(self, origin: str) -> Protego:
        copy = await self._copy(origin)
        if copy.status == 0 or copy.status >= 500:
            why = copy.body.decode() if copy.status == 0 else f"answers {copy.status}"
            raise Refused(
                "robots_unreachable", f"robots.txt cannot be had: {why}; it is asked again later"
            )
        lines = robots_lines(copy.body) if 200 <= copy.status < 300 else []
        rules = Protego.parse("\n".join(map(_bounded, lines)))
        self._keep_pace(origin, rules.crawl_delay(self._agent))
        return rules

    async def _copy(self, origin: str) -> RobotsCopy:
        spider: Any = self._crawler.spider
        shelf, now = spider.robots_shelf, spider.clock()
        kept: RobotsCopy | None = shelf.robots(origin)
        if kept and now - kept.fetched_at < _fresh_for(kept.status):
            return kept
        status, body = await self._fetch(origin)
        unreachable = status == 0 or status >= 500
        if unreachable and kept and kept.status < 500 and kept.status:
            return (
                kept  # RFC 9309 section 2.3.1.4: a stale copy serves while the file is unreachable
            )
        shelf.keep_robots(origin, status, body, now)
        return RobotsCopy(origin=origin, status=status, body=body, fetched_at=now)

    async def _fetch(self, origin: str) -> tuple[int, bytes]:
        request = Request(
            f"{origin}/robots.txt",
            priority=1000,
            meta={"is_robots_txt": True, "read_at_most": READ_AT_MOST, "dont_retry": True},
            callback=NO_CALLBACK,
            dont_filter=True,
        )
        try:
            response: Response = await self._crawler.engine.download_async(request)
        except UNREACHABLE as error:
            key, sentence = name_failure(error, request.url)
            if key == "private_address":
                raise Refused(key, sentence) from error
            return 0, f"{key}: {sentence}".encode()
        return response.status, response.body[:READ_AT_MOST]

    def _keep_pace(self, origin: str, crawl_delay: float | None) -> None:
        if not crawl_delay or crawl_delay < 0:
            return
        delay = float(crawl_delay)
        if not delay <= LONGEST_CRAWL_DELAY:
            delay = CLAMPED_CRAWL_DELAY
        throttle = self._crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, delay)
            throttle.maxdelay = max(throttle.maxdelay, delay)
        downloader, host = self._crawler.engine.downloader, urlsplit(origin).hostname or ""
        if slot := downloader.slots.get(host):
            slot.delay, slot.jitter = max(slot.delay, delay), 0.0
        else:  # robots.txt was kept from before, and nothing has been asked of the host yet
            downloader.per_slot_settings[host] = {"delay": delay, "jitter": 0.0}


def robots_lines(body: bytes) -> list[str]:
    """Returns the rules, one a line; one that was cut off at the bound might forbid everything."""
    lines = [_AGENT.sub(r"\1", line) for line in decode(body, "charset=utf-8").splitlines()]
    return lines if len(body) < READ_AT_MOST else lines[:-1]


def _bounded(line: str) -> str:
    """Returns a rule with too many wildcards cut: it forbids more then, and never allows more."""
    if line.count("*") <= MOST_STARS:
        return line
    head = "*".join(line.split("*", MOST_STARS)[:MOST_STARS]) + "*"
    return "" if head.lstrip().lower().startswith("allow") else head


def _fresh_for(status: int) -> timedelta:
    return WAIT_WHEN_UNREACHABLE if status == 0 or status >= 500 else FRESH_FOR
