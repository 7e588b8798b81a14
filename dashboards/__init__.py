"""Kibana's dashboards: a small generator, and what it writes in storywatch.ndjson."""
