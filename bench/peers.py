"""Other extractors on the measuring pages, for the same table: what we are measured beside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from bench.peer_readers import PEERS
from bench.serving import ROOT

PYTHON = ROOT / "build" / "peers" / "bin" / "python"
Record = dict[str, Any]


def peers_python() -> Path:
    """Returns the Python that has the peers; ends the run with a sentence where there is none."""
    if not PYTHON.exists():
        sys.exit("bench: the peers are not installed; `make peers` does it")
    return PYTHON


def read_by_peers(pages: Sequence[Record]) -> dict[str, dict[str, Record]]:
    """Returns by reader and page what each peer read, with its CPU time as `ms`.

    A page has its `id`, the `path` of its packed HTML and its `url`.
    """
    hands = os.cpu_count() or 1
    parts = [pages[first::hands] for first in range(hands)]
    with ThreadPoolExecutor(hands) as pool:
        read = [one for part in pool.map(partial(_read, peers_python()), parts) for one in part]
    return {
        peer: {one["id"]: {"id": one["id"], **one["found"][peer]} for one in read} for peer in PEERS
    }


def _read(python: Path, pages: Sequence[Record]) -> list[Record]:
    ended = subprocess.run(
        [str(python), "-m", "bench.peer_readers"],
        cwd=ROOT,
        input="".join(f"{json.dumps(page)}\n" for page in pages),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in ended.stdout.splitlines()]
