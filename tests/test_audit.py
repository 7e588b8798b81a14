"""The look for known vulnerabilities fails for one that is found, and not for want of a network."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from storywatch.settings import CHECKOUT

pytestmark = pytest.mark.skipif(
    not (shutil.which("uv") or (CHECKOUT / ".uv" / "bin" / "uv").exists()),
    reason="there is no uv here; `make setup` brings it where it is needed",
)
FOUND = {"id": "PYSEC-2026-1", "modified": "2026-01-01T00:00:00Z"}


@contextmanager
def knowing(*vulnerabilities: dict[str, str]) -> Iterator[str]:
    """Serves what OSV serves: these are known of the first package that is asked for."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            results: list[Any] = [{} for _ in asked["queries"]]
            results[0] = {"vulns": list(vulnerabilities)}
            self.tell({"results": results})

        def do_GET(self) -> None:
            self.tell({**FOUND, "summary": "a made-up weakness", "affected": []})

        def tell(self, answer: object) -> None:
            content = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def audit(service: str) -> tuple[int, str]:
    words = [str(CHECKOUT / ".ci" / "audit"), "--service-url", service]
    done = subprocess.run(words, capture_output=True, text=True, timeout=100, check=False)
    return done.returncode, done.stdout


def test_a_lock_of_which_nothing_is_known_passes() -> None:
    with knowing() as service:
        code, said = audit(service)

    assert code == 0
    assert "no known vulnerabilities" in said


def test_a_known_vulnerability_fails() -> None:
    with knowing(FOUND) as service:
        code, said = audit(service)

    assert code == 1
    assert FOUND["id"] in said


def test_a_service_that_cannot_be_reached_is_said_and_fails_nothing() -> None:
    code, said = audit("http://127.0.0.1:9")

    assert code == 0
    assert "NOT AUDITED" in said
