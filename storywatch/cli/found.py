"""What a search was asked for and what it found, wherever it looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from storywatch.export import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which part of what is found is asked for, in which order."""

    limit: int
    page: int
    sort: Literal["relevance", "date"]
    cursor: str | None

    @property
    def offset(self) -> int:
        """How many stories come before it."""
        return (self.page - 1) * self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """One page with its scores; only the index knows facets and a cursor."""

    total: int
    entries: tuple[tuple[Entry, float], ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    cursor: str | None = None
