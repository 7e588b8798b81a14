from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from storywatch.errors import IndexUnusable, WrongUse
from storywatch.index.kibana import DASHBOARDS, import_dashboards
from storywatch.index.settings import IndexSettings
from tests.cli.running import storywatch

TAKEN = {"success": True, "successCount": 7}
REFUSED = {
    "success": False,
    "successCount": 6,
    "errors": [
        {
            "type": "dashboard",
            "id": "storywatch-desk",
            "error": {
                "type": "missing_references",
                "references": [{"type": "index-pattern", "id": "stories"}],
            },
        }
    ],
}


class Kibana:
    """A Kibana that answers every import alike; `asked` has what it was sent."""

    def __init__(self, url: str, status: int, answer: Any) -> None:
        self.url = url
        self.status = status
        self.answer = answer
        self.asked: list[tuple[str, dict[str, str], bytes]] = []


@contextmanager
def kibana(status: int, answer: Any) -> Iterator[Kibana]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    found = Kibana(f"http://127.0.0.1:{server.server_port}", status, answer)
    server.RequestHandlerClass = type("Answering", (_Answering,), {"kibana": found})
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Answering(BaseHTTPRequestHandler):
    kibana: Kibana

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.kibana.asked.append((self.path, headers, body))
        said = json.dumps(self.kibana.answer).encode()
        self.send_response(self.kibana.status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        pass


def settings(url: str, **more: str) -> IndexSettings:
    return IndexSettings(url="http://es.example:9200", kibana_url=url, **more)  # type: ignore[arg-type]


def test_the_dashboards_are_sent_whole_and_counted() -> None:
    with kibana(200, TAKEN) as there:
        imported = import_dashboards(settings(there.url, user="desk", password="p4ss"))

    ((path, headers, body),) = there.asked
    assert (imported.count, imported.refused) == (7, ())
    assert path == "/api/saved_objects/_import?overwrite=true"
    assert headers["kbn-xsrf"]
    assert headers["authorization"].startswith("Basic ")
    assert DASHBOARDS.read_bytes() in body


def test_a_status_of_200_is_not_taken_for_success() -> None:
    with kibana(200, REFUSED) as there:
        imported = import_dashboards(settings(there.url, api_key="k3y"))

    assert imported.refused == (
        "dashboard storywatch-desk: missing_references, index-pattern stories",
    )
    assert there.asked[0][1]["authorization"] == "ApiKey k3y"


def test_a_failure_without_reasons_is_one_all_the_same() -> None:
    with kibana(200, {"success": False}) as there:
        assert import_dashboards(settings(there.url)).refused


@pytest.mark.parametrize(("status", "says"), [(401, "does not know us"), (403, "'all' right")])
def test_who_is_not_let_in_is_told_what_to_do(status: int, says: str) -> None:
    with kibana(status, {"message": "no"}) as there:
        wrong = settings(there.url, user="desk", password="p4ss")
        with pytest.raises(IndexUnusable, match=says) as raised:
            import_dashboards(wrong)

    assert "p4ss" not in str(raised.value)


def test_a_kibana_that_is_away_or_not_named_is_told_of() -> None:
    with kibana(200, TAKEN) as gone:
        away = settings(gone.url)

    with pytest.raises(IndexUnusable, match="cannot be reached"):
        import_dashboards(away)
    with pytest.raises(WrongUse, match="STORYWATCH_KIBANA_URL"):
        import_dashboards(settings(""))


def test_the_command_exits_by_what_kibana_says() -> None:
    for answer, code in ((TAKEN, 0), (REFUSED, 1)):
        with kibana(200, answer) as there:
            environment = {
                "STORYWATCH_ES_URL": "http://es.example:9200",
                "STORYWATCH_KIBANA_URL": there.url,
            }
            run = storywatch("dashboards", "install", env=environment)
        assert run.code == code
    assert "missing_references" in run.err
