"""A fetched page into a story's draft: text without chrome, metadata with evidence; pure and picklable."""

from storywatch.extract.strip import strip_chrome

__all__ = ["strip_chrome"]
