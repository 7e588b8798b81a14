"""A watch as a process of its own, and what it and its reading processes take."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bench.process_tree import look, tree

EVERY = 1.0  # seconds between two looks


class Look(NamedTuple):
    """A watch at one moment: CPU seconds so far and resident bytes, of the watch alone and of all
    its processes."""

    at: datetime
    cpu: float
    cpu_of_all: float
    memory: int
    memory_of_all: int


@contextmanager
def watching(desk: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a watch on a desk's folder, which gets its log too, and ends it in order."""
    storywatch = str(Path(sys.executable).with_name("storywatch"))
    where = [f"--{name}={desk / name}" for name in ("data", "outlets", "topics")]
    command = [storywatch, "watch", *where, "--json", *options]
    with (desk / "log").open("wb") as log, subprocess.Popen(command, stderr=log) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)


def look_at(watch: int) -> Look | None:
    """Returns what the watch with that process id takes now; None when it has ended."""
    taken = {pid: found for pid in tree(watch) if (found := look(pid))}
    if watch not in taken:
        return None
    cpu, memory = taken[watch]
    cpus, sizes = zip(*taken.values(), strict=True)
    return Look(datetime.now(UTC), cpu, sum(cpus), memory, sum(sizes))
