"""A fetched page into a story's draft: text without chrome, fields with evidence; pure."""

from storywatch.extract.strip import strip_chrome

__all__ = ["strip_chrome"]
