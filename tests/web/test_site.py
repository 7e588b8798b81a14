"""One address, two publics: whoever has a mail's link, and the desk."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from storywatch.alerts.tokens import unsubscribe_token
from storywatch.deliver import DeliverySettings
from storywatch.journal import Journal
from storywatch.topic import Topic
from storywatch.web import Address, Shown, served, site
from tests.cli.conftest import NOON, data

__all__ = ["data"]  # the journal's folder, a fixture

ANN = "ann@example.org"
PUBLIC = "watch.example.org"
TOKEN = unsubscribe_token(ANN, ["tea"], b"secret")


Ask = Callable[..., tuple[int, str]]
UNSUBSCRIBE = f"/unsubscribe?token={quote(TOKEN)}"


@pytest.fixture
def serve(data: Path) -> Iterator[Callable[[bool], Ask]]:
    """Serves a site on loopback, with or without the desk's pages, until the test has ended."""
    shown = Shown(
        journal_path=data / "journal.db",
        outlets={},
        topics={"tea": Topic(id="tea", title="Tea", query="tea")},
    )
    settings = DeliverySettings(
        mail_dir=data / "mail", secret=b"secret", public_url="https://watch.example.org"
    )
    loop, done, threads = asyncio.new_event_loop(), asyncio.Event(), []

    def served_site(has_desk: bool) -> Ask:
        address, up = replace(Address(), port=_free_port()), threading.Event()
        app = site(lambda: shown, lambda: NOON, settings, desk_at=address if has_desk else None)

        async def until_done() -> None:
            async with served(app, address):
                up.set()
                await done.wait()

        threads.append(threading.Thread(target=lambda: loop.run_until_complete(until_done())))
        threads[-1].start()
        assert up.wait(20)

        def ask(
            path: str, *, host: str = "127.0.0.1", method: str = "GET", body: str = ""
        ) -> tuple[int, str]:
            connection = http.client.HTTPConnection(address.host, address.port, timeout=20)
            connection.request(method, path, body=body, headers={"host": host})
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            return answer.status, text

        return ask

    yield served_site
    loop.call_soon_threadsafe(done.set)
    for thread in threads:
        thread.join()
    loop.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_one_click_of_a_mail_provider_unsubscribes(
    serve: Callable[[bool], Ask], data: Path
) -> None:
    ask = serve(False)

    shown = ask(UNSUBSCRIBE, host=PUBLIC)
    with Journal.open(data / "journal.db") as journal:
        before = journal.alerts.subscriptions.unsubscribed()
    acted = ask(UNSUBSCRIBE, host=PUBLIC, method="POST", body="List-Unsubscribe=One-Click")

    assert (shown[0], acted[0]) == (200, 200)
    assert "“Tea”" in shown[1]
    assert not before
    with Journal.open(data / "journal.db") as journal:
        assert journal.alerts.subscriptions.unsubscribed() == {(ANN, "tea")}


def test_where_only_mails_lead_there_is_no_page_of_the_desk(serve: Callable[[bool], Ask]) -> None:
    ask = serve(False)

    assert {ask(path)[0] for path in ("/", "/ledger", "/metrics")} == {404}


def test_the_public_host_shows_nothing_of_the_desk(serve: Callable[[bool], Ask]) -> None:
    ask = serve(True)

    assert ask("/ledger")[0] == 200
    assert {ask(path, host=PUBLIC)[0] for path in ("/", "/ledger", "/metrics")} == {404}
    assert ask("/unsubscribe", host=PUBLIC)[0] == 403
    assert ask("/ledger", host="evil.example")[0] == 400
