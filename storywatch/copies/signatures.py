"""The marks of a wire: bylines that name an agency, datelines "CITY (AP) —" and tails "PTI"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from storywatch.copies.names import Lexicon, plain
from storywatch.copies.reposts import Claim

TAIL_LINES = 3  # the last lines with text may sign the story
HEAD_LINES = 4  # the first lines may hold byline and dateline

_DATELINE = re.compile(
    r"^(?P<place>[^()\n]{0,80}?)\s*[(/]\s*(?P<name>[A-Za-zÀ-ž][\w .&'-]{1,40}?)\s*"
    r"(?:[/,;|][^()\[\]]{0,30})?[)/]\s*[.:,]?\s*(?:[-–—]{1,2}|[.:]|$|(?=\s+[A-Z“\"]))"
)
_TAIL = re.compile(
    r"(?:^|[.!?”\")\]]\s*|\s[-–—/]+\s?)[(\[/—–-]{0,3}\s*(?P<name>[A-Z][\w .&'-]{1,30}?|dpa|ats|sda)"
    r"(?:(?:\s*[/,]\s*|\s+)[A-Z]{2,5}|\s*/\s*[a-z]{2,4})*\s*[)\]/]?\.?\s*$"
)
_PICTURE = re.compile(r"\b(?:photos?|images?|pictures?|getty|courtesy|foto|bild)\b", re.IGNORECASE)
_BY = re.compile(
    r"^\W{0,3}(?:by|von|par|por|di|de|door|af|source|quelle|fuente|fonte|bron|via)\b\s*:?\s+",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"^\W{0,3}(?:Source|Sources|Quelle|Fuente|Fonte|Bron|Via)\s*:\s*(?P<name>[^\n]{2,60})$",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\s*(?:[,|;/()\[\]•·]|\s[-–—]\s"
    r"|\b(?:for|and|und|et|y|e|with|at|via|von|avec|special to)\b)\s*",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"\s+(?:staff(?: writers?| reporters?)?|reporters?|writers?|correspondents?|newsroom|editors?"
    r"|desk|wire|services?|in [A-Z][\w ,]{2,30})$",
    re.IGNORECASE,
)


def bylines(lines: Sequence[str], names: Lexicon) -> Iterator[Claim]:
    """Yields the known agencies and outlets that bylines name: "Reuters Staff", "Ann Lee, AFP"."""
    for line in lines:
        byline = _BY.sub("", plain(line[:200]).strip(), count=1)
        whole = _named(byline, names)
        parts = [whole] if whole else [_named(part, names) for part in _PARTS.split(byline)]
        for name in dict.fromkeys(filter(None, parts)):
            yield Claim(name=name, tier="byline", evidence=" ".join(line.split())[:200])


def head_bylines(lines: Sequence[str], names: Lexicon) -> Iterator[Claim]:
    """Yields the agencies that a body's first short lines name as the author."""
    for line in lines[:HEAD_LINES]:
        if len(line) <= 80 and (_BY.match(line) or _named(line, names)):
            yield from bylines([line], names)


def datelines(lines: Sequence[str], names: Lexicon) -> Iterator[Claim]:
    """Yields the wires in datelines at the start of the first lines: "KYIV, Ukraine (AP) —"."""
    for line in lines[:HEAD_LINES]:
        match = _DATELINE.match(plain(line[:160]).lstrip())
        if not match or _PICTURE.search(match["name"]) or not _is_place(match["place"], names):
            continue
        if name := names.resolve(match["name"]):
            yield Claim(name=name, tier="dateline", evidence=match.group().strip())


def tails(lines: Sequence[str], names: Lexicon) -> Iterator[Claim]:
    """Yields the wires that sign a text's last lines: "… he said. PTI SKU", "Source: AFP"."""
    for line in reversed(lines[-TAIL_LINES:]):
        source = _SOURCE.match(line)
        match = source or _TAIL.search(line[-80:])
        name = names.resolve(match["name"]) if match else None
        is_caption = _PICTURE.search(line[-80:]) and len(line) <= 200
        if name and not is_caption and (source or names.names[name].agency):
            yield Claim(name=name, tier="dateline", evidence=line[-80:].strip())


def written_lines(body: str) -> list[str]:
    """Returns the `plain` lines of a text that are not empty, or those at both of its ends."""
    lines = (
        plain(body).splitlines()
        if len(body) < 100_000
        else plain(body[:20_000] + "\n" + body[-20_000:]).splitlines()
    )
    return [line.strip() for line in lines if line.strip()]


def _named(part: str, names: Lexicon) -> str | None:
    return names.resolve(part) or names.resolve(_STAFF.sub("", part))


def _is_place(place: str, names: Lexicon) -> bool:
    """Whether the words before the wire are a city and date, and no sentence."""
    words = re.findall(r"[^\W\d_]{2,}", place)
    lower = sum(word[0].islower() for word in words)
    return len(words) <= 8 and lower <= 2 and names.resolve(place) is None
