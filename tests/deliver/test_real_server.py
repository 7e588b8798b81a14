"""Alert mails through a real mail server, Mailpit, which judges headers and HTML as readers do.

`make mailpit` builds it; STORYWATCH_TEST_MAILPIT names another one.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storywatch.alerts.house import House
from storywatch.alerts.relay import Relay
from storywatch.deliver import DeliverySettings
from storywatch.settings import CHECKOUT
from tests.alerts.desk import ANN, OUTLETS, SECOND, TestDesk, topic

BUILT = CHECKOUT / "build" / "mailpit"
FOUND = os.environ.get("STORYWATCH_TEST_MAILPIT") or shutil.which("mailpit") or str(BUILT)
MOST_UNSUPPORTED = 2.5  # per cent of mail readers, over all that the HTML uses

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path(FOUND).exists(), reason="no Mailpit: `make mailpit` builds one"),
]


class Mailpit:
    """A running server: its address for mail, and what its web service says."""

    def __init__(self, smtp: int, web: int) -> None:
        self.smtp_url = f"smtp://desk:word@127.0.0.1:{smtp}"
        self._api = f"http://127.0.0.1:{web}/api/v1"

    def ask(self, path: str) -> Any:
        return json.loads(self.read(path))

    def read(self, path: str) -> bytes:
        with urllib.request.urlopen(f"{self._api}{path}", timeout=20) as answer:
            return bytes(answer.read())

    def wait(self) -> None:
        for _ in range(200):
            try:
                self.read("/info")
            except urllib.error.URLError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("Mailpit did not start")


@pytest.fixture
def mailpit(tmp_path: Path) -> Iterator[Mailpit]:
    smtp, web = _free_port(), _free_port()
    words = [FOUND, "--quiet", "--disable-version-check"]
    words += ["--smtp", f"127.0.0.1:{smtp}", "--listen", f"127.0.0.1:{web}"]
    words += ["--smtp-auth-accept-any", "--smtp-auth-allow-insecure"]
    words += ["--database", str(tmp_path / "mailpit.db")]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Mailpit(smtp, web)
    try:
        server.wait()
        yield server
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_an_alert_arrives_and_can_be_unsubscribed_and_read_everywhere(
    mailpit: Mailpit, tmp_path: Path
) -> None:
    desk = TestDesk(tmp_path, {"tea": topic("tea", "tea", on_edit=("title",))})
    settings = DeliverySettings(
        mail_dir=tmp_path,
        secret=b"secret",
        smtp_url=mailpit.smtp_url,
        mail_from="watch@example.org",
        public_url="https://watch.example.org",
    )
    relay = Relay(
        journal=desk.journal,
        house=House.of(desk.topic_set, OUTLETS),
        settings=settings,
        clock=lambda: desk.now,
    )
    desk.publish("first", title="Tea <script>alert(1)</script> \u202edearer")
    desk.publish("second", outlet="echo")
    desk.now += 11 * SECOND
    asyncio.run(relay.drain())
    (delivery,) = desk.journal.deliveries.log()
    desk.close()

    (listed,) = mailpit.ask("/messages")["messages"]
    message = mailpit.ask(f"/message/{listed['ID']}")
    check = mailpit.ask(f"/message/{listed['ID']}/html-check")
    assert delivery.state == "sent"
    assert [one["Address"] for one in message["To"]] == [ANN]
    assert f"<{message['MessageID']}>" == delivery.message_id
    assert mailpit.read(f"/message/{listed['ID']}/raw").endswith(delivery.content)
    unsubscribe = message["ListUnsubscribe"]
    assert unsubscribe["Errors"] == ""
    assert unsubscribe["HeaderPost"] == "List-Unsubscribe=One-Click"
    assert unsubscribe["Links"][0].startswith("https://watch.example.org/unsubscribe?token=")
    assert "<script" not in message["HTML"]
    assert check["Total"]["Unsupported"] <= MOST_UNSUPPORTED
