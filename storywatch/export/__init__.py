"""Writes stories for other programs: entries in, chunks of text out, nothing held in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from storywatch.export.atom import write_atom
from storywatch.export.entries import Entry, Masthead, entry_to_document, match_to_document
from storywatch.export.json_feed import write_json_feed
from storywatch.export.json_lines import write_json_lines
from storywatch.export.rss import write_rss
from storywatch.export.spreadsheet import write_csv

Writer = Callable[[Iterable[Entry], Masthead], Iterator[str]]

WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "jsonl": write_json_lines,
        "csv": write_csv,
        "rss": write_rss,
        "atom": write_atom,
        "jsonfeed": write_json_feed,
    }
)

__all__ = [
    "WRITERS",
    "Entry",
    "Masthead",
    "Writer",
    "entry_to_document",
    "match_to_document",
]
