"""A fetched page into a story's draft: text without chrome, fields with evidence; pure.

Its front door is `strip.strip_chrome`, which only processes that read pages import.
"""
