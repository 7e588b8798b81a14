"""Where stories come from and go to: originals, credits, near-duplicates, families and events."""

from storywatch.copies.original import find_copies
from storywatch.copies.twins import Twin

__all__ = ["Twin", "find_copies"]
