"""`storywatch serve` as a process: it serves, follows declarations, and ends when told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from storywatch.settings import CHECKOUT
from tests.cli.running import storywatch

COMMAND = [sys.executable, "-c", "from storywatch.cli import main; main()"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_it_serves_the_journal_and_ends_when_told(data: Path) -> None:
    at = f"127.0.0.1:{free_port()}"
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    given = [*COMMAND, "serve", "--at", at, "--data", str(data)]
    with subprocess.Popen(given, stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout
        assert running.stdout.readline() == f"http://{at}/ Ctrl-C ends it.\n"
        with urllib.request.urlopen(f"http://{at}/?q=nilgiris") as told:
            page = told.read().decode()
        running.send_signal(signal.SIGTERM)

        assert running.wait(10) == 0
    assert "<mark>Nilgiris</mark>" in page


def test_an_address_in_use_is_said_to_be_so(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        run = storywatch("serve", "--at", port, "--data", data)

    assert run.code == 2
    assert "cannot be had (address already in use); name another one" in run.err
    assert len(run.err.splitlines()) == 1


def test_what_is_no_address_is_refused(data: Path) -> None:
    run = storywatch("serve", "--at", "everywhere", "--data", data)

    assert run.code == 2
    assert "is no address to serve at" in run.err
