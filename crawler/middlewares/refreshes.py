"""Follows pages that say hardly more than where they have moved, as a browser would."""

from __future__ import annotations

import html
import re

from scrapy import Request
from scrapy.http import Response

from crawler.middlewares.kept import FETCHED_AT
from crawler.middlewares.redirects import Redirects

LARGEST_STUB = 8_000  # bytes
MOST_WORDS = 20  # that a reader sees of one; a story has more
LONGEST_WAIT = 10  # seconds; a page that waits longer is to be read first
_UNSEEN = re.compile(
    r"<!--.*?-->|<(script|style|noscript|template|title)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
_META = re.compile(r"<meta\b[^<>]*\bhttp-equiv\s*=\s*[\"']?refresh\b[^<>]*>", re.IGNORECASE)
_CONTENT = re.compile(
    r"\bcontent\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.IGNORECASE
)
_ONWARDS = re.compile(
    r"\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s][^\"']*)", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_CHALLENGE = re.compile(rb"captcha|challenge", re.IGNORECASE)  # it leads on to itself in the end


class Refreshes(Redirects):
    """Takes a page's <meta http-equiv="refresh">, or header of that name, for a redirect.

    That is so for announced pages that are small, have next to no words and lead on at once; they
    count as redirects do, and the guard sees where they lead to.
    """

    # Scrapy's deprecated `spider` argument is left out on purpose.
    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Returns the request for where the page has moved to, or the answer as it is."""
        is_announced = "queued" in request.cb_kwargs and FETCHED_AT not in request.meta
        target = _target(response) if is_announced and 200 <= response.status < 300 else None
        if not target:
            return response
        moved = response.replace(status=302, headers={"Location": target})
        onwards = super().process_response(request, moved)
        is_same = onwards.url.partition("#")[0] == response.url
        return response if is_same else onwards


def _target(response: Response) -> str | None:
    """Where a page leads on to at once that is nothing else; None of any other page."""
    said = (response.headers.get("Refresh") or b"").decode("latin-1")
    if len(response.body) > LARGEST_STUB or _CHALLENGE.search(response.body):
        return None
    if not said and b"refresh" not in response.body.lower():
        return None
    markup = _UNSEEN.sub(" ", response.body.decode("utf-8", "replace"))
    if len(_TAG.sub(" ", markup).split()) > MOST_WORDS:
        return None
    found = _ONWARDS.match(said or _told(markup))
    is_soon = found is not None and int(found[1]) <= LONGEST_WAIT
    return found[2].strip() if found and is_soon else None


def _told(markup: str) -> str:
    meta = _META.search(markup)
    content = _CONTENT.search(meta[0]) if meta else None
    return html.unescape(next(filter(None, content.groups()), "")) if content else ""
