"""Serves the pages: where to, and in a loop that has other work too."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import os
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from storywatch.errors import WrongUse

PORT = 8700
AT_HOME = ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the pages are served."""

    host: str = "127.0.0.1"
    port: int = PORT

    @classmethod
    def read(cls, text: str) -> Address:
        """Returns the address that `8700` or `127.0.0.1:8700` names.

        Raises `WrongUse` for anything else.
        """
        host, _, port = text.rpartition(":")
        try:
            address = cls(host=host or cls().host, port=int(port))
            ipaddress.IPv4Address(address.host)
        except ValueError as error:
            raise WrongUse(
                f"{text!r} is no address to serve at; write a port, or an IPv4 address and a port, "
                "such as 127.0.0.1:8700"
            ) from error
        if not 0 < address.port < 65_536:
            raise WrongUse(f"{text!r} has no port between 1 and 65535")
        return address

    @property
    def authority(self) -> str:
        """Host and port, as they stand in a URL (RFC 3986 section 3.2)."""
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The address as a browser takes it."""
        return f"http://{self.authority}/"

    @property
    def is_at_home(self) -> bool:
        """Whether only this machine can reach it."""
        return ipaddress.ip_address(self.host).is_loopback


def hosts_of(address: Address) -> tuple[str, ...]:
    """Returns the host names under which the pages answer; any, once others may reach them."""
    return AT_HOME if address.is_at_home else ("*",)


class _Guest(uvicorn.Server):
    """A server in a loop whose signals belong to another."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def served(app: ASGIApp, address: Address) -> AsyncIterator[None]:
    """Serves while the context lasts; raises `WrongUse` when the address cannot be had."""
    config = uvicorn.Config(
        app,
        host=address.host,
        port=address.port,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = _Guest(config)
    serving = asyncio.ensure_future(server.serve(sockets=[_bound(address)]))
    while not (server.started or serving.done()):
        await asyncio.sleep(0.01)
    try:
        if not serving.done():
            yield
    finally:
        server.should_exit = True
        await serving


def _bound(address: Address) -> socket.socket:
    try:
        return socket.create_server((address.host, address.port))
    except OSError as error:
        why = os.strerror(error.errno).lower() if error.errno else str(error)
        raise WrongUse(
            f"{address.url} cannot be had ({why}); name another one with --serve or --at"
        ) from error
