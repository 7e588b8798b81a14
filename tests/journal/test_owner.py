from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from storywatch.journal.owner import is_dead, this_owner


def ended_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_this_process_is_alive() -> None:
    assert not is_dead(this_owner())


def test_an_ended_process_of_this_host_is_dead() -> None:
    assert is_dead(f"{socket.gethostname()}:{ended_process()}:0")


def test_a_process_id_that_came_round_again_is_another_process() -> None:
    assert is_dead(f"{socket.gethostname()}:{os.getpid()}:1")


@pytest.mark.parametrize("owner", ["another-host:1:1", "worker-1", "", "a:b", "::", "x:²:1"])
def test_what_cannot_be_known_counts_as_alive(owner: str) -> None:
    assert not is_dead(owner)


def test_a_process_id_beyond_all_is_dead() -> None:
    assert is_dead(f"{socket.gethostname()}:99999999999999999999:1")
