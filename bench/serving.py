"""A server of the bench's pages, as a process of its own for as long as it is needed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def serving(module: str, pages: int) -> Iterator[int]:
    """Runs a module of the bench that serves so many pages, and gives the port that it prints."""
    command = [sys.executable, "-m", module, str(pages)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()
