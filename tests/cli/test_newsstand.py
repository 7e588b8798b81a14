from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storywatch.declarations import read_house
from storywatch.settings import CHECKOUT
from tests.cli.running import storywatch

COMMAND = [sys.executable, "-c", "from storywatch.cli import main; main()", "newsstand"]


@contextmanager
def newsstand(*words: object) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "COLUMNS": "200"}
    given = [*COMMAND, *(str(word) for word in words)]
    with subprocess.Popen(given, stdout=subprocess.PIPE, text=True, env=environment) as running:
        try:
            yield running
        finally:
            running.kill()


def test_it_serves_declares_and_ends_cleanly_on_ctrl_c(tmp_path: Path) -> None:
    with newsstand("--declare", tmp_path, "--speed", 0) as running:
        assert running.stdout
        printed = [running.stdout.readline() for _ in range(9)]
        home = printed[1].split()[1]
        with urllib.request.urlopen(home) as told:
            assert b"Paisa Today" in told.read()
        running.send_signal(signal.SIGINT)
        rest = running.stdout.read()

        assert running.wait(10) == 0

    assert printed[0].split() == ["outlet", "address"]
    assert f"--outlets {tmp_path / 'outlets'} --topics {tmp_path / 'topics'}" in rest
    assert rest.endswith("The newsstand is closed.\n")
    outlets, _ = read_house(tmp_path / "outlets", tmp_path / "topics")
    assert outlets["paisa_today"].homepage == home + "/"


def test_for_scripts_it_prints_one_line_and_its_control_moves_it() -> None:
    with newsstand("--json") as running:
        assert running.stdout
        addresses = json.loads(running.stdout.readline())
        with urllib.request.urlopen(addresses["control"] + "/clock") as told:
            assert json.load(told)["speed"] == 1
        running.send_signal(signal.SIGTERM)

        assert (running.stdout.read(), running.wait(10)) == ("", 0)


def test_a_port_that_cannot_be_had_is_wrong_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        taken = listening.getsockname()[1]

        run = storywatch("newsstand", "--port", taken)

    assert run.code == 2
    assert f"port {taken} cannot be had (address already in use); name another" in run.err


def test_a_clock_that_runs_backwards_is_wrong_use() -> None:
    assert storywatch("newsstand", "--speed", -1).code == 2
