"""Runs every bench that there is and exits 1 if one of them found a measure below its floor."""

from __future__ import annotations

import os
import sys
from importlib import import_module

BENCHES = (
    "extract",
    "disguise",
    "furniture",
    "dates",
    "copies",
    "polling",
    "matching",
    "prefilter",
    "round",
    "restart",
    "index",
)
WITHOUT_SETS = 2  # what a bench returns that has nothing to measure with


def main(argv: list[str]) -> int:
    """Returns 0 if all benches, or those named, hold their floors."""
    names = [name for name in argv if name in BENCHES] or list(BENCHES)
    options = [option for option in argv if option not in BENCHES]
    codes = {name: import_module(f"bench.{name}").main(options) for name in names}
    # Only where the measuring sets must be there is a bench without its set a failure.
    excused = {0} if "CI" in os.environ else {0, WITHOUT_SETS}
    short = {name: code for name, code in codes.items() if code not in excused}
    for name in short:
        print(f"bench: {name} falls short", file=sys.stderr)
    return max(short.values(), default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
