"""What a home page says of its outlet: name, languages and country, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from storywatch.extract.document import Document
from storywatch.extract.linked_data import text_of, types

# Country-code domains that the world uses for other ends; they say nothing of a country.
_GENERIC = frozenset(
    ["ac", "ag", "ai", "am", "cc", "cd", "co", "fm", "gg", "io", "la", "ly", "me", "ms", "mu", "nu", "pw", "sh", "st", "tk", "to", "tv", "vc", "ws"]
)
_NAMES_OF = ("newsmediaorganization", "website", "organization", "corporation")
_LONGEST_NAME = 80  # characters; a longer one is a slogan
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_][A-Za-z]{4})?(?:[-_]([a-zA-Z]{2}))?(?![a-zA-Z])")


def name_of(page: Document) -> tuple[str, str] | None:
    """Returns the outlet's name and where it stands."""
    return next(_names(page), None)


def language_of(page: Document) -> tuple[str, str] | None:
    """Returns the language of the page as a BCP 47 primary tag, and where it stands."""
    for words, origin in _locales(page):
        found = _LANGUAGE.match(words)
        if found:
            return found[1].lower(), origin
    return None


def country_of(page: Document) -> tuple[str, str] | None:
    """Returns the outlet's ISO 3166 country and where it stands: address, domain, or locale."""
    for node in page.linked_data:
        address = node.get("address")
        country = text_of(address.get("addressCountry")) if isinstance(address, Mapping) else None
        if country and re.fullmatch(r"[A-Z]{2}", country) and types(node) & set(_NAMES_OF):
            return country, "json-ld addressCountry"
    suffix = (urlsplit(page.url).hostname or "").rpartition(".")[2]
    if re.fullmatch(r"[a-z]{2}", suffix) and suffix not in _GENERIC:
        return {"uk": "GB", "eu": ""}.get(suffix, suffix.upper()) or None, f"domain .{suffix}"
    for words, origin in _locales(page):
        found = _LANGUAGE.match(words)
        # en-US is what templates say by default, wherever their outlet is.
        if found and found[2] and words.lower().replace("_", "-") != "en-us":
            return found[2].upper(), origin
    return None
