"""Serves a stand on loopback: every outlet at a port of its own, and a port to control it by."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from newsstand.answers import Answer, Asked, answer, is_page
from newsstand.control import control
from newsstand.serving import Request, Serving
from newsstand.stand import Stand
from storywatch.errors import WrongUse

HOST = "127.0.0.1"
CONTROL = "control"


@contextmanager
def serve(
    stand: Stand, *, ports: Mapping[str, int] | None = None, log_level: str = "critical"
) -> Iterator[Serving]:
    """Serves `stand` in a thread of its own until the context ends.

    `ports` are those of the outlets and of "control"; free ones take the place of what it lacks.
    Raises `WrongUse` when one of them is taken.
    """
    sockets = _listening_all(stand.outlets, ports or {})
    addresses = {name: f"http://{HOST}:{_port(each)}" for name, each in sockets.items()}
    serving = Serving(stand, control_url=addresses.pop(CONTROL), addresses=addresses)
    stand.found_at(addresses)
    apps: dict[int, ASGIApp] = {
        _port(sockets[outlet]): _outlet_app(serving, outlet) for outlet in stand.outlets
    }
    apps[_port(sockets[CONTROL])] = control(serving)
    server = uvicorn.Server(_config(apps, _slamming(_downs(stand, sockets)), log_level))
    thread = threading.Thread(target=server.run, args=(list(sockets.values()),), daemon=True)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        yield serving
    finally:
        server.should_exit = True
        thread.join()
        for each in sockets.values():
            each.close()


def _listening_all(outlets: Sequence[str], ports: Mapping[str, int]) -> dict[str, socket.socket]:
    sockets: dict[str, socket.socket] = {}
    try:
        for name in (*outlets, CONTROL):
            sockets[name] = _listening(ports.get(name, 0))
    except WrongUse:
        for each in sockets.values():
            each.close()
        raise
    return sockets


def _listening(port: int) -> socket.socket:
    try:
        listening = socket.create_server((HOST, port), backlog=256)
    except OSError as error:
        why = os.strerror(error.errno).lower() if error.errno else str(error)
        raise WrongUse(f"port {port} cannot be had ({why}); name another") from error
    listening.setblocking(False)
    return listening


def _port(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])


def _config(
    apps: Mapping[int, ASGIApp], protocol: type[H11Protocol], log_level: str
) -> uvicorn.Config:
    async def by_port(scope: Scope, receive: Receive, send: Send) -> None:
        await apps[scope["server"][1]](scope, receive, send)

    return uvicorn.Config(
        by_port,
        http=protocol,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_level=log_level,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
    )


def _downs(stand: Stand, sockets: Mapping[str, socket.socket]) -> Callable[[int], bool]:
    outlets = {_port(sockets[outlet]): outlet for outlet in stand.outlets}
    return lambda port: port in outlets and stand.shelf(outlets[port]).is_down


def _slamming(is_down: Callable[[int], bool]) -> type[H11Protocol]:
    """A protocol that cuts the connections of an outlet that is down, new ones and kept ones."""

    class Slamming(H11Protocol):
        def data_received(self, data: bytes) -> None:
            if is_down(self.transport.get_extra_info("sockname")[1]):
                self.transport.abort()
            else:
                super().data_received(data)

    return Slamming


def _outlet_app(serving: Serving, outlet: str) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        stand = serving.stand
        headers = {
            key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]
        }
        asked = Asked(path=scope["path"], method=scope["method"], headers=headers)
        await asyncio.sleep(stand.shelf(outlet).seconds_slow)
        told = answer(stand, outlet, asked)
        query = scope["query_string"].decode("latin-1")
        serving.note(
            Request(
                outlet=outlet,
                method=asked.method,
                path=asked.path + ("?" + query if query else ""),
                status=told.status,
                is_conditional=asked.is_conditional,
                is_page=is_page(stand.shelf(outlet), asked.path),
                user_agent=headers.get("user-agent", ""),
                at=stand.now,
            )
        )
        await _tell(told, stand.now, send)

    return app


async def _tell(told: Answer, now: datetime, send: Send) -> None:
    headers = {
        "date": format_datetime(now.astimezone(UTC), usegmt=True),
        "server": "newsstand",
        **told.headers,
    }
    if told.status != 304:
        headers["content-length"] = str(len(told.body))
    raw = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in headers.items()]
    await send({"type": "http.response.start", "status": told.status, "headers": raw})
    half = told.body[: len(told.body) // 2] if told.is_truncated else told.body
    # A body that is announced as unfinished and left so makes the server close the connection.
    await send({"type": "http.response.body", "body": half, "more_body": told.is_truncated})
