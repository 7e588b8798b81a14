"""A mail server on loopback whose answers at each stage are scripted."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

HANG_UP = "hang up"


@dataclass
class PostOffice:
    """What the server says at each stage (in place of yes), and what it took."""

    script: dict[str, str] = field(default_factory=dict)
    taken: list[bytes] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: Any
    ) -> Any:
        answer = self.say("EHLO", server)
        if answer:
            return [answer]
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        envelope.mail_from = address
        return self.say("MAIL", server) or "250 sender fine"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        answer = self.say("RCPT", server)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 recipient fine"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.script.get("after DATA") == HANG_UP:
            self.taken.append(bytes(envelope.content or b""))
        answer = self.say("after DATA", server)
        if answer is None:
            self.taken.append(bytes(envelope.content or b""))
        return answer or "250 taken as 4711"

    async def handle_QUIT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        return self.say("QUIT", server) or "221 bye"

    def authenticate(self, server: SMTP, *_: Any) -> AuthResult:
        answer = self.say("AUTH", server)
        if answer is None:
            return AuthResult(success=True)
        return AuthResult(success=False, handled=False, message=answer)

    def say(self, stage: str, server: SMTP) -> str | None:
        self.stages.append(stage)
        answer = self.script.get(stage)
        if answer == HANG_UP:
            assert server.transport is not None
            server.transport.abort()
            return "421 never sent"
        return answer


class Scripted(SMTP):
    """A server that can also turn a client away at the door and at the word DATA."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        answer = self.event_handler.say("DATA", self)
        if answer:
            await self.push(answer)
            return
        await super().smtp_DATA(arg)

    async def _handle_client(self) -> None:
        answer = self.event_handler.say("connect", self)
        if answer and answer != "421 never sent":
            await self.push(answer)
            self.transport.close()
        elif answer is None:
            await super()._handle_client()


@asynccontextmanager
async def open_office(
    office: PostOffice, *, wrapped: ssl.SSLContext | None = None, **options: Any
) -> AsyncIterator[int]:
    """Serves the office on a free port of loopback, which it yields; `wrapped` in TLS if given."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Scripted(
            office,
            hostname="office.example",
            loop=loop,
            authenticator=office.authenticate,
            auth_require_tls=False,
            **options,
        ),
        "127.0.0.1",
        0,
        ssl=wrapped,
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()
