"""How a poll is made conditional, and how long a rule may be."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy.http import HtmlResponse, Request

from crawler.middlewares.robots import MOST_STARS, _bounded
from crawler.politeness import conditional_headers, is_conditional, page_of
from storywatch.journal import SourceState
from storywatch.story import Lead

NOW = datetime(2026, 11, 25, tzinfo=UTC)

URL = "https://outlet.example/story"


def response(body: str = "", **headers: str) -> HtmlResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HtmlResponse(URL, body=body.encode(), headers=named, request=Request(URL))


def test_validators_make_a_poll_conditional() -> None:
    known = SourceState(
        outlet="a", url=URL, etag='"1"', last_modified="Wed, 04 Mar 2026 09:00:00 GMT"
    )

    headers = conditional_headers(known)

    assert headers["If-None-Match"] == '"1"'
    assert is_conditional(Request(URL, headers=headers))
    assert not is_conditional(
        Request(URL, headers=conditional_headers(SourceState(outlet="a", url=URL)))
    )


def test_a_page_knows_what_was_asked_for_and_what_answered() -> None:
    now = datetime(2026, 3, 4, tzinfo=UTC)
    lead = Lead(outlet="a", url="https://outlet.example/old", seen_at=now)

    page = page_of(response("<p>x</p>", Content_Type="text/html"), lead, now)

    assert (page.url, page.final_url) == (lead.url, URL)
    assert page.headers["content-type"] == "text/html"


def test_a_rule_with_too_many_wildcards_forbids_more_and_allows_nothing() -> None:
    stars = "*a" * (MOST_STARS * 3)

    assert _bounded(f"Disallow: /{stars}").count("*") == MOST_STARS
    assert _bounded(f"Allow: /{stars}") == ""
    assert _bounded("Disallow: /*/print") == "Disallow: /*/print"
