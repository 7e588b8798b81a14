"""The wording of credits and repost lines, compiled from wording.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PART = re.compile(r"(?<!\?P)<(\w+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The patterns by which stories credit others; a `before` ends where the name starts."""

    repost: re.Pattern[str]
    before_strong: re.Pattern[str]
    before: re.Pattern[str]
    said_before: re.Pattern[str]
    after_strong: re.Pattern[str]
    after: re.Pattern[str]
    said_after: re.Pattern[str]
    said_alone: re.Pattern[str]
    clause_end: re.Pattern[str]
    staff: re.Pattern[str]


@cache
def wording() -> Wording:
    """Returns the compiled wording of all languages, read once."""
    text = Path(__file__).with_name("wording.toml").read_text(encoding="utf-8")
    return _compiled(tomllib.loads(text))


def _compiled(table: Mapping[str, Mapping[str, list[str]]]) -> Wording:
    def pattern(frame: str, **sections: str) -> re.Pattern[str]:
        for place, section in sections.items():
            choices = "|".join(line for lines in table[section].values() for line in lines)
            frame = frame.replace(f"[[{place}]]", f"(?:{choices})")
        return re.compile(_filled(frame, table["parts"]), re.IGNORECASE)

    lead_in = "<shut><kind><writer><adverbs>"
    return Wording(
        repost=pattern("[[x]]", x="repost"),
        before_strong=pattern(r"\b[[x]]\s+<article>$", x="before_strong"),
        before=pattern(r"\b[[x]]\s+<article>$", x="before"),
        said_before=pattern(r"\b[[x]]\s+<article>$", x="said_before"),
        after_strong=pattern(rf"{lead_in}[[x]]\b", x="after_strong"),
        after=pattern(
            rf"{lead_in}(?:[[x]]\b|(?:'s\s+)?(?:\w+\s+)?[[y]]\b)"
            r"|(?:/\w+|-\w+(?: \w+){0,2}) [[y]]\b",
            x="after",
            y="product",
        ),
        said_after=pattern(
            rf"{lead_in}[[x]]\b(?!\s+(?:that\s+)?(?:it|its|they|their)\b"
            r"|\s+in\s+an?\s+(?:statement|filing|memo|letter|e-?mail)\b)",
            x="said_after",
        ),
        said_alone=pattern(r"<shut>\s+(?:said|says)\s*[.,:]"),
        clause_end=pattern(
            r"<shut>\s*(?:[.,;:?!)\n—–-]|$|(?:in|on|at|citing|this|last|late|earlier|that|of|yesterday|today)\b)"
        ),
        staff=pattern(r"\s+[[x]]\b", x="staff"),
    )


def _filled(pattern: str, parts: Mapping[str, object]) -> str:
    while _PART.search(pattern):
        pattern = _PART.sub(lambda match: str(parts[match[1]]), pattern)
    return pattern
