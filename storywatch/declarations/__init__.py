"""Reads and writes the declarations: outlets/*.toml and topics/*.toml, every mistake at once."""

# `finding` stays apart: it needs the reading of addresses, which takes long to load.
from storywatch.declarations.house import (
    read_house,
    read_outlets,
    read_topic,
    read_topics,
    sound_outlets,
)
from storywatch.declarations.written import write_hints, write_outlet

__all__ = [
    "read_house",
    "read_outlets",
    "read_topic",
    "read_topics",
    "sound_outlets",
    "write_hints",
    "write_outlet",
]
