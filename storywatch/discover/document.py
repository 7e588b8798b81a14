"""What discovery is given and what it gives: the fetched document, announcements, the discovery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storywatch.story import Lead


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedDocument:
    """A source's answer: the address that answered, its bytes, its headers by lower-case name."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One story as a source announces it, in the source's own words, before anything is decided.

    `base` is what a relative `url` is joined to.
    """

    url: str
    base: str
    title: str | None = None
    standfirst: str | None = None
    published_text: str | None = None
    modified_text: str | None = None
    guid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a document says: announcements in its own order, child sitemaps, how often to look."""

    announcements: tuple[Announcement, ...] = ()
    children: tuple[str, ...] = ()
    hints: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What a source's document leads to.

    `leads` come oldest first. `children` are sitemaps that an index names, the newest first; how
    deep to follow them is the caller's to decide. `refused` holds addresses that became no lead,
    and why; it is bounded, and `left_out` counts them all by why. `hints` holds the source's own
    words on polling, in seconds, under `ttl` and `update_period`.
    """

    leads: tuple[Lead, ...] = ()
    children: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    hints: Mapping[str, int] = field(default_factory=dict)

    @property
    def refused_count(self) -> int:
        """How many addresses became no lead."""
        return sum(self.left_out.values())
