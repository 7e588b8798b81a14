"""Reads one saved page into its story's JSON document, or into the reason why it has none."""

from __future__ import annotations

import gzip
import time
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from storywatch.desk import read_page
from storywatch.extract.document import LARGEST
from storywatch.journal import story_to_document
from storywatch.outlet import Outlet
from storywatch.story import Page, Rejection
from storywatch.telling.instants import published_exactly

UNREADABLE = "unreadable"  # not a Reason: no page was read
BATCH_KEYS = (
    "url",
    "title",
    "body",
    "published_at",
    "published_precision",
    "modified_at",
    "authors",
    "standfirst",
    "section",
    "tags",
    "language",
    "is_paywalled",
    "credited_to",
    "original",
    "captions",
    "image",
    "evidence",
)

Document = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A page that lies in a file: which one, and where and when it was fetched."""

    path: Path
    url: str
    outlet: Outlet
    fetched_at: datetime


def read_saved_page(saved: SavedPage) -> Document:
    """Returns the story's document and how long it took, or `rejected` and `detail`."""
    try:
        body = _bytes_of(saved.path)
    except OSError as error:
        return unreadable(f"{saved.path} cannot be read: {error.strerror or error}")
    except (EOFError, zlib.error, ValueError) as error:
        return unreadable(f"{saved.path} cannot be unpacked or opened: {error}")
    page = Page(
        outlet=saved.outlet.id,
        url=saved.url,
        final_url=saved.url,
        fetched_at=saved.fetched_at,
        body=body,
    )
    started = time.perf_counter()
    draft = read_page(page, saved.outlet)
    took = round((time.perf_counter() - started) * 1_000, 1)
    if isinstance(draft, Rejection):
        return {**rejected(draft.reason.value, draft.detail), "ms": took}
    return {
        **story_to_document(draft.story),
        "published": published_exactly(draft.story),
        "ms": took,
    }


def rejected(reason: str, detail: str) -> Document:
    """Returns the document of a page that has no story."""
    return {"rejected": reason, "detail": detail}


def unreadable(detail: str) -> Document:
    """Returns the document of a line or file that could not be read as a page."""
    return rejected(UNREADABLE, detail)


def batch_document(name: Any, document: Document) -> Document:
    """Returns the line that a batch prints for a page, under the id that its line gave it."""
    if "rejected" in document:
        return {"id": name, **document}
    kept = {key: document[key] for key in BATCH_KEYS}
    return {"id": name, **kept, "published": document["published"], "ms": document["ms"]}


def _bytes_of(path: Path) -> bytes:
    """The file's bytes, a .gz unpacked; one more than a page may have is enough to refuse it."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return bytes(file.read(LARGEST + 1))
