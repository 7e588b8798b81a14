"""A stand kept in a folder: the next serving has the same addresses and shows the same instant."""

from __future__ import annotations

import errno
import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from newsstand.declare import declare, topics
from newsstand.outlets import STANDARD
from newsstand.server import CONTROL, HOST
from newsstand.serving import Serving
from newsstand.standing import standing
from storywatch.errors import Misconfigured, Mistake

MEMO = "newsstand.json"
OPENED = timedelta(hours=2)  # before the first serving, so that later news is not of the future
FIRST_PORT = 18_700  # below those that systems give to outgoing connections
LAST_PORT = 32_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Memo:
    """What is kept: when the stand opened, the instant it shows, and its ports by name."""

    opened_at: datetime
    shows: datetime
    ports: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptServing:
    """A kept stand that is being served.

    `is_first` is its first serving in that folder; `has_moved` says that its former ports were
    taken by another program, so that it has new ones.
    """

    serving: Serving
    is_first: bool
    has_moved: bool


@contextmanager
def serve_kept(
    folder: Path, *, wall: datetime, later: timedelta = timedelta()
) -> Iterator[KeptServing]:
    """Serves the stand kept in `folder`, declared in its outlets/ and topics/.

    Its clock stands where it stood, or as much `later` as asked for, but not after `wall`. Topics
    that are there already are left as they are.
    """
    kept = _read(folder / MEMO)
    has_moved = kept is not None and not _are_free(kept.ports)
    memo = kept or _Memo(opened_at=wall - OPENED, shows=wall - OPENED, ports={})
    memo = replace(
        memo,
        shows=max(memo.shows, min(memo.shows + later, wall)),
        ports=_free_ports() if has_moved or not memo.ports else memo.ports,
    )
    with standing(opened_at=memo.opened_at, speed=0, ports=memo.ports) as serving:
        serving.stand.clock.set(memo.shows)
        declare(serving, folder)
        if not (folder / "topics").is_dir():
            topics(folder)
        _write(folder / MEMO, memo)
        yield KeptServing(serving=serving, is_first=kept is None, has_moved=has_moved)


def _read(path: Path) -> _Memo | None:
    if not path.exists():
        return None
    try:
        words = json.loads(path.read_text(encoding="utf-8"))
        return _Memo(
            opened_at=datetime.fromisoformat(words["opened_at"]),
            shows=datetime.fromisoformat(words["shows"]),
            ports={str(name): int(port) for name, port in words["ports"].items()},
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        mistake = Mistake(
            path=path,
            line=1,
            what="the kept newsstand cannot be read",
            instead="Remove the folder; the next run makes a new one",
        )
        raise Misconfigured([mistake]) from error


def _write(path: Path, memo: _Memo) -> None:
    words = {
        "opened_at": memo.opened_at.isoformat(),
        "shows": memo.shows.isoformat(),
        "ports": dict(memo.ports),
    }
    path.write_text(json.dumps(words, indent=1) + "\n", encoding="utf-8")


def _are_free(ports: Mapping[str, int]) -> bool:
    return all(_is_free(port) for port in ports.values())


def _free_ports() -> dict[str, int]:
    names = (*(profile.id for profile in STANDARD), CONTROL)
    free = (port for port in range(FIRST_PORT, LAST_PORT) if _is_free(port))
    return dict(zip(names, free, strict=False))


def _is_free(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return False
        raise
    return True
