"""Where the bench's pages lie, and the word of which one in ten tells."""

from __future__ import annotations

HOSTS = tuple(f"127.0.1.{number}" for number in range(1, 9))
TOPIC = "estuary"


def path(number: int) -> str:
    """Returns where the page of story `number` lies."""
    return f"/news/2026/03/04/report-{number}-on-what-has-changed"
