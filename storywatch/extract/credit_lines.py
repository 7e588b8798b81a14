"""What a page says of where its story came from, gathered before it is dropped as chrome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lxml.html import HtmlElement

from storywatch.extract.document import Document
from storywatch.extract.linked_data import Node, flat, text_of
from storywatch.extract.phrases import Finder, Phrases
from storywatch.extract.sieve import Sieve
from storywatch.extract.wording import plain, squeezed
from storywatch.story import CopyHint

MOST = 40  # hints of one page
LONGEST = 1_000  # characters of one hint
_DATELINE = 160
_STEMS = Phrases(
    r"""
    appeared|(?:first|originally)\ (?:publi|print|appear|post|run)
    | publi\w+\ (?:in|by|on|with|from)\b
    | republish|reprint|syndicat|courtesy\ of|with\ permission
    | this\ (?:story|article|post|report|copy)\ (?:was|is|comes|has\ been)
    | ^\W*(?:source|sources|quelle|fuente|fonte|bron|via|источник)\s*:
    | (?:zuerst|ursprünglich|zunächst)\b|paru\ (?:dans|sur)|publié\ (?:dans|sur|par)
    | publicad|pubblicato|eerst\ (?:op|in)
    """
)
_HOLDER = Phrases(r"© | \(c\)\s?\d{4} | \bcopyright\b")
_SIEVE = Sieve([_STEMS, _HOLDER])
_FINDER = Finder([(_STEMS, LONGEST), (_HOLDER, 300)])
_TAGS = (
    "p",
    "div",
    "footer",
    "small",
    "span",
    "em",
    "i",
    "li",
    "section",
    "address",
    "h4",
    "h5",
    "a",
    "td",
    "cite",
)
_ORGANISATIONS = ("sourceOrganization", "copyrightHolder", "provider", "publisher")


def copy_hints(
    document: Document, story: Node, body: str, printed: Iterable[str], canonical: str | None
) -> tuple[CopyHint, ...]:
    """Returns the places that may tell where the story came from; nothing is judged yet."""
    found = [
        *_declared(story, canonical),
        *(CopyHint(kind="byline", text=plain(line)[:LONGEST]) for line in printed),
        *_dateline(body),
        *_lines(document, body),
    ]
    return tuple(dict.fromkeys(hint for hint in found if hint.text))[:MOST]


def _declared(story: Node, canonical: str | None) -> Iterator[CopyHint]:
    if canonical:
        yield CopyHint(kind="canonical", text=canonical, url=canonical)
    for key in ("isBasedOn", "isBasedOnUrl"):
        for based in flat(story.get(key))[:3]:
            url = based.get("url") or based.get("@id") if isinstance(based, dict) else based
            name = text_of(based) or ""
            if isinstance(url, str) and "://" in url[:10]:
                yield CopyHint(kind="isBasedOn", text=plain(name)[:LONGEST] or url, url=url[:2_000])
    for key in _ORGANISATIONS:
        for holder in flat(story.get(key))[:3]:
            url = holder.get("url") if isinstance(holder, dict) else None
            text = plain(text_of(holder) or "")[:LONGEST]
            yield CopyHint(
                kind="sourceOrganization", text=text, url=url if isinstance(url, str) else None
            )


def _dateline(body: str) -> Iterator[CopyHint]:
    first = body.split("\n", 1)[0][:_DATELINE]
    if first:
        yield CopyHint(kind="dateline", text=first)


def _lines(document: Document, body: str) -> Iterator[CopyHint]:
    """Lines with a credit's words that are not the body's; a footer's copyright is one too."""
    near = _near(document)
    elements = filter(near.__contains__, islice(document.tree.iter(*_TAGS), 50_000))
    told = [(element, kind) for element in elements if (kind := _kind(element)) is not None]
    letters = squeezed(body) if told else ""
    for element, kind in told:
        line = plain(element.text_content()[:LONGEST])
        if kind:
            yield CopyHint(kind="footer", text=line)
        elif squeezed(line) not in letters:
            yield CopyHint(kind="text", text=line, url=_link_of(element))


def _kind(element: HtmlElement) -> int | None:
    """Which kind of words an element's own text has, among those of the finder."""
    own = _own_text(element)
    return next(_FINDER.places(own), None) if 4 <= len(own) <= LONGEST else None


def _near(document: Document) -> set[HtmlElement]:
    """The elements whose own text may have a credit's words, and any that stand in no body."""
    own: dict[HtmlElement, list[str]] = {}
    for element, text in document.texts:
        own.setdefault(element, []).append(text)
    elements, texts = list(own), list(map(" ".join, own.values()))
    parts = (part for part in document.tree if part.tag != "body")
    outside = chain.from_iterable(part.iter(*_TAGS) for part in parts)
    return {*map(elements.__getitem__, _SIEVE.kept(texts)), *outside}


def _own_text(element: HtmlElement) -> str:
    if not len(element):
        return (element.text or "").strip()
    tails = (child.tail for child in islice(element, 30) if child.tail)
    return " ".join(filter(None, (element.text, *tails))).strip()


def _link_of(element: HtmlElement) -> str | None:
    """The last link of a line: "The post TITLE appeared first on OUTLET" links both."""
    links = [link.get("href") or "" for link in islice(element.iter("a"), 10)]
    return next((url[:2_000] for url in reversed(links) if "://" in url[:10]), None)
