"""From a fetched document to leads, from a home page to an outlet's sources, and what is wrong."""

from storywatch.discover.document import Discovery, FetchedDocument
from storywatch.discover.opml import outlets_from_opml, outlets_to_opml
from storywatch.discover.sources import discover
from storywatch.discover.verdict import Verdict, judge

__all__ = [
    "Discovery",
    "FetchedDocument",
    "Verdict",
    "discover",
    "judge",
    "outlets_from_opml",
    "outlets_to_opml",
]
