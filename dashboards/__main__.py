"""Writes storywatch.ndjson anew: `python -m dashboards`."""

from dashboards.everything import NDJSON, written

NDJSON.write_text(written(), encoding="utf-8")
