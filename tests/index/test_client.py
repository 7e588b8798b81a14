from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.cli.running import Run, storywatch

TOO_OLD = {
    "error": {
        "type": "media_type_header_exception",
        "reason": "Invalid media-type value on headers [Accept]",
    }
}


@contextmanager
def server(status: int, kind: str, body: str, *, product: bool) -> Iterator[str]:
    """A web server that answers everything alike."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            if product:
                self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{serving.server_port}"
    finally:
        serving.shutdown()
        serving.server_close()
        thread.join()


def install(url: str) -> Run:
    return storywatch("index", "install", env={"STORYWATCH_ES_URL": url})


@pytest.mark.parametrize(
    ("status", "kind", "body", "product", "says"),
    [
        (404, "text/html", "<html>not here</html>", False, "does not answer as Elasticsearch does"),
        (200, "text/html", "<html>welcome</html>", False, "does not answer as Elasticsearch does"),
        (502, "text/html", "<html>bad</html>", False, "refuses this request (502: a web page)"),
        (400, "application/json", json.dumps(TOO_OLD), True, "storywatch needs Elasticsearch 9"),
        (404, "application/json", '{"error": "gone"}', True, "lacks what we ask for"),
    ],
)
def test_what_is_wrong_with_a_server_is_said(
    status: int, kind: str, body: str, product: bool, says: str
) -> None:
    with server(status, kind, body, product=product) as url:
        ran = install(url)

    assert ran.code == 1
    assert says in ran.err
    assert url in ran.err
    assert "<html>" not in ran.err


def test_a_server_without_tls_is_no_server_with_a_wrong_certificate() -> None:
    with server(200, "text/html", "", product=False) as url:
        ran = install(url.replace("http://", "https://"))

    assert ran.code == 1
    assert "speaks no TLS; write http://" in ran.err


def test_a_server_that_is_away_is_told_of() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        ran = install(f"http://127.0.0.1:{taken.getsockname()[1]}")

    assert ran.code == 1
    assert "cannot be reached; check that it runs" in ran.err
