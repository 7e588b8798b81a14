"""From a fetched document to leads, from a home page to an outlet's sources, and what is wrong."""

from storywatch.discover.document import Discovery, FetchedDocument
from storywatch.discover.sources import discover

__all__ = ["Discovery", "FetchedDocument", "discover"]
