"""Stories as JSON Lines: one document a line, with everything that is known of a story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storywatch.export.entries import Entry, Masthead, entry_to_document
from storywatch.export.json_text import json_text


def write_json_lines(entries: Iterable[Entry], _masthead: Masthead) -> Iterator[str]:
    """Yields one line a story, without a head."""
    for entry in entries:
        yield json_text(entry_to_document(entry)) + "\n"
