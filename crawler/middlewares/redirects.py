"""Redirects within bounds: each one passes the guard again, and none goes on for ever."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.guard import Refused

REDIRECTS = frozenset({301, 302, 303, 307, 308})  # RFC 9110 section 15.4; others name no target


class TooManyRedirects(IgnoreRequest):
    """A page that sends one from address to address and never answers."""


class Redirects(RedirectMiddleware):
    """Scrapy's redirects without a Referer, which would tell outlets of each other."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Takes the bound on redirects from the crawl's settings."""
        redirects = cls(crawler.settings)
        redirects.crawler = crawler
        return redirects

    def handle_referer(self, request: Request, response: Response) -> None:
        """Sends no Referer."""
        request.headers.pop("Referer", None)

    # Scrapy's deprecated `spider` argument is left out on purpose.
    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Returns the request that the answer redirects to, or the answer.

        Raises `TooManyRedirects`, or `Refused` when the new address is none that is fetched.
        """
        try:
            onwards = super().process_response(request, response)
        except IgnoreRequest as error:
            raise TooManyRedirects(str(error)) from error
        except ValueError as error:
            raise Refused("address", f"redirects to no address: {str(error)[:200]}") from error
        if onwards is response and response.status in REDIRECTS:
            location = (response.headers.get("Location") or b"").decode("latin-1")[:200]
            if location:
                raise Refused("scheme", f"redirects to {location!r}, which is not fetched")
        if isinstance(onwards, Request):
            self._take_time(onwards, request)
        return onwards

    @staticmethod
    def _take_time(onwards: Request, request: Request) -> None:
        """A chain of redirects has the time of one answer: eight slow ones would take minutes."""
        left = request.meta["download_timeout"] - request.meta.get("download_latency", 0.0)
        if left <= 0:
            raise TooManyRedirects("redirects take longer than an answer may")
        onwards.meta["download_timeout"] = left
