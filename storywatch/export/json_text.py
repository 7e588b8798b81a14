"""JSON as readable UTF-8 in which only what could do harm is escaped."""

from __future__ import annotations

import json
import re
from typing import Any

# What `splitlines` takes for a line end, C1 controls, and what reorders a text on a screen.
ESCAPED = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
SURROGATES = re.compile(r"[\ud800-\udfff]")


def json_text(document: Any) -> str:
    """Returns the document on one line; a lone surrogate becomes U+FFFD, for UTF-8 has none."""
    text = SURROGATES.sub("\ufffd", json.dumps(document, ensure_ascii=False))
    return ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
