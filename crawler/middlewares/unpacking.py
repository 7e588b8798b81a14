"""Unpacks answers within bounds; one whose packing has no end was cut off, and is asked again."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

import brotli  # type: ignore[import-untyped]
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response
from scrapy.utils._compression import _DecompressionMaxSizeExceeded

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDecompressor
else:
    from backports.zstd import ZstdDecompressor

try:
    from isal import isal_zlib  # unpacks in less than half of zlib's time
except ImportError:  # it is not built for every kind of processor
    import zlib as isal_zlib  # type: ignore[no-redef]

# Not packings, though servers name them as such: character sets, encodings of mail, "none" itself.
_NO_PACKING = frozenset(
    {b"", b"identity", b"none", b"null", b"utf-8", b"utf8", b"iso-8859-1", b"us-ascii"}
    | {b"7bit", b"8bit", b"binary", b"text", b"plain", b"text/html", b"chunked", b"aws-chunked"}
)
MOST_MEMBERS = 1_000  # of one answer: what is left of it is copied for each of them
_GZIP, _ZLIB, _RAW = 31, 15, -15  # window bits, which also name zlib's three wrappings
_GZIP_MARK = (b"\x1f\x8b",)
# Frames that hold no data may stand between those that do (RFC 8878, section 3.1.2).
_ZSTD_MARKS = (b"\x28\xb5\x2f\xfd", *(bytes((0x50 + n,)) + b"\x2a\x4d\x18" for n in range(16)))

Marks = tuple[bytes, ...]


class Unpacking(HttpCompressionMiddleware):
    """Scrapy's unpacking, which takes a part for the whole where the rest is missing."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._crawler = crawler

    # Scrapy's deprecated `spider` argument is left out on purpose.
    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Returns the answer unpacked, or the request to be made once more.

        Raises `ResponseDataLossError` when that was of no use either.
        """
        if not 200 <= response.status < 300:
            return response  # nobody reads what it says besides
        _drop_what_is_no_packing(response)
        try:
            return super().process_response(request, response)
        except ResponseDataLossError:
            again = self._again(request)
            if again is None:
                raise
            return again

    def _again(self, request: Request) -> Request | None:
        if request.meta.get("dont_retry"):
            return None
        spider: Any = self._crawler.spider
        return get_retry_request(request, spider=spider, reason="cut_off")

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        return _UNPACKED[encoding](body, max_size) if body else body


def _drop_what_is_no_packing(response: Response) -> None:
    said = b",".join(response.headers.getlist("Content-Encoding")).split(b",")
    packings = [one.strip() for one in said if one.strip().lower() not in _NO_PACKING]
    if len(packings) < len(said):
        response.headers.setlist("Content-Encoding", packings)


def _gunzipped(body: bytes, most: int) -> bytes:
    unpacked = _soon(body, most, _GZIP)
    if unpacked is not None:
        return unpacked
    return _in_members(body, most, _GZIP_MARK, partial(zlib.decompressobj, _GZIP))


def _inflated(body: bytes, most: int) -> bytes:
    unpacked = _soon(body, most, _ZLIB)
    if unpacked is not None:
        return unpacked
    try:
        return _in_members(body, most, (), partial(zlib.decompressobj, _ZLIB))
    except zlib.error:  # some servers send it without its wrapping
        return _in_members(body, most, (), partial(zlib.decompressobj, _RAW))


def _unzstd(body: bytes, most: int) -> bytes:
    return _in_members(body, most, _ZSTD_MARKS, ZstdDecompressor)


def _unbrotli(body: bytes, most: int) -> bytes:
    stream = brotli.Decompressor()
    unpacked = stream.process(body, output_buffer_limit=most + 1)
    return _whole(unpacked, most, is_ended=stream.is_finished())


def _soon(body: bytes, most: int, window: int) -> bytes | None:
    """Unpacks what is one sound whole; of all else zlib tells what is wrong with it."""
    stream = isal_zlib.decompressobj(window)
    try:
        unpacked: bytes = stream.decompress(body, most + 1)
    except isal_zlib.error:  # type: ignore[misc]
        return None
    is_whole = stream.eof and not stream.unused_data and len(unpacked) <= most
    return unpacked if is_whole else None


def _in_members(body: bytes, most: int, marks: Marks, opened: Callable[[], Any]) -> bytes:
    """Unpacks one member after the other, for as long as the next begins with a mark."""
    unpacked: bytes = b""
    for _ in range(MOST_MEMBERS):
        stream = opened()
        unpacked += stream.decompress(body, most + 1 - len(unpacked))
        _whole(unpacked, most, is_ended=stream.eof)
        body = stream.unused_data
        if not body or (unpacked and not body.startswith(marks)):
            return unpacked
    raise zlib.error(f"packed in more than {MOST_MEMBERS} members")


def _whole(unpacked: bytes, most: int, *, is_ended: bool) -> bytes:
    if len(unpacked) > most:
        raise _DecompressionMaxSizeExceeded(len(unpacked), most)
    if not is_ended:
        raise ResponseDataLossError("the packed answer ended before it was whole")
    return unpacked


_UNPACKED: dict[bytes, Callable[[bytes, int], bytes]] = {
    b"gzip": _gunzipped,
    b"x-gzip": _gunzipped,
    b"deflate": _inflated,
    b"br": _unbrotli,
    b"zstd": _unzstd,
}
