"""What a page asks of robots, in its headers and its meta tags: not to keep it, or not for long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from storywatch.discover.rough_time import rough_instant

OUR_NAMES = frozenset({"", "*", "robots", "storywatch"})
_HEAD_BYTES = 128 * 1024  # a meta robots tag stands in the head
# All of these look at small letters.
_META = re.compile(rb"<meta\s[^>]{0,1000}>")
_ATTRIBUTE = re.compile(
    rb"""\b(name|content)\s*=\s*(?:"([^"]{0,500})"|'([^']{0,500})'|([^\s"'>]{1,200}))"""
)
# What stands in these is no markup of the page's own.
_UNREAD = re.compile(rb"<!--.*?-->|<(script|style|template|textarea|title)\b.*?</\1", re.DOTALL)
# A tag without one of these forbids nothing: most pages need no second look.
_FORBIDDING_WORDS = (b"noindex", b"none", b"unavailable_after")
_DAY_OF_WEEK = re.compile(r"\b([a-z]{3,9}),\s+(?=\d)", re.IGNORECASE)
_FORBIDDING = frozenset({"noindex", "none"})
_WITH_VALUE = frozenset(
    {"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"}
)


def headers_forbid(values: Iterable[str], now: datetime) -> bool:
    """Whether an X-Robots-Tag forbids all robots or us to keep the page.

    A page that names a moment after which it is not to be had forbids it from then on.
    """
    return any(_forbids("", value, now) for value in values)


def page_forbids(body: bytes, now: datetime) -> bool:
    """Whether a meta robots tag forbids it, in the same words."""
    return any(_forbids(agent, words, now) for agent, words in _of_meta(body[:_HEAD_BYTES]))


def _forbids(agent: str, words: str, now: datetime) -> bool:
    return any(
        whom in OUR_NAMES and (rule in _FORBIDDING or _is_over(rule, now))
        for whom, rule in _rules(agent, words)
    )


def _of_meta(head: bytes) -> Iterator[tuple[str, str]]:
    head = head.replace(b"\0", b"").lower()
    tags = b"".join(_META.findall(head))
    if not any(word in tags for word in _FORBIDDING_WORDS):
        return
    for tag in _META.finditer(_UNREAD.sub(b" ", head)):
        found = {
            name: b"".join(values).decode("latin-1")
            for name, *values in _ATTRIBUTE.findall(tag.group())
        }
        yield found.get(b"name", "of nobody").strip(), found.get(b"content", "")


def _rules(agent: str, words: str) -> Iterator[tuple[str, str]]:
    """The rules one by one, each with whom it is for: a name holds for what follows."""
    for part in _DAY_OF_WEEK.sub("", words).split(","):
        name, colon, rest = part.partition(":")
        if colon and name.strip().lower() not in _WITH_VALUE:
            agent, part = name.strip().lower(), rest  # noqa: PLW2901
        yield agent, part.strip().lower()


def _is_over(rule: str, now: datetime) -> bool:
    name, _, value = rule.partition(":")
    until = rough_instant(value) if name.strip() == "unavailable_after" else None
    return until is not None and until < now
