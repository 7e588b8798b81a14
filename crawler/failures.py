"""What went wrong with a fetch, by name and in a sentence."""

from __future__ import annotations

import gzip
import sys
import zlib
from urllib.parse import urlsplit

import brotli  # type: ignore[import-untyped]
from OpenSSL import SSL
from scrapy import exceptions
from scrapy.http import Request
from twisted.internet import error as wire
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.downloads import HeadTooLarge, LineTooLong, reasons_of
from crawler.guard import Refused, refused_names
from crawler.middlewares.redirects import TooManyRedirects

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdError
else:
    from backports.zstd import ZstdError

FETCH_ERRORS: tuple[type[BaseException], ...] = (
    exceptions.DownloadConnectionRefusedError,
    exceptions.CannotResolveHostError,
    exceptions.DownloadTimeoutError,
    exceptions.DownloadCancelledError,
    exceptions.DownloadFailedError,
    exceptions.ResponseDataLossError,
    exceptions.UnsupportedURLSchemeError,
    exceptions.NotSupported,
    wire.ConnectError,
    wire.ConnectionClosed,
    wire.DNSLookupError,
    ResponseFailed,
    HeadTooLarge,
    LineTooLong,
)
UNPACKING_ERRORS: tuple[type[BaseException], ...] = (
    gzip.BadGzipFile,
    zlib.error,
    brotli.error,
    ZstdError,
    EOFError,
)
DARK = frozenset({"timeout", "connection_refused", "dns", "connection", "tls"})

_TOO_MUCH = "the answer is larger than is taken"
_PACKED = "the answer does not unpack as it says it was packed"
SENTENCES: tuple[tuple[type[BaseException], str, str], ...] = (
    (exceptions.DownloadConnectionRefusedError, "connection_refused", "nothing listens there"),
    (exceptions.CannotResolveHostError, "dns", "the host's name does not resolve"),
    (exceptions.DownloadTimeoutError, "timeout", "no whole answer within the time limit"),
    (exceptions.DownloadCancelledError, "too_large", _TOO_MUCH),
    (TooManyRedirects, "redirects", "redirects again and again and never answers"),
    (exceptions.IgnoreRequest, "too_large", "the answer unpacks to more than is taken"),
    (exceptions.ResponseDataLossError, "cut_off", "the answer ended before it was whole"),
    (HeadTooLarge, "too_large", "the answer's headers do not end"),
    *((kind, "undecodable", _PACKED) for kind in UNPACKING_ERRORS),
)


def request_of(failure: Failure) -> Request:
    """Returns the request that failed; Scrapy hangs it on every failure that an errback gets."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return request


def name_failure(error: BaseException | None, url: str) -> tuple[str, str]:
    """Returns the failure's ledger key and a sentence that a person can act on."""
    if isinstance(error, Refused):
        return error.reason, error.detail
    host = (urlsplit(url).hostname or "").rstrip(".")
    if isinstance(error, exceptions.CannotResolveHostError) and host in refused_names:
        return "private_address", f"{host} stands for an address that is not public"
    for kind, key, sentence in SENTENCES:
        if isinstance(error, kind):
            return key, sentence
    if (broken := _broken_handshake(error)) is not None:
        return "tls", f"no secure connection comes about: {broken}"
    return "connection", f"the connection failed: {_behind(error)[:200]}"


def _behind(error: BaseException | None) -> str:
    """What an answer that failed failed of, in words for people."""
    said = [words for words in map(str, reasons_of(error)) if words]
    return said[-1] if said else f"{type(error).__name__}: {error}"


def _broken_handshake(error: BaseException | None) -> str | None:
    """What TLS says against a host, such as that its certificate has expired."""
    for reason in reasons_of(error):
        if isinstance(reason, SSL.Error):
            said = reason.args[0] if reason.args else ()
            return ", ".join(str(words[-1]) for words in said)[:200]
    return None
