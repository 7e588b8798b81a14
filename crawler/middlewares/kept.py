"""Answers requests for pages that were kept, so that they can be read again as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import HtmlResponse, Response

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

FETCHED_AT = "fetched_at"  # in a request's meta: when the page that answers it was fetched


class KeptPages:
    """A downloader middleware: a kept page goes to the desk without a request to its outlet."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeptPages:
        """Takes the kept pages from the crawl's spider, once it has one."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """Returns the kept answer, if there is one."""
        spider: Any = self._crawler.spider
        page = spider.kept.get(request.url)
        if page is None:
            return None
        request.meta[FETCHED_AT] = page.fetched_at
        return HtmlResponse(
            page.final_url, status=page.status, headers=page.headers, body=page.body
        )
