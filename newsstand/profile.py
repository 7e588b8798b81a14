"""What an outlet of the stand is apart from what it published: name, addresses and habits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from storywatch.story import Precision


class Form(StrEnum):
    """The forms in which an outlet announces its stories."""

    RSS = "rss"
    ATOM = "atom"
    RDF = "rdf"
    JSON_FEED = "json_feed"
    NEWS_SITEMAP_INDEX = "news_sitemap_index"
    SITEMAP = "sitemap"
    SECTION = "section"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One place where an outlet announces stories; `tracking` is appended to each address there."""

    form: Form
    path: str
    limit: int = 20
    tracking: str = ""
    only_section: str | None = None

    @property
    def kind(self) -> Literal["feed", "news_sitemap", "sitemap", "section"]:
        """What outlets/*.toml calls it."""
        match self.form:
            case Form.NEWS_SITEMAP_INDEX:
                return "news_sitemap"
            case Form.SITEMAP:
                return "sitemap"
            case Form.SECTION:
                return "section"
            case _:
                return "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An outlet of the stand.

    `path` is the pattern of its stories' addresses. `zone` is where its desk sits; `is_zone_known`
    says whether its declaration tells. `precision` is how exactly its pages tell when.
    """

    id: str
    name: str
    tagline: str
    country: str | None
    zone: ZoneInfo
    path: str
    channels: tuple[Channel, ...]
    sections: tuple[str, ...]
    language: str = "en"
    is_zone_known: bool = True
    precision: Precision = Precision.MINUTE
    shows_modified: bool = False
    shows_standfirst: bool = True
    shows_authors: bool = True
    robots: str = "User-agent: *\nDisallow:\n"
    trap: str | None = None

    def local(self, instant: datetime) -> datetime:
        """Returns `instant` as the outlet's desk reads its wall clock."""
        return instant.astimezone(self.zone)
