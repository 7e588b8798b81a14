"""Real Elasticsearch servers on loopback: started, killed, started again."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

STARTER = Path(__file__).resolve().parents[3] / "shared" / "es-up.sh"
FIRST_PORT = 20_000  # below those that systems hand out
LOCK = Path("/var/tmp/storywatch-es.lock")
PASSWORD = "storywatch-test"  # what the starter gives its one user


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server of one or more nodes; `urls` has one address a node."""

    run: Path
    urls: tuple[str, ...]

    @property
    def url(self) -> str:
        return self.urls[0]

    @property
    def ca(self) -> Path:
        return self.run / "certs" / "ca.crt"

    def kill(self, node: int = 1) -> Killed:
        """Kills a node as a power cut would."""
        pid = int((self.run / f"n{node}" / "pid").read_text())
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        home = next(word.partition("=")[2] for word in words if word.startswith("-Des.path.home="))
        killed = Killed(
            folder=self.run / f"n{node}",
            home=Path(home),
            java=Path(words[0]).parent.parent,
            owner=Path(f"/proc/{pid}").owner(),
            url=self.urls[node - 1],
        )
        os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{pid}").exists():
            time.sleep(0.05)
        return killed


@dataclass(frozen=True, slots=True, kw_only=True)
class Killed:
    """A node that was killed; its data lies where it lay."""

    folder: Path
    home: Path
    java: Path
    owner: str
    url: str

    def restart(self) -> None:
        """Starts it again with the data that it had, and waits until it answers."""
        environment = [
            f"ES_JAVA_HOME={self.java}",
            f"ES_PATH_CONF={self.folder / 'config'}",
            f"ES_TMPDIR={self.folder / 'tmp'}",
        ]
        start = [str(self.home / "bin" / "elasticsearch"), "-d", "-p", str(self.folder / "pid")]
        as_owner = ["runuser", "-u", self.owner, "--"] if os.getuid() == 0 else []
        (self.folder / "pid").unlink(missing_ok=True)
        subprocess.run(
            [*as_owner, "env", *environment, *start],
            check=True,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=180,
        )
        with Elasticsearch(self.url, request_timeout=60) as client:
            client.cluster.health(wait_for_status="yellow", timeout="60s")


@contextmanager
def started(*words: str, turn: int) -> Iterator[Server]:
    """Starts a server of its own, and stops it at the end; each has another `turn`.

    Tests run side by side in several processes: each has ports of its own.
    """
    port = FIRST_PORT + os.getpid() % 40 * 250 + 10 * turn
    run = Path(f"/var/tmp/storywatch-es-{os.getpid()}-{port}")
    command = [str(STARTER), "--run", str(run), "--port", str(port), *words]
    with LOCK.open("w") as lock:
        # What one unpacks for the first time, another would take for whole.
        fcntl.flock(lock, fcntl.LOCK_EX)
        begun = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=600, check=True)
    try:
        yield Server(run=run, urls=tuple(begun.stdout.split()))
    finally:
        subprocess.run([str(STARTER), "--stop", "--run", str(run)], check=True, timeout=120)
        subprocess.run(["rm", "-rf", str(run)], check=True)


def may_start() -> None:
    """Skips a test that needs a server of its own where none may be started."""
    if not os.environ.get("CI") and not os.environ.get("STORYWATCH_TEST_ES_START"):
        pytest.skip("starts an Elasticsearch of its own: set STORYWATCH_TEST_ES_START=1 to try it")
