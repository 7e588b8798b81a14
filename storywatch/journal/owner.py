"""Who holds a lease: a process by host, id and start, so that a dead one's are free at once."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def this_owner() -> str:
    """Returns the name of this process, which no other process ever has on this host."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def is_dead(owner: str) -> bool:
    """Whether that owner was a process of this host and has ended; other names count as alive."""
    host, _, rest = owner.rpartition(":")[0].rpartition(":")
    started = owner.rpartition(":")[2]
    if host != socket.gethostname() or not rest.isdecimal():
        return False
    return not _is_running(int(rest)) or _started(int(rest)) != started


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _started(pid: int) -> str:
    # Process ids come round again; where /proc is missing the id alone has to do.
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "0"
    return stat.rpartition(")")[2].split()[19]
