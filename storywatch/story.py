"""What a story is, and what it is before it is one: lead, page, draft, rejection; identity."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache


class Reason(StrEnum):
    """Why a page that answered is no story; each is a ledger key and a row in the docs."""

    EMPTY = "empty"  # no bytes, or nothing but white space
    TOO_LARGE = "too_large"  # more bytes than a story's page may have
    NOT_HTML = "not_html"  # a picture, a film, a PDF …
    UNDECODABLE = "undecodable"  # no character set makes text of it
    NOT_FOUND = "not_found"  # 404, 410, or a page that says so with 200
    NOT_A_STORY = "not_a_story"  # a front page, section, tag list, search page, login
    NO_BODY = "no_body"  # no text that could be a story's
    TOO_SHORT = "too_short"  # a body shorter than a story's least
    BLOCKED = "blocked"  # a challenge, consent wall, age gate, "not in your country"
    UNAVAILABLE = "unavailable"  # the site says that it is down or busy; it is asked again later
    PLACEHOLDER = "placeholder"  # a server's or theme's own page, a domain for sale, filler text
    WRONG_LANGUAGE = "wrong_language"  # not in the outlet's languages
    HTTP_ERROR = "http_error"  # another status than success that no retry will mend
    TOO_COSTLY = "too_costly"  # reading it ran over its time or memory


class Fate(StrEnum):
    """What became of a lead; together with in_flight they add up to all leads ever discovered."""

    NEW = "new"
    REVISION = "revision"
    DUPLICATE = "duplicate"
    OFF_TOPIC = "off_topic"
    REJECTED = "rejected"
    REFUSED = "refused"
    DEAD_LETTER = "dead_letter"


class Precision(StrEnum):
    """How exactly a date is known."""

    MINUTE = "minute"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What a source says of a story before its page is fetched.

    `url` is the canonical form of the address that the source gave. `published_text` and
    `modified_text` are the source's own words (RFC 822, ISO 8601 …), kept as evidence.
    """

    outlet: str
    url: str
    seen_at: datetime
    source_url: str | None = None
    title: str | None = None
    standfirst: str | None = None
    published_text: str | None = None
    modified_text: str | None = None
    guid: str | None = None

    @property
    def claim(self) -> str:
        """A digest of what the source claims: it changes when the source announces an edit."""
        return digest(self.title or "", self.published_text or "", self.modified_text or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One fetched page: the bytes as they came, and the HTTP facts that reading them needs.

    `headers` has lower-case names. `url` was asked for, `final_url` answered.
    """

    outlet: str
    url: str
    final_url: str
    fetched_at: datetime
    body: bytes = field(repr=False)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    lead: Lead | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCandidate:
    """One place of a page that says when: its words, where they stood, what they claim to be."""

    claim: str  # "published", "modified", or "either" when the place does not say which
    text: str
    origin: str  # the evidence's name, such as "json-ld datePublished" or "dateline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The story elsewhere that this one is a copy of; `tier` names the kind of evidence."""

    outlet: str | None = None
    url: str | None = None
    tier: str = "text"
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyHint:
    """A piece of a page that may tell where its story came from; it may be chrome."""

    kind: str  # one of those that storywatch/copies/__init__.py lists
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One work at one outlet; its identity is stable over edits.

    Instants are aware UTC. `published_at` lies in [`published_earliest`, `published_latest`] and is
    never later than `first_seen_at` but for clock skew. `evidence` says for each field where its
    value came from. `body` has one paragraph a line.
    """

    id: str
    outlet: str
    url: str
    title: str
    body: str
    first_seen_at: datetime
    fetched_at: datetime
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    image: str | None = None
    captions: tuple[str, ...] = ()
    is_paywalled: bool = False
    published_at: datetime | None = None
    published_precision: Precision | None = None
    published_earliest: datetime | None = None
    published_latest: datetime | None = None
    modified_at: datetime | None = None
    original: Original | None = None
    credited_to: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    revision: int = 1

    @property
    def content_digest(self) -> str:
        """A digest of what a reader reads: it changes with the words, not with chrome or markup."""
        return _digest_of_words(self.title, self.standfirst or "", self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where a topic's clause met a story: `start` and `end` are offsets into that field."""

    field: str
    start: int
    end: int
    text: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One topic met by one story, with its passages."""

    topic: str
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What a page shows of its outlet's furniture: the lines that come back under other stories.

    `story` is a digest that tells its story from others, `lines` are digests of what may be
    furniture, and `left_out` are the lines that were known for it, so that no text has them.
    """

    story: str = ""
    lines: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A story on its way over the desk: each step returns it with one more thing decided.

    `addresses` are all canonical addresses that lead to this story (asked for, final, AMP …);
    `page_url` is the canonical form of the address that was asked for, and `order` whether its
    dates were read as "DMY" or "MDY" where they can be read as both.
    """

    story: Story
    page_url: str
    addresses: tuple[str, ...] = ()
    dates: tuple[DateCandidate, ...] = ()
    order: str | None = None
    copy_hints: tuple[CopyHint, ...] = ()
    matches: tuple[Match, ...] = ()
    traces: Traces = Traces()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A page that answered and is no story, by name and with a sentence of detail."""

    url: str
    reason: Reason
    detail: str


def digest(*parts: str) -> str:
    """A 16-hex-digit digest of the parts, in which their boundaries count."""
    whole = "\0".join((*parts, ""))
    return hashlib.blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@lru_cache(maxsize=4)  # it is asked for when a story is looked for, and when it is written
def _digest_of_words(title: str, standfirst: str, body: str) -> str:
    return digest(title, standfirst, *body.split())


def story_id(outlet: str, url: str) -> str:
    """The id of the story that `outlet` publishes at the canonical address `url`."""
    return digest("story", outlet, url)
