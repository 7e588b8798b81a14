"""What an outlet is: a publisher as readers know it, with its sources, pace and hints."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

KEEP = Literal["matching", "all"]
zones = cache(available_timezones)  # which looks through a thousand files each time


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_]{0,63}", value):
        raise ValueError("write a lower-case slug of letters, digits and _, such as 'the_week_us'")
    return value


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/@]+(/\S*)?", value):
        raise ValueError(
            "write a whole address without credentials, such as 'https://example.org/feed'"
        )
    return value


def _zone(value: str) -> str:
    if value not in zones():
        raise ValueError("write an IANA time zone, such as 'Asia/Kolkata'")
    return value


def _country(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise ValueError("write the two-letter ISO 3166 code in capitals, such as 'IN'")
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"write a regular expression that compiles ({error})") from error
    return value


Slug = Annotated[str, AfterValidator(_slug)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Zone = Annotated[str, AfterValidator(_zone)]
Country = Annotated[str, AfterValidator(_country)]
Pattern = Annotated[str, AfterValidator(_pattern)]


def _name_of(declared: dict[str, Any]) -> str:
    return str(declared.get("id", "")).replace("_", " ").title()


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Declared):
    """A place that names new stories. `only` keeps leads whose address matches; `links` is a CSS
    selector that narrows where a section page's links are harvested."""

    kind: Literal["feed", "news_sitemap", "sitemap", "section"]
    url: WebAddress
    only: Pattern | None = None
    links: str | None = None


class Pace(_Declared):
    """How fast an outlet may be asked: seconds between requests, and requests at once."""

    delay: float = Field(default=1.0, ge=0.0, le=300.0)
    at_once: int = Field(default=2, ge=1, le=16)


class Hints(_Declared):
    """CSS or XPath selectors (XPath starts with '/' or '(') that override the general reading;
    `drop` lists what is never the story's."""

    title: str | None = None
    standfirst: str | None = None
    body: str | None = None
    authors: str | None = None
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    drop: tuple[str, ...] = ()


class Outlet(_Declared):
    """A publisher as its outlets/*.toml declares it; `id` is also spider name and ledger key.

    `skip` are patterns of addresses that are no leads, `ignore` the names of parameters that say
    nothing of a story, such as of sessions.
    """

    id: Slug
    homepage: WebAddress
    name: str = Field(default_factory=_name_of, min_length=1)
    country: Country | None = None
    languages: tuple[str, ...] = ()
    timezone: Zone | None = None
    collections: tuple[Slug, ...] = ()
    domains: tuple[str, ...] = ()
    sources: tuple[Source, ...] = Field(alias="source", min_length=1)
    skip: tuple[Pattern, ...] = ()
    ignore: tuple[str, ...] = ()
    pace: Pace = Pace()
    hints: Hints = Hints()
    keep: KEEP = "matching"

    @property
    def zone(self) -> ZoneInfo | None:
        """The outlet's time zone, when it is known."""
        return ZoneInfo(self.timezone) if self.timezone else None
