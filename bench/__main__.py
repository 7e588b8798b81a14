"""Runs every bench that there is and exits 1 if one of them found a measure below its floor."""

from __future__ import annotations

import sys
from importlib import import_module

BENCHES = ("extract", "dates", "copies", "polling", "matching", "prefilter")


def main(argv: list[str]) -> int:
    """Returns 0 if all benches, or those named, hold their floors."""
    names = [name for name in argv if name in BENCHES] or list(BENCHES)
    options = [option for option in argv if option not in BENCHES]
    return max(import_module(f"bench.{name}").main(options) for name in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
