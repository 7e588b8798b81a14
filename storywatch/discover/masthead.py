"""What a page says of its outlet: name, language and country, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from urllib.parse import urlsplit

from babel import Locale

from storywatch.discover.plain_text import plain_text
from storywatch.extract.address import site
from storywatch.extract.document import Document
from storywatch.extract.linked_data import Node, flat, text_of, types

# Country-code domains that the world uses for other ends; they say nothing of a country.
_GENERIC = re.compile("ac|ag|ai|am|cc|cd|co|eu|fm|gg|io|la|ly|me|ms|mu|nu|pw|sh|st|tk|to|tv|vc|ws")
_PUBLISHERS = frozenset({"newsmediaorganization", "website", "organization", "corporation"})
_LONGEST_NAME = 80  # characters; a longer one is a slogan
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_][A-Za-z]{4})?(?:[-_]([a-zA-Z]{2}))?(?![a-zA-Z])")
_SEPARATOR = re.compile(r"\s*[|•·»]\s*|\s+[–—-]\s+|:\s+")
_NO_NAMES = frozenset({"home", "homepage", "home page", "startseite", "accueil", "inicio", "index"})

Clue = tuple[str, str]  # a value, and where it stands


def name_of(page: Document) -> Clue | None:
    """Returns the outlet's name and where it stands."""
    for words, origin in _names(page):
        name = plain_text(words)
        if name and len(name) <= _LONGEST_NAME and name.lower() not in _NO_NAMES:
            return name, origin
    return None


def language_of(page: Document) -> Clue | None:
    """Returns the language of the page as a primary tag, and where it stands."""
    for words, origin in _locales(page):
        found = _LANGUAGE.match(words.strip())
        if found and found[1].lower() not in ("und", "mul", "zxx"):
            return found[1].lower(), origin
    return None


def country_of(page: Document) -> Clue | None:
    """Returns the outlet's ISO 3166 country and where it stands: address, domain, or locale."""
    known = set(_codes().values())
    return next((clue for clue in _countries(page) if clue[0] in known), None)


def _countries(page: Document) -> Iterator[Clue]:
    for node in _publishers(page):
        for address in flat(node.get("address")):
            words = text_of(address.get("addressCountry")) if isinstance(address, dict) else None
            code = _codes().get((words or "").lower())
            if code:
                yield code, "json-ld addressCountry"
    suffix = (urlsplit(page.url).hostname or "").rpartition(".")[2].lower()
    if re.fullmatch(r"[a-z]{2}", suffix) and not _GENERIC.fullmatch(suffix):
        yield "GB" if suffix == "uk" else suffix.upper(), f"domain .{suffix}"
    for words, origin in _locales(page):
        found = _LANGUAGE.match(words.strip())
        # en-US is what templates say by default, wherever their outlet is.
        if found and found[2] and (found[1].lower(), found[2].upper()) != ("en", "US"):
            yield found[2].upper(), origin


def _names(page: Document) -> Iterator[Clue]:
    for name in page.meta.get("og:site_name", ()):
        yield name, "og:site_name"
    for node in _publishers(page):
        yield text_of(node.get("name")) or "", "json-ld name"
    for key in ("application-name", "apple-mobile-web-app-title"):
        for name in page.meta.get(key, ()):
            yield name, key
    title = plain_text(page.tree.findtext(".//title")) or ""
    parts = [part for part in _SEPARATOR.split(title) if part.lower() not in _NO_NAMES]
    yield next((part for part in parts if _is_in_host(part, page.url)), ""), "title"
    yield from ((part, "title") for part in parts[:1])


def _is_in_host(part: str, url: str) -> bool:
    label = site(url).partition(".")[0]
    letters = re.sub(r"[^a-z0-9]", "", part.lower())
    return len(letters) > 1 and (letters in label or label in letters)


def _locales(page: Document) -> Iterator[Clue]:
    yield page.tree.get("lang") or page.tree.get("xml:lang") or "", "html lang"
    for locale in page.meta.get("og:locale", ())[:1]:
        yield locale, "og:locale"
    for element in page.tree.iterfind(".//meta[@http-equiv][@content]"):
        if (element.get("http-equiv") or "").lower() == "content-language":
            yield element.get("content") or "", "content-language"
    for node in page.linked_data:
        yield text_of(node.get("inLanguage")) or "", "json-ld inLanguage"


def _publishers(page: Document) -> Iterator[Node]:
    """The nodes about the outlet itself; a story's node names it as its publisher."""
    for node in page.linked_data:
        publisher = node.get("publisher")
        if isinstance(publisher, Mapping):
            yield publisher
        if types(node) & _PUBLISHERS:
            yield node


@cache
def _codes() -> dict[str, str]:
    """ISO 3166 codes by lower-case code and English name."""
    known = {code: name for code, name in Locale("en").territories.items() if code.isalpha()}
    two = {code: name for code, name in known.items() if len(code) == 2}
    return {key.lower(): code for code, name in two.items() for key in (code, name)}
