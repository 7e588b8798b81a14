"""Stories as other programs hand them over: JSON documents that need only id, title and body."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from storywatch.story import Story

LONGEST_LINE = 16_000_000  # bytes; a long story has some hundred thousand
NEEDED = ("id", "title", "body")
_NOT_SAID = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line that holds no story, and why."""

    number: int
    why: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.why}"


def read_stories(lines: BinaryIO) -> Iterator[Story | BadLine]:
    """Yields the story of each line, or why it has none; never more than a line is in memory.

    Empty lines say nothing, and neither do those in which `storywatch extract` rejects a page.
    """
    for number, line in _numbered(lines):
        if line is None:
            yield BadLine(number=number, why=f"it is longer than {LONGEST_LINE:,} bytes")
        elif line.strip():
            try:
                document = _document(line)
                if "rejected" not in document:
                    yield story_of(document)
            except ValueError as error:
                yield BadLine(number=number, why=str(error))


def story_of(document: Mapping[str, Any]) -> Story:
    """Returns the story of a document, with the fields that a query can ask for.

    Raises ValueError with what is missing or wrong.
    """
    missing = [name for name in NEEDED if name not in document]
    if missing:
        raise ValueError(f"it lacks {', '.join(missing)}")
    return Story(
        id=_text(document, "id"),
        outlet=_text(document, "outlet"),
        url=_text(document, "url"),
        title=_text(document, "title"),
        standfirst=_text(document, "standfirst") or None,
        body=_text(document, "body"),
        authors=_texts(document, "authors"),
        section=_text(document, "section") or None,
        language=_text(document, "language") or None,
        published_at=_instant(document, "published_at"),
        first_seen_at=_instant(document, "first_seen_at") or _NOT_SAID,
        fetched_at=_instant(document, "fetched_at") or _NOT_SAID,
    )


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name} should be text")
    return value


def _texts(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = document.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{name} should be a list of texts")
    return tuple(value)


def _instant(document: Mapping[str, Any], name: str) -> datetime | None:
    """An instant; one without a zone is taken to be in UTC, as everywhere here."""
    text = _text(document, name)
    try:
        instant = datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValueError(f"{name} should be a time such as 2025-12-02T07:02:00Z") from error
    return instant and (instant if instant.tzinfo else instant.replace(tzinfo=UTC))


def _document(line: bytes) -> dict[str, Any]:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is no JSON ({error})") from error
    if not isinstance(document, dict):
        raise ValueError("it is no JSON object")
    return document


def _numbered(lines: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yields each line with its number; None stands for one that is too long, which is skipped."""
    number = 0
    while line := lines.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) <= LONGEST_LINE or line.endswith(b"\n"):
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = lines.readline(LONGEST_LINE)
        yield number, None
