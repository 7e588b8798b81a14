"""Mail over SMTP against a scripted server: what each failure at each stage is taken for."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import ssl
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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
)
from storywatch.deliver.email import EmailChannel, Talk, is_loopback
from tests.deliver.certificate import made
from tests.deliver.post_office import HANG_UP, PostOffice, open_office

CONTENT = b"Subject: tea\r\n\r\n.a line that begins with a dot\r\n..\r\nend\r\n"
PARCEL = Parcel(recipient="ann@example.org", message_id="<1@example.org>", content=CONTENT)


async def sent(office: PostOffice, user: str = "") -> tuple[Outcome, int]:
    """The outcome, and how often the mail was said to be handed over."""
    handed: list[int] = []
    async with open_office(office) as port:
        channel = EmailChannel(
            url=f"smtp://{user}127.0.0.1:{port}", sender="watch@example.org", answer=5, patience=1
        )
        outcome = await channel.take(PARCEL, lambda: handed.append(len(office.taken)))
    return outcome, len(handed)


def test_a_mail_arrives_as_it_was_frozen() -> None:
    office = PostOffice()

    outcome, handed = asyncio.run(sent(office, "ann:secret@"))

    assert outcome == Accepted(words="250 taken as 4711")
    assert office.taken == [CONTENT]
    assert handed == 1
    assert office.stages == [
        "connect",
        "EHLO",
        "AUTH",
        "MAIL",
        "RCPT",
        "DATA",
        "after DATA",
        "QUIT",
    ]


@pytest.mark.parametrize(
    ("stage", "answer", "kind"),
    [
        ("connect", "421 too busy", Unreachable),
        ("connect", "554 go away", Unreachable),
        ("connect", HANG_UP, Unreachable),
        ("EHLO", "421 closing", Unreachable),
        ("EHLO", HANG_UP, Unreachable),
        ("AUTH", "535 wrong password", Unreachable),
        ("AUTH", "454 try later", Unreachable),
        ("AUTH", HANG_UP, Unreachable),
        ("MAIL", "451 not now", Deferred),
        ("MAIL", "550 not you", Refused),
        ("MAIL", "421 closing", Unreachable),
        ("MAIL", HANG_UP, Unreachable),
        ("RCPT", "450 mailbox busy", Deferred),
        ("RCPT", "550 nobody here", Refused),
        ("RCPT", HANG_UP, Deferred),
        ("DATA", "451 not now", Deferred),
        ("DATA", "554 no", Refused),
        ("DATA", HANG_UP, Deferred),
        ("after DATA", "452 disk full", Deferred),
        ("after DATA", "554 spam", Refused),
        ("after DATA", HANG_UP, Uncertain),
        ("QUIT", "500 what", Accepted),
        ("QUIT", HANG_UP, Accepted),
    ],
)
def test_a_failure_is_taken_for_what_it_is(stage: str, answer: str, kind: type) -> None:
    office = PostOffice(script={stage: answer})

    outcome, handed = asyncio.run(sent(office, "ann:secret@"))

    assert type(outcome) is kind, outcome
    assert handed == (stage in ("after DATA", "QUIT"))
    assert "secret" not in outcome.words
    if answer != HANG_UP and stage not in ("QUIT", "EHLO"):
        assert answer.split(" ", 1)[1] in outcome.words


def test_a_text_whose_final_dot_cannot_be_sent_has_not_arrived() -> None:
    class Broken(smtplib.SMTP):
        def send(self, s: Any) -> None:
            if s == b".\r\n":
                raise smtplib.SMTPServerDisconnected("Server not connected")

    talk = Talk(EmailChannel(url="smtp://127.0.0.1", sender="watch@example.org"), PARCEL)
    talk._server = Broken()

    assert isinstance(talk.give(), Deferred)


def test_a_server_that_never_answers_the_final_dot_leaves_it_uncertain() -> None:
    class Silent(PostOffice):
        async def handle_DATA(self, *_: object) -> str:  # noqa: N802
            await asyncio.sleep(1.5)
            return "250 too late"

    outcome, handed = asyncio.run(sent(Silent()))

    assert type(outcome) is Uncertain
    assert handed == 1


def test_a_server_that_does_not_answer_keeps_no_process_from_ending() -> None:
    async def stop_amid() -> list[threading.Thread]:
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
            channel = EmailChannel(url=url, sender="watch@example.org", answer=2)
            sending = asyncio.ensure_future(channel.take(PARCEL, lambda: None))
            await asyncio.sleep(0.05)
            apart = [one for one in threading.enumerate() if one.name == "storywatch apart"]
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
        return apart

    threads = asyncio.run(stop_amid())
    assert threads
    assert all(one.daemon for one in threads)
    for one in threads:
        one.join()


def test_nobody_at_the_port_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        channel = EmailChannel(url=f"smtp://127.0.0.1:{port}", sender="watch@example.org")
        outcome = asyncio.run(channel.take(PARCEL, lambda: None))

    assert type(outcome) is Unreachable


@pytest.mark.parametrize(
    ("words", "wait"),
    [
        ("450 4.2.0 Greylisted, see example.org for 300 seconds", timedelta(seconds=300)),
        ("451 4.7.1 Greylisting in action, please come back in 7 minutes", timedelta(minutes=7)),
        ("450 try again in 90 s", timedelta(seconds=90)),
        ("450 mailbox 12 m full", None),
    ],
)
def test_greylisting_servers_say_how_long_to_wait(words: str, wait: timedelta | None) -> None:
    outcome, _ = asyncio.run(sent(PostOffice(script={"RCPT": words})))

    assert isinstance(outcome, Deferred)
    assert outcome.wait == wait


def test_a_server_elsewhere_that_offers_no_encryption_gets_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("storywatch.deliver.email.is_loopback", lambda _: False)
    office = PostOffice()

    outcome, handed = asyncio.run(sent(office, "ann:secret@"))

    assert type(outcome) is Unreachable
    assert "STARTTLS" in outcome.words
    assert (office.taken, handed) == ([], 0)
    assert "AUTH" not in office.stages


async def encrypted(office: PostOffice, scheme: str, context: ssl.SSLContext) -> Outcome:
    how: dict[str, Any] = (
        {"wrapped": context}
        if scheme == "smtps"
        else {"tls_context": context, "require_starttls": True}
    )
    async with open_office(office, **how) as port:
        url = f"{scheme}://ann:secret@127.0.0.1:{port}"
        return await EmailChannel(url=url, sender="watch@example.org", answer=5).take(
            PARCEL, lambda: None
        )


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_elsewhere_is_spoken_to_encrypted_and_only_if_it_is_the_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scheme: str
) -> None:
    monkeypatch.setattr("storywatch.deliver.email.is_loopback", lambda _: False)
    authority, context = made(tmp_path)
    office = PostOffice()

    stranger = asyncio.run(encrypted(office, scheme, context))
    assert type(stranger) is Unreachable
    assert "certificate" in stranger.words
    assert "AUTH" not in office.stages

    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    known = asyncio.run(encrypted(office, scheme, context))
    assert type(known) is Accepted, known
    assert office.taken == [CONTENT]


@pytest.mark.parametrize(
    ("url", "is_here"),
    [
        ("smtp://localhost:25", True),
        ("smtp://127.8.0.1", True),
        ("smtp://[::1]:25", True),
        ("smtp://mail.example.org", False),
        ("smtp://127.0.0.1.example.org", False),
        ("smtp://10.0.0.1", False),
    ],
)
def test_only_this_machine_is_spoken_to_in_the_clear(url: str, is_here: bool) -> None:
    assert is_loopback(urlsplit(url)) == is_here


def test_a_channel_never_shows_its_password(tmp_path: Path) -> None:
    settings = DeliverySettings(
        mail_dir=tmp_path, secret=b"key", smtp_url="smtp://ann:hush@mail.example.org:587"
    )
    channel = Channels(settings).of("ann@example.org")

    assert channel.name == "smtp mail.example.org"
    assert "hush" not in f"{settings!r} {channel!r}"
