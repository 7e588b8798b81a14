"""The lock that keeps a second watcher off a data folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storywatch.errors import WrongUse


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Holds the folder's lock while the context lasts; raises `WrongUse` when another has it.

    The lock is the kernel's: it ends with the process, however that ends.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "watch.lock"
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WrongUse(
                f"{data_dir} is watched already by process {holder(data_dir) or 'unknown'}; "
                "stop that one, or name another folder with --data"
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
        file.truncate(0)


def holder(data_dir: Path) -> int | None:
    """Returns the process that watches the folder now, if one does."""
    try:
        with (data_dir / "watch.lock").open("r", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return int(file.read().strip() or 0) or None
    except (FileNotFoundError, ValueError):
        pass
    return None
