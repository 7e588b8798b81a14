"""Mail over SMTP: encrypted unless the server is on this machine, patient at the end."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import SplitResult, unquote, urlsplit

from storywatch.deliver.apart import apart
from storywatch.deliver.parcel import (
    Accepted,
    Deferred,
    HandOver,
    Outcome,
    Parcel,
    Refused,
    Uncertain,
    Unreachable,
)
from storywatch.deliver.settings import DeliverySettings

ANSWER = 60.0  # seconds for connecting and for each answer but the last
GOODBYE = 5.0
PATIENCE = 600.0  # seconds after the final dot, RFC 5321 4.5.3.2.6: giving up early makes doubles
NOT_PREPARED: Outcome | None = Unreachable(words="the conversation broke off before the text")
UNANSWERED: Outcome = Uncertain(words="the conversation broke off after the text began")
CLOSING = 421  # "service not available, closing": not about this mail
WAIT = re.compile(r"\b(\d{1,5})\s*(s|sec|seconds?|m|min|minutes?)\b", re.IGNORECASE)
GREYLISTED = re.compile(r"gr[ea]y-?list|try again|temporarily", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChannel:
    """One mail server; each parcel goes over a connection of its own."""

    url: str = field(repr=False)
    sender: str
    answer: float = ANSWER
    patience: float = PATIENCE

    @classmethod
    def of(cls, settings: DeliverySettings) -> EmailChannel:
        """Returns the channel of the server that is set up."""
        return cls(url=settings.smtp_url, sender=settings.mail_from)

    @property
    def name(self) -> str:
        """What logs call the channel: the server without user and password."""
        parts = urlsplit(self.url)
        return f"{parts.scheme} {parts.hostname}"

    async def take(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        """Sends the mail; until the server waits for its text nothing can have arrived."""
        talk = Talk(self, parcel)
        try:
            outcome = await apart(talk.prepare, broken=NOT_PREPARED)
            if outcome is not None:
                return outcome
            hand_over()
            return await apart(talk.give, broken=UNANSWERED)
        finally:
            if not talk.is_waiting:  # it is when this is cancelled: the watch is to end now
                await apart(talk.end, broken=None)


class Talk:
    """One conversation with a mail server, up to the text and from there on."""

    def __init__(self, channel: EmailChannel, parcel: Parcel) -> None:
        self._channel = channel
        self._parcel = parcel
        self._address = urlsplit(channel.url)
        self._server: smtplib.SMTP | None = None
        self.is_waiting = False

    def prepare(self) -> Outcome | None:
        """Goes as far as the server's word that it waits for the text; None when it does."""
        with self._waiting():
            return self._prepared()

    def give(self) -> Outcome:
        """Sends the text; what fails after its final dot leaves it uncertain."""
        with self._waiting():
            return self._given()

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        self.is_waiting = True
        try:
            yield
        finally:
            self.is_waiting = False

    def _prepared(self) -> Outcome | None:
        try:
            server = self._connect()
            self._log_in(server)
        except (OSError, smtplib.SMTPException) as error:
            return Unreachable(words=f"{self._channel.name}: {_words(error)}")
        return (
            self._asked("MAIL FROM", lambda: server.mail(self._channel.sender))
            or self._asked("RCPT TO", lambda: server.rcpt(self._parcel.recipient), broken=Deferred)
            or self._asked("DATA", lambda: server.docmd("DATA"), expected=354, broken=Deferred)
        )

    def _given(self) -> Outcome:
        server = self._server
        assert server is not None
        try:
            server.send(_dotted(self._parcel.content))
            server.send(b".\r\n")
        except (OSError, smtplib.SMTPException) as error:
            return Deferred(words=f"while the text was sent: {_words(error)}")
        try:
            if server.sock is not None:
                server.sock.settimeout(self._channel.patience)
            code, said = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return Uncertain(words=f"no answer after the final dot: {_words(error)}")
        return _outcome("the text", code, said) or Accepted(words=f"{code} {_read(said)}")

    def end(self) -> None:
        """Says goodbye, if the server still listens; how it takes that changes nothing."""
        server = self._server
        if server is None:
            return
        try:
            if server.sock is not None:
                server.sock.settimeout(GOODBYE)
                server.quit()
        except (OSError, smtplib.SMTPException):
            pass  # the answer that counts was given before
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        host, timeout = self._address.hostname or "", self._channel.answer
        if self._address.scheme == "smtps":
            port, context = self._address.port or 465, ssl.create_default_context()
            self._server = smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
        else:
            self._server = smtplib.SMTP(host, self._address.port or 587, timeout=timeout)
            if not is_loopback(self._address):
                # Raises where it is not offered: a password never goes out in the clear.
                self._server.starttls(context=ssl.create_default_context())
        self._server.ehlo_or_helo_if_needed()
        return self._server

    def _log_in(self, server: smtplib.SMTP) -> None:
        if self._address.username:
            user, password = self._address.username, self._address.password or ""
            server.login(unquote(user), unquote(password))

    def _asked(
        self,
        what: str,
        ask: Callable[[], tuple[int, bytes]],
        *,
        expected: int = 250,
        broken: type[Unreachable | Deferred] = Unreachable,
    ) -> Outcome | None:
        # A server that hangs up on one recipient must not keep the others from their mails.
        try:
            code, said = ask()
        except (OSError, smtplib.SMTPException) as error:
            return broken(words=f"{self._channel.name}, at {what}: {_words(error)}")
        if code in (expected, 251):
            return None
        return _outcome(what, code, said) or Deferred(
            words=f"{what}: unexpected answer {code} {_read(said)}"
        )


def is_loopback(address: SplitResult) -> bool:
    """Whether a server is on this machine, where nobody listens in."""
    host = address.hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _outcome(what: str, code: int, said: bytes) -> Outcome | None:
    words = f"{what}: {code} {_read(said)}"
    if code == CLOSING:
        return Unreachable(words=words)
    if 400 <= code < 500:
        return Deferred(words=words, wait=_asked_wait(_read(said)))
    if code >= 500:
        return Refused(words=words)
    return None


def _asked_wait(said: str) -> timedelta | None:
    """How long a greylisting server says to wait, if it says so."""
    found = WAIT.search(said) if GREYLISTED.search(said) else None
    if not found:
        return None
    unit = "minutes" if found[2].lower().startswith("m") else "seconds"
    return timedelta(**{unit: int(found[1])})


def _dotted(content: bytes) -> bytes:
    lines = re.sub(rb"(?m)^\.", b"..", content)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def _read(said: bytes) -> str:
    return " ".join(said.decode("utf-8", "replace").split())


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        raw = error.smtp_error
        said = raw if isinstance(raw, bytes) else str(raw).encode()
        return f"{error.smtp_code} {_read(said)}"
    return str(error) or type(error).__name__
