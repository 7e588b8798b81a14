"""From a fetched document to leads, from a home page to an outlet's sources, and what is wrong.

Its front door is `sources.discover`.
"""
