"""What one outlet shows at one moment: its published stories and what is wrong with it just now."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from newsstand.profile import Channel, Profile
from newsstand.story import Story


class Fault(StrEnum):
    """What can be wrong with an outlet that still answers."""

    ERRORS = "errors"  # every page but robots.txt answers 500
    FEED = "feed"  # sources are cut short and hold a bare ampersand
    FEED_IS_HTML = "feed_is_html"  # sources answer 200 with an apology in HTML
    CHARSET = "charset"  # the header claims ISO-8859-1 for UTF-8 bytes
    TRUNCATED = "truncated"  # the connection ends in the middle of a page
    EMPTY = "empty"  # pages answer 200 without a byte
    ROBOTS = "robots"  # robots.txt answers 503
    BUSY = "busy"  # pages answer 429 with Retry-After
    LOGIN = "login"  # stories redirect to a login page that answers 200
    SOFT_404 = "soft_404"  # stories answer 200 with "page not found"
    LOOP = "loop"  # stories redirect in a circle
    GZIP_LIE = "gzip_lie"  # pages claim gzip and are not


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A story as it is published just now.

    `first_slug` never changes; `slug` is today's. `number` is what some addresses carry.
    """

    story: Story
    first_slug: str
    slug: str
    published_at: datetime
    modified_at: datetime | None = None
    revision: int = 1
    earlier_slugs: tuple[str, ...] = ()
    has_amp: bool = False
    is_paywalled: bool = False
    is_withdrawn: bool = False
    is_missing: bool = False

    @property
    def number(self) -> int:
        """A number that stays the same over edits and moves."""
        return 10_000_000 + zlib.crc32(self.first_slug.encode()) % 90_000_000

    @property
    def changed_at(self) -> datetime:
        """When its page was last published or edited."""
        return self.modified_at or self.published_at

    def answers_to(self, slug: str) -> bool:
        """Whether `slug` is or was its slug."""
        return slug in {self.slug, *self.earlier_slugs}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One outlet at one moment; `editions` are in the order of publication."""

    profile: Profile
    editions: tuple[Edition, ...] = ()
    faults: frozenset[Fault] = frozenset()
    seconds_slow: float = 0.0
    is_down: bool = False
    challenge_status: int = 0
    is_reskinned: bool = False
    house_box: str = ""

    def find(self, slug: str) -> Edition:
        """Returns the edition that has or had `slug`."""
        for edition in self.editions:
            if edition.answers_to(slug):
                return edition
        raise LookupError(f"outlet {self.profile.id} has published no story with the slug {slug!r}")

    def put(self, edition: Edition) -> Shelf:
        """Returns the shelf with `edition` in place of its former self, or added."""
        others = [each for each in self.editions if each.first_slug != edition.first_slug]
        ordered = sorted([*others, edition], key=lambda each: (each.published_at, each.first_slug))
        return replace(self, editions=tuple(ordered))

    def path(self, edition: Edition, *, slug: str | None = None) -> str:
        """Returns the path of the edition's page, under today's slug or an earlier one."""
        return self.profile.path.format(
            slug=slug or edition.slug,
            section=edition.story.section,
            number=edition.number,
            local=self.profile.local(edition.published_at),
        )

    def announced(self, channel: Channel, *, now: datetime) -> tuple[Edition, ...]:
        """Returns what `channel` lists, newest first; a news sitemap forgets after 48 hours."""
        listed = [
            edition
            for edition in reversed(self.editions)
            if not edition.is_withdrawn
            and channel.only_section in {None, edition.story.section}
            and (channel.kind != "news_sitemap" or now - edition.published_at < timedelta(hours=48))
        ]
        return tuple(listed[: channel.limit])

    @property
    def readable(self) -> tuple[Edition, ...]:
        """The editions whose pages show a story, newest first."""
        return tuple(
            edition
            for edition in reversed(self.editions)
            if not (edition.is_withdrawn or edition.is_missing)
        )
