"""Makes fetched text harmless to show: no control characters, no reordering, no broken Unicode."""

from __future__ import annotations

import re

# C0 and C1 controls drive terminals; the bidirectional ones show a text in another order.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
SPACE = re.compile(r"[\s\u2028\u2029]+")
SURROGATES = re.compile(r"[\ud800-\udfff]")


def harmless(text: str) -> str:
    """Returns the text without control characters, its lines and tabs kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return SURROGATES.sub("\ufffd", CONTROLS.sub("", lines))


def one_line(text: str) -> str:
    """Returns the text harmless and on one line, each run of white space one space."""
    # Dropping a control character may bring two spaces together.
    return SPACE.sub(" ", harmless(SPACE.sub(" ", text))).strip()
