"""Scrapy's HTTP downloads with a bound on what stands before the body, which it has none for."""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler

HEAD_BYTES = 256 * 1024  # status lines and headers, interim answers included; real ones have 4 KiB


class HeadTooLarge(Exception):
    """An answer whose headers do not end."""


class _Parser(http11._LenientHTTPClientParser):
    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        taken = getattr(self, "head_bytes", 0) + len(line) + 2
        self.head_bytes = taken
        if taken > HEAD_BYTES:
            raise HeadTooLarge(f"more than {HEAD_BYTES // 1024} KiB of headers")
        super().lineReceived(line)


class _Protocol(http11._LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answered = super().request(request)
        self._parser.__class__ = _Parser
        return answered


class _Factory(http11._LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: N802 - Twisted's name
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedDownloads(http11.HTTP11DownloadHandler):
    """Downloads over HTTP/1.1 that end with `HeadTooLarge` when the headers do not end."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
