"""Serves the standard stand until it is told to end: `python -m newsstand --ports-file F`."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

from newsstand.clock import wall_now
from newsstand.serving import Serving
from newsstand.standing import standing, until_told


def main(words: list[str] | None = None) -> None:
    """Serves the standard stand and prints one line of JSON with its addresses when it is ready."""
    given = _parser().parse_args(words)
    opened_at = datetime.fromisoformat(given.opened_at) if given.opened_at else wall_now()
    with standing(opened_at=opened_at, speed=given.speed, desk=given.declare) as serving:
        line = addresses_line(serving)
        if given.ports_file:
            given.ports_file.write_text(line + "\n", encoding="utf-8")
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        until_told()


def addresses_line(serving: Serving) -> str:
    """Returns the outlets' addresses and the control port's as one line of JSON."""
    return json.dumps({**serving.addresses, "control": serving.control_url})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m newsstand", description=__doc__)
    parser.add_argument(
        "--ports-file", type=Path, help="write the line with the addresses here too"
    )
    parser.add_argument(
        "--declare", type=Path, metavar="DIR", help="write DIR/outlets and DIR/topics"
    )
    parser.add_argument("--speed", type=float, default=0.0, help="0 stands still, 1 is real time")
    parser.add_argument(
        "--opened-at", metavar="INSTANT", help="ISO 8601 with an offset; now if absent"
    )
    return parser


if __name__ == "__main__":
    main()
