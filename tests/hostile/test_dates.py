"""Dates that cannot be: in the future, at the start of time, of two readings."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.hostile.conftest import Visits
from tests.hostile.pages import BODY, TITLE, linked_data, undated
from tests.hostile.rogue import Rogue, raw, respond, text
from tests.hostile.test_stories import article


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


NOW = datetime.now(UTC)
BESIDE_TRUTH = {
    "JSON-LD of 2099": undated(head=linked_data(json.dumps(article("2099-01-01")))),
    "published tomorrow, modified two hours ago": undated(
        head=linked_data(
            json.dumps(
                {
                    "@type": "NewsArticle",
                    "headline": TITLE,
                    "datePublished": iso(NOW + timedelta(days=1)),
                    "dateModified": iso(NOW - timedelta(hours=2)),
                }
            )
        )
    ),
    "the year 1": undated(head='<meta property="article:published_time" content="0001-01-01">'),
    "the year 9999": undated(
        head='<meta property="article:published_time" content="9999-12-31T23:59:59-12:00">'
    ),
    "the year zero": undated(head='<meta property="article:published_time" content="0000-00-00">'),
    "the epoch": undated(
        head='<meta property="article:published_time" content="1970-01-01T00:00:00Z">'
    ),
    "a visible date of two readings": undated(text="<p class=date>03/04/2026</p>"),
}


@pytest.mark.parametrize("name", BESIDE_TRUTH)
def test_a_date_is_never_in_the_future_nor_absurd(name: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = text(BESIDE_TRUTH[name])

    (stored,) = visit().stories

    assert stored.body == BODY
    if stored.published_at:
        assert datetime(1990, 1, 1, tzinfo=UTC) < stored.published_at
        assert stored.published_at <= datetime.now(UTC) + timedelta(minutes=15)


def test_headers_of_2099_date_nothing(rogue: Rogue, visit: Visits) -> None:
    late = "Fri, 02 Jan 2099 03:04:05 GMT"
    rogue.answers["/story"] = raw(
        respond(
            undated().encode(),
            f"Content-Type: text/html\r\nDate: {late}\r\nLast-Modified: {late}\r\n"
            f"Expires: {late}\r\n",
        )
    )

    (stored,) = visit().stories

    assert not stored.published_at or stored.published_at <= datetime.now(UTC)
