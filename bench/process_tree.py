"""What a command and all its children take: time, CPU seconds and memory, watched from outside."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.05  # seconds between two looks
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a command took; `peak_bytes` adds up the resident memory of all its processes."""

    code: int
    out: str
    err: str
    seconds: float
    cpu_seconds: float
    peak_bytes: int


def watched(command: Sequence[str], **environment: str) -> Taken:
    """Runs a command to its end and returns what it and its children took."""
    started = time.monotonic()
    spent: dict[int, float] = {}
    peak = 0
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    ) as process:
        while True:
            looks = {pid: found for pid in tree(process.pid) if (found := look(pid))}
            spent.update({pid: cpu for pid, (cpu, _) in looks.items()})
            peak = max(peak, sum(memory for _, memory in looks.values()))
            try:
                out, err = process.communicate(timeout=EVERY)
            except subprocess.TimeoutExpired:
                continue
            break
    return Taken(
        code=process.returncode,
        out=out,
        err=err,
        seconds=time.monotonic() - started,
        cpu_seconds=sum(spent.values()),
        peak_bytes=peak,
    )


def tree(root: int) -> Iterator[int]:
    """Yields a process and all that descend from it."""
    waiting = [root]
    while waiting:
        one = waiting.pop()
        yield one
        for thread in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):  # it has ended
                waiting.extend(map(int, thread.read_text(encoding="ascii").split()))


def look(pid: int) -> tuple[float, int] | None:
    """Returns the CPU seconds and resident bytes of a process; None when it has ended."""
    fields = _stat(pid)
    if not fields:
        return None
    return (int(fields[11]) + int(fields[12])) / _TICKS, int(fields[21]) * _PAGE


def _stat(pid: int) -> list[str]:
    """Returns the fields of /proc/PID/stat from the process's state on; none when it has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return stat.rpartition(")")[2].split()
