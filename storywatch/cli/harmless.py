"""What the command needs beside `storywatch.harmless`: JSON that any terminal can take."""

from __future__ import annotations

import json
import re

from storywatch.harmless import SURROGATES, harmless, one_line

__all__ = ["ascii_only", "harmless", "one_line"]

BEYOND_PLAIN_ASCII = re.compile(r"[^\x00-\x7e]")


def ascii_only(text: str) -> str:
    """Returns a JSON text in ASCII, other characters escaped and lone surrogates as U+FFFD."""
    return BEYOND_PLAIN_ASCII.sub(_escaped, SURROGATES.sub("\ufffd", text))


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    return "\\u007f" if char == "\x7f" else json.dumps(char)[1:-1]
