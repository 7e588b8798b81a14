"""HTTP manners: conditional requests, and a response as a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from typing import TypeGuard
from urllib.parse import urlsplit

from scrapy.http import Request, Response

from storywatch.journal import SourceState
from storywatch.journal.rechecks import Validators
from storywatch.story import Lead, Page

LONGEST_HEADER = 8 * 1024
LONGEST_VALIDATOR = 1_000  # characters


def origin_of(url: str) -> str:
    """Returns the part of an address whose robots.txt holds for it: scheme, host and port."""
    address = urlsplit(url)
    return f"{address.scheme}://{address.netloc}"


def conditional_headers(state: SourceState | Validators) -> dict[str, str]:
    """Returns the headers that make a request conditional (RFC 9110 section 13.1)."""
    headers = {}
    if _is_sound(state.etag):
        headers["If-None-Match"] = state.etag
    if _is_sound(state.last_modified):
        headers["If-Modified-Since"] = state.last_modified
    return headers


def _is_sound(validator: str | None) -> TypeGuard[str]:
    """Whether it can be sent back as it came: a server's own words, but in a header of ours."""
    if not validator or len(validator) > LONGEST_VALIDATOR:
        return False
    return validator.isascii() and validator.isprintable()


def is_conditional(request: Request) -> bool:
    """Whether a 304 is an answer to that request."""
    return b"If-None-Match" in request.headers or b"If-Modified-Since" in request.headers


def digest_of(response: Response) -> str:
    """Returns what tells a document from any other."""
    return blake2b(response.body, digest_size=16).hexdigest()


def is_as_it_was(response: Response, known: SourceState) -> bool:
    """Whether a source's document is the one last read: by its server's word, or by itself."""
    if response.status == 304:
        return response.request is not None and is_conditional(response.request)
    return is_document(response) and digest_of(response) == known.digest


def is_document(response: Response) -> bool:
    """Whether an answer is a whole document, by its status: as it stands at the outlet, as a proxy
    has changed it (203), or as one that is still being made (202), if it has anything in it."""
    return response.status == 200 or (response.status in {202, 203} and bool(response.body))


def text_headers(response: Response) -> dict[str, str]:
    """Returns a response's headers with lower-case names, joined where they repeat, each bounded.

    Cookies are left out: nobody reads them, and some sites send megabytes. What is said to robots
    stays a line for each header: a robot's name holds for what follows in its own.
    """
    return {
        name.decode("latin-1").lower(): _joined(name, values)[:LONGEST_HEADER].decode("latin-1")
        for name, values in response.headers.items()
        if name != b"Set-Cookie"
    }


def _joined(name: bytes, values: Iterable[bytes]) -> bytes:
    return (b"\n" if name == b"X-Robots-Tag" else b", ").join(values)


def retry_after_of(response: Response) -> str | None:
    """Returns when a server asks to be asked again, in its own words."""
    return text_headers(response).get("retry-after")


def page_of(response: Response, lead: Lead, fetched_at: datetime) -> Page:
    """Returns the response as a page; nothing of Scrapy goes beyond this line."""
    return Page(
        outlet=lead.outlet,
        url=lead.url,
        final_url=response.url,
        fetched_at=fetched_at,
        body=response.body,
        status=response.status,
        headers=text_headers(response),
        lead=lead,
    )
