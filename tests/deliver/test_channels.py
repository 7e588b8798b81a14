"""The channels beside SMTP, and which recipient gets which."""

from __future__ import annotations

import asyncio
import json
import mailbox
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from storywatch.deliver import (
    Accepted,
    Channels,
    Deferred,
    DeliverySettings,
    Outcome,
    Parcel,
    Refused,
    Uncertain,
    Unreachable,
    attempt,
)
from storywatch.deliver.apprise import AppriseChannel
from storywatch.deliver.console import ConsoleChannel
from storywatch.deliver.email import EmailChannel
from storywatch.deliver.maildir import MaildirChannel
from storywatch.deliver.parcel import HandOver
from storywatch.errors import WrongUse

# Apprise loads all of its services, and one of their libraries an old module.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

PARCEL = Parcel(
    recipient="ann@example.org",
    message_id="<1@example.org>",
    content=b"Subject: tea\r\nContent-Type: text/plain\r\n\r\nTea \x1b[31mis up.\r\n",
)


@pytest.fixture
def settings(tmp_path: Path) -> DeliverySettings:
    return DeliverySettings(
        mail_dir=tmp_path / "mail", secret=b"key", channels={"newsroom": "json://127.0.0.1:9/x"}
    )


def taken(channel: object) -> Outcome:
    return asyncio.run(channel.take(PARCEL, lambda: None))  # type: ignore[attr-defined, no-any-return]


def test_every_mail_program_reads_the_maildir(tmp_path: Path) -> None:
    outcome = taken(MaildirChannel(tmp_path / "mail"))

    (mail,) = mailbox.Maildir(tmp_path / "mail")
    assert isinstance(outcome, Accepted)
    assert mail["Subject"] == "tea"
    assert list((tmp_path / "mail" / "tmp").iterdir()) == []


def test_a_mail_is_in_the_maildir_once_however_often_it_is_sent(tmp_path: Path) -> None:
    channel = MaildirChannel(tmp_path / "mail")
    taken(channel)
    (new,) = (tmp_path / "mail" / "new").iterdir()
    taken(channel)
    new.rename(tmp_path / "mail" / "cur" / f"{new.name}:2,S")

    assert isinstance(taken(channel), Accepted)
    assert len(mailbox.Maildir(tmp_path / "mail")) == 1


def test_a_maildir_that_cannot_be_written_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file lies in its place")

    assert isinstance(taken(MaildirChannel(tmp_path / "mail")), Unreachable)


def test_the_console_prints_nothing_that_drives_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert isinstance(taken(ConsoleChannel()), Accepted)
    assert capsys.readouterr().out == "tea\n\nTea [31mis up.\n\n"


class Hook(BaseHTTPRequestHandler):
    status = 200
    takes = 0.0  # seconds, once it has everything
    bodies: list[bytes] = []  # noqa: RUF012 - one server a test

    def do_POST(self) -> None:
        self.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(self.takes)
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[HTTPServer]:
    monkeypatch.setattr(Hook, "bodies", [])
    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_apprise_takes_subject_and_text_to_a_webhook(hook: HTTPServer) -> None:
    assert taken(AppriseChannel(f"json://127.0.0.1:{hook.server_port}/secret")) == Accepted(
        words="sent"
    )
    (body,) = Hook.bodies
    assert b'"title": "tea"' in body
    assert b"is up." in body


def test_a_webhook_that_says_no_is_tried_again_and_keeps_its_secret(
    hook: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hook, "status", 500)

    outcome = taken(AppriseChannel(f"json://ann:hush@127.0.0.1:{hook.server_port}/hush"))

    assert isinstance(outcome, Deferred)
    assert "hush" not in outcome.words


def test_a_webhook_that_takes_its_time_is_waited_for(
    hook: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hook, "takes", 4.5)

    assert taken(AppriseChannel(f"json://127.0.0.1:{hook.server_port}/x")) == Accepted(words="sent")


def test_a_webhook_that_has_everything_and_does_not_answer_leaves_it_uncertain(
    hook: HTTPServer, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Hook, "takes", 1.0)

    outcome = taken(AppriseChannel(f"json://127.0.0.1:{hook.server_port}/hush", patience=0.2))

    assert isinstance(outcome, Uncertain)
    assert "hush" not in outcome.words
    assert len(Hook.bodies) == 1
    assert "apprise" not in capfd.readouterr().err


def test_a_text_that_is_too_long_for_a_service_comes_in_several_messages(hook: HTTPServer) -> None:
    text = "".join(f"Story number {number} is about tea.\r\n" for number in range(300))
    long = replace(PARCEL, content=b"Subject: tea\r\n\r\n" + text.encode())
    channel = AppriseChannel(f"mmost://127.0.0.1:{hook.server_port}/token")

    assert asyncio.run(channel.take(long, lambda: None)) == Accepted(words="sent")
    texts = [json.loads(body)["text"] for body in Hook.bodies]
    assert len(texts) > 1
    assert max(map(len, texts)) <= 4000
    assert all(f"Story number {number} is" in "".join(texts) for number in range(300))


def test_an_address_that_apprise_does_not_know_is_refused() -> None:
    assert isinstance(taken(AppriseChannel("nonsense://hush")), Refused)


@pytest.mark.parametrize(
    ("recipient", "kind"),
    [
        ("ann@example.org", MaildirChannel),
        ("console:", ConsoleChannel),
        ("maildir:/tmp/desk", MaildirChannel),
        ("channel:newsroom", AppriseChannel),
        ("slack://A/B/C", AppriseChannel),
        ("mailto://ann:hush@example.org", AppriseChannel),
    ],
)
def test_a_recipient_has_its_channel(
    settings: DeliverySettings, recipient: str, kind: type
) -> None:
    channel = Channels(settings).of(recipient)

    assert isinstance(channel, kind)
    assert "hush" not in f"{channel.name} {channel!r}"


def test_addresses_get_smtp_once_a_server_is_set(tmp_path: Path) -> None:
    settings = DeliverySettings(mail_dir=tmp_path, secret=b"k", smtp_url="smtp://127.0.0.1:25")

    assert isinstance(Channels(settings).of("ann@example.org"), EmailChannel)


def test_a_channel_that_is_not_set_up_says_how(settings: DeliverySettings) -> None:
    with pytest.raises(WrongUse, match="set STORYWATCH_CHANNEL_SPORTS to an address"):
        Channels(settings).of("channel:sports")


class Broken:
    name = "broken"

    def __init__(self, *, late: bool) -> None:
        self.late = late

    async def take(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        if self.late:
            hand_over()
        raise ZeroDivisionError("a mistake of ours")


def test_a_mistake_in_a_channel_is_an_outcome() -> None:
    before = asyncio.run(attempt(Broken(late=False), PARCEL, lambda: None))
    after = asyncio.run(attempt(Broken(late=True), PARCEL, lambda: None))

    assert isinstance(before, Deferred)
    assert isinstance(after, Uncertain)
    assert "ZeroDivisionError: a mistake of ours" in after.words
