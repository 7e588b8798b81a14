from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from storywatch.alerts.tokens import read_token, unsubscribe_token
from storywatch.alerts.unsubscribe import unsubscribe_route
from storywatch.journal import Journal
from tests.alerts.conftest import MakeDesk
from tests.alerts.desk import ANN, TestDesk

SECRET = b"key"


def ask(desk: TestDesk, method: str, token: str) -> tuple[int, str]:
    """Status and page of one request, without a server."""

    def open_journal() -> Journal:
        return Journal.open(desk.folder / "journal.db")

    route = unsubscribe_route(open_journal, desk.house.title, SECRET, lambda: desk.now)
    app = Starlette(routes=[route])
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "method": method,
        "path": "/unsubscribe",
        "query_string": urlencode({"token": token}).encode(),
        "headers": [],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"List-Unsubscribe=One-Click"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent[1:]).decode()


def test_a_get_only_shows_and_a_post_acts(make_desk: MakeDesk) -> None:
    desk = make_desk()
    token = unsubscribe_token(ANN, ["tea"], SECRET)

    status, page = ask(desk, "GET", token)
    assert status == 200
    assert "ann@example.org will be told no more of “Tea”" in page
    assert "<form" in page
    assert not desk.journal.alerts.subscriptions.unsubscribed()

    status, page = ask(desk, "POST", token)
    assert status == 200
    assert "is told no more of “Tea”" in page
    assert desk.journal.alerts.subscriptions.unsubscribed() == {(ANN, "tea")}


def test_a_token_that_was_not_signed_here_does_nothing(make_desk: MakeDesk) -> None:
    desk = make_desk()
    forged = unsubscribe_token(ANN, ["tea"], b"guessed")

    for token in (forged, "", "a.b", "ä" * 20, forged[:-1]):
        assert ask(desk, "POST", token)[0] == 403
    assert not desk.journal.alerts.subscriptions.unsubscribed()


@given(st.text(), st.lists(st.text(), max_size=4), st.binary(min_size=1))
@settings(max_examples=40, deadline=None)
def test_a_token_says_what_was_signed(recipient: str, topics: list[str], secret: bytes) -> None:
    token = unsubscribe_token(recipient, topics, secret)

    assert token.isascii()
    assert read_token(token, secret) == (recipient, tuple(sorted(topics)))


@given(st.text())
@settings(max_examples=40, deadline=None)
def test_whatever_else_is_no_token(text: str) -> None:
    assert read_token(text, SECRET) is None
