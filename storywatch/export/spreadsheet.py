"""Stories as CSV (RFC 4180, UTF-8) that a spreadsheet can open without running anything."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from storywatch.export.entries import Entry, Masthead, entry_to_document
from storywatch.export.json_text import SURROGATES, json_text

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]+")
# What spreadsheets take for the start of a formula, also after white space and in full width.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|]")
COLUMNS = (
    "id", "outlet", "url", "title", "standfirst", "authors", "section", "tags", "language",
    "published_at", "published_precision", "published_earliest", "published_latest", "modified_at",
    "first_seen_at", "fetched_at", "revision", "topics", "original_outlet", "original_url",
    "original_tier", "original_evidence", "credited_to", "is_paywalled", "image", "captions",
    "evidence", "body",
)  # fmt: skip


def write_csv(entries: Iterable[Entry], _masthead: Masthead) -> Iterator[str]:
    """Yields the heading and one row a story; several values of one cell stand one a line."""
    yield _row(COLUMNS)
    for entry in entries:
        values = _values(entry)
        yield _row([_cell(values[column]) for column in COLUMNS])


def _values(entry: Entry) -> dict[str, Any]:
    document = entry_to_document(entry)
    original = document.pop("original") or {}
    return {
        **document,
        "topics": entry.topics,
        **{f"original_{key}": original.get(key) for key in ("outlet", "url", "tier", "evidence")},
    }


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return json_text(value) if value else ""
    text = "\n".join(value) if isinstance(value, list) else str(value)
    return _inert(text)


def _inert(text: str) -> str:
    clean = SURROGATES.sub("\ufffd", CONTROLS.sub("", text.replace("\r", "\n")))
    return f"'{clean}" if FORMULA.match(clean) else clean


def _row(cells: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()
