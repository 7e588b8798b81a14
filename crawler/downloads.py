"""Scrapy's HTTP downloads with a bound on what stands before the body, which it has none for."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from twisted.web.client import ResponseFailed

# Of status lines and headers, interim answers included. Real ones have 4 KiB in thirty lines, but
# some sites set cookies without end before a page that is sound.
HEAD_BYTES = 18 * 1024**2
HEAD_LINES = 10_000


class HeadTooLarge(Exception):
    """An answer whose headers do not end."""


class LineTooLong(Exception):
    """One header longer than Twisted reads: odd, and perhaps gone when it is asked for later."""


class _Parser(http11._LenientHTTPClientParser):
    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        self.head_bytes = getattr(self, "head_bytes", 0) + len(line) + 2
        self.head_lines = getattr(self, "head_lines", 0) + 1
        if self.head_bytes > HEAD_BYTES or self.head_lines > HEAD_LINES:
            raise HeadTooLarge(f"more than {HEAD_LINES} lines or {HEAD_BYTES} bytes of headers")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        raise LineTooLong(f"a header line of more than {self.MAX_LENGTH} bytes")


class _Protocol(http11._LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answered = super().request(request)
        self._parser.__class__ = _Parser
        return answered


class _Factory(http11._LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: N802 - Twisted's name
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedDownloads(http11.HTTP11DownloadHandler):
    """Downloads over HTTP/1.1 whose headers have an end: without one it is given up."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory

    async def download_request(self, request: Request) -> Response:
        """Returns the answer; `HeadTooLarge` and `LineTooLong` are not tried again at once."""
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            for reason in reasons_of(error):
                if isinstance(reason, HeadTooLarge | LineTooLong):
                    raise reason from error
            raise


def reasons_of(error: BaseException | None) -> tuple[BaseException, ...]:
    """Returns what an answer that failed failed of, where Twisted tells it behind the error."""
    behind = getattr(error, "__cause__", None)
    failures = behind.reasons if isinstance(behind, ResponseFailed) else ()
    return tuple(failure.value for failure in failures)
