"""A proxy before Elasticsearch that gets bulk requests wrong in the ways that proxies do."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit


class Fault(Enum):
    """What becomes of one bulk request."""

    BUSY = "429 for all of it"
    AWAY = "503 for all of it"
    SECOND_HALF_BUSY = "its second half is not written and answers 429"
    ANSWER_LOST = "it is written, and the connection ends before the answer"
    ANSWER_CUT = "it is written, and the answer lacks its last item"
    TOO_LARGE = "413"


PATH = "/behind/a/path"


class Proxy:
    """Passes everything on, but for the bulk requests that `faults` are there for."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.faults: deque[Fault] = deque()
        self.bulk_sizes: list[int] = []


ANSWERS = {Fault.BUSY: 429, Fault.AWAY: 503, Fault.TOO_LARGE: 413}


@contextmanager
def proxied(upstream: str) -> Iterator[Proxy]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    proxy = Proxy(f"http://127.0.0.1:{server.server_port}{PATH}")
    server.RequestHandlerClass = type("Passing", (_Passing,), {"proxy": proxy, "to": upstream})
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: Proxy
    to: str
    kind = "application/json"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "/_bulk" in self.path:
            self.proxy.bulk_sizes.append(len(body))
            self.bulk(body, self.proxy.faults.popleft() if self.proxy.faults else None)
        else:
            self.answer(*self.ask(body))

    def do_POST(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        self.do_GET()

    def do_HEAD(self) -> None:
        self.do_GET()

    def bulk(self, body: bytes, fault: Fault | None) -> None:
        if fault in ANSWERS:
            self.answer(ANSWERS[fault], json.dumps({"error": {"type": fault.value}}).encode())
            return
        first, left = _halves(body) if fault is Fault.SECOND_HALF_BUSY else (body, 0)
        status, said = self.ask(first)
        if fault is Fault.ANSWER_LOST:
            self.close_connection = True
            return
        if left:
            said = _with_busy(said, left)
        self.answer(status, _cut(said) if fault is Fault.ANSWER_CUT else said)

    def ask(self, body: bytes) -> tuple[int, bytes]:
        where = urlsplit(self.to)
        connection = HTTPConnection(where.hostname or "", where.port, timeout=60)
        names = [name for name in ("Content-Type", "Accept") if self.headers[name]]
        headers = {name: self.headers[name] for name in names}
        connection.request(self.command, self.path.removeprefix(PATH), body or None, headers)
        response = connection.getresponse()
        said = response.read()
        self.kind = response.getheader("Content-Type") or self.kind
        connection.close()
        return response.status, said

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def _halves(body: bytes) -> tuple[bytes, int]:
    """The first half of a bulk, and how many documents the second half has."""
    lines = body.splitlines(keepends=True)
    count = len(lines) // 2
    first = (count + 1) // 2
    return b"".join(lines[: 2 * first]), count - first


def _with_busy(said: bytes, count: int) -> bytes:
    answer = json.loads(said)
    busy = {"type": "es_rejected_execution_exception", "reason": "rejected execution"}
    answer["items"] += [{"index": {"status": 429, "error": busy}}] * count
    return json.dumps({**answer, "errors": True}).encode()


def _cut(said: bytes) -> bytes:
    answer = json.loads(said)
    return json.dumps({**answer, "items": answer["items"][:-1]}).encode()
