"""How an outlet files a story: its section, its tags and its standfirst."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import regex

from storywatch.extract.document import Document
from storywatch.extract.linked_data import Node, flat, text_of, texts_of, types
from storywatch.extract.wording import plain, squeezed

MOST_TAGS = 50
LONGEST_LABEL = 100  # characters of a section or tag
LONGEST_STANDFIRST = 2_000
_SHORTEST_STANDFIRST = 20
_SECTIONS = ("article:section", "parsely-section", "sailthru.section", "og:section", "section")
_TAGS = ("article:tag", "news_keywords", "keywords", "parsely-tags")
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description")
_BETWEEN_TAGS = regex.compile(r"\s*[,;|]\s*")
_NO_SECTION = frozenset({"home", "homepage", "startseite", "accueil", "inicio", "news", "index"})

Found = tuple[str, str]  # a text, and the place it was taken from


def read_section(document: Document, story: Node) -> Found | None:
    """Returns the story's section and where it was read."""
    candidates = (
        *((text_of(story.get("articleSection")), "json-ld articleSection"),),
        *((_first(document, name), f"meta {name}") for name in _SECTIONS),
        *((crumb, "json-ld breadcrumbs") for crumb in _breadcrumbs(document.linked_data)),
    )
    for text, origin in candidates:
        label = plain(text or "")
        if label and len(label) <= LONGEST_LABEL and "://" not in label:
            return label, origin
    return None


def read_tags(document: Document, story: Node) -> tuple[tuple[str, ...], str | None]:
    """Returns the story's tags in order, and where they were read."""
    sources: Iterable[tuple[str, Iterable[str]]] = (
        ("json-ld keywords", texts_of(story.get("keywords"))),
        *((f"meta {name}", document.meta.get(name, ())) for name in _TAGS),
    )
    for origin, texts in sources:
        tags = tuple(islice(_unique(_split(texts)), MOST_TAGS))
        if tags:
            return tags, origin
    return (), None


def descriptions(document: Document, story: Node) -> list[Found]:
    """Returns how the page sums its story up, best place first."""
    found = [(text_of(story.get("description")) or "", "json-ld description")]
    found += [(_first(document, name), f"meta {name}") for name in _DESCRIPTIONS]
    texts = [(plain(text)[:LONGEST_STANDFIRST], origin) for text, origin in found]
    return [(text, origin) for text, origin in texts if len(text) >= _SHORTEST_STANDFIRST]


def standfirst_of(candidates: Iterable[Found], title: str, body: str) -> Found | None:
    """Returns the first candidate that says more than the title and is no cut of the body."""
    text, heading = squeezed(body[:20_000]), squeezed(title)
    for candidate, origin in candidates:
        words = squeezed(candidate.rstrip(" .…"))
        # A summary that was cut in the middle of a word still begins a paragraph.
        is_cut = words[: max(30, int(len(words) * 0.8))] in text
        if words and not is_cut and words not in heading:
            return candidate, origin
    return None


def _first(document: Document, name: str) -> str:
    return next(iter(document.meta.get(name, ())), "")


def _breadcrumbs(nodes: Iterable[Node]) -> Iterator[str]:
    """The crumb deepest below the front page and above the story itself."""
    for node in nodes:
        if "breadcrumblist" in types(node):
            names = [name for item in flat(node.get("itemListElement")) if (name := _crumb(item))]
            yield from (n for n in reversed(names[:-1]) if n.casefold() not in _NO_SECTION)


def _crumb(item: object) -> str | None:
    if not isinstance(item, Mapping):
        return None
    return text_of(item.get("name")) or text_of(item.get("item"))


def _split(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _BETWEEN_TAGS.split(plain(text[:5_000]))


def _unique(tags: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for tag in tags:
        key = tag.casefold()
        if tag and len(tag) <= LONGEST_LABEL and key not in seen and "://" not in tag:
            seen.add(key)
            yield tag
