"""Whom a watch tells: a mail server and an Elasticsearch on loopback, which keep what they took."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from elasticsearch import NotFoundError

from storywatch.deliver import Parcel
from tests.index.memory import Memory


class Inbox:
    """A mail server that keeps what it took; `asked` counts the mails that came to it."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []
        self.asked = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.asked += 1
        (recipient,) = envelope.rcpt_tos
        content = bytes(envelope.content)
        message_id = content.split(b"Message-ID: ", 1)[1].split(b"\r\n", 1)[0].decode()
        self.parcels.append(Parcel(recipient=recipient, message_id=message_id, content=content))
        return "250 taken"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def post_open() -> Iterator[tuple[Inbox, str]]:
    """Serves an inbox while the context lasts; yields it and its address."""
    inbox, port = Inbox(), free_port()
    post = Controller(inbox, hostname="127.0.0.1", port=port)
    post.start()
    try:
        yield inbox, f"smtp://127.0.0.1:{port}"
    finally:
        post.stop()


class Shelves(Memory):
    """An Elasticsearch in memory; `asked` counts the bulk requests that came to it."""

    asked = 0


@contextmanager
def index_open() -> Iterator[tuple[Shelves, str]]:
    """Serves an index in memory while the context lasts; yields it and its address."""
    shelves = Shelves()
    answering = type("Answering", (_Answering,), {"shelves": shelves})
    server = _Server(("127.0.0.1", 0), answering)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield shelves, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Says nothing of who was killed while it asked."""


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    shelves: Shelves

    def do_GET(self) -> None:
        *_, before, last = f"/{self.path.partition('?')[0]}".split("/")
        if before == "_alias":
            self._answer(self.shelves.get_alias(name=last))
        else:
            self._answer(self.shelves.get_mapping(index=before))

    def do_PUT(self) -> None:
        self.shelves.asked += 1
        lines = self.rfile.read(int(self.headers["content-length"])).splitlines()
        index = self.path.split("/")[1]
        self._answer(self._bulk(index, lines))

    async def _bulk(self, index: str, lines: list[bytes]) -> Any:
        return (await self.shelves.bulk(index=index, operations=lines)).body

    def _answer(self, made: Any) -> None:
        try:
            status, body = 200, asyncio.run(made)
        except NotFoundError:
            status, body = 404, {}
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9")
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass
