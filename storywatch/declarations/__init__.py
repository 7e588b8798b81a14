"""Reads and writes the declarations: outlets/*.toml and topics/*.toml, every mistake at once."""

from storywatch.declarations.finding import adhoc, outlet_of
from storywatch.declarations.house import read_house, read_outlets, read_topics
from storywatch.declarations.written import write_outlet

__all__ = ["adhoc", "outlet_of", "read_house", "read_outlets", "read_topics", "write_outlet"]
