"""A page opened once for all readers: text, tree, meta tags and linked data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from storywatch.extract.charset import decode, is_garbled
from storywatch.extract.heading import find_heading
from storywatch.extract.linked_data import read_nodes
from storywatch.extract.own_data import own_nodes
from storywatch.story import Page, Reason, Rejection

LARGEST = 10_000_000  # bytes; the longest live blogs have 3 MB
DEEPEST = 200  # levels; libxml2 silently drops text far below, and real stories end at 60
MOST_TAGS = 100_000  # tags; a bomb has millions
MOST_ATTRIBUTES = 1_000  # of one tag; templates have fifty
LONGEST_TITLE = 5_000  # characters of a title element; longer ones are attacks on what reads them
_TYPES = ("text/html", "application/xhtml", "application/xml", "text/xml", "text/plain")
# Types that name none: then the first bytes say whether it is a page.
_NO_TYPES = ("application/octet-stream", "binary/octet-stream", "application/unknown", "unknown/")
_ANY_TYPE = "*/*"
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x00\x00\x00",
    b"RIFF",
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,30})(?=[\s/>])")
# Tags that a parser closes by itself, or whose content is no text: they never nest deep.
_SHALLOW = frozenset(
    {
        *("a", "area", "base", "br", "col", "embed", "hr", "img", "input"),
        *("link", "meta", "source", "track", "wbr", "param", "html", "head"),
        *("body", "p", "li", "dd", "dt", "tr", "td", "th"),
        *("tbody", "thead", "tfoot", "option", "optgroup", "rp", "rt", "script"),
        *("style", "title", "textarea", "noscript"),
    }
)
_ENDLESS = ("embed", "source", "track", "wbr")  # that libxml2 does not know to have no end tag
_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}
_WIDE_GAP = re.compile(r"(?<!\s)\s{1000,}")  # nothing that a reader sees, and quadratic to strip
_HALF_A_GAP = re.compile(r"\s{500}")
_HALF_A_TAG = 2_500
# References to what libxml2 reads, but lets nobody write: text that has it cannot be moved.
_NO_CHARACTER = re.compile(
    r"&#(?:0*(?:[1-8]|1[124-9]|2[0-9]|3[01]|6553[45])(?![0-9])"
    r"|[xX]0*(?:[1-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF])(?![0-9a-fA-F]));?"
)
_LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]{0,30})\s[^<>]{5000,}>")
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_MARKUP = re.compile(r"<[!/]?[a-zA-Z]")
_DATA = re.compile(r"\{\s*(?:\}|\"[^\"<>]{0,200}\"\s*:)|\[\s*(?:\]\s*$|\"|\{\s*\")")
_PROLOGUE = re.compile(r"(?>\s+|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)
_SOURCE = re.compile(r"<(?:rss|feed|rdf:rdf|urlset|sitemapindex|opml)\b", re.IGNORECASE)
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (DEEPEST + 1)})")
_TEXTS = etree.XPath("//body//text()[normalize-space()]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Document:
    """A parsed page.

    `meta` maps a lower-cased `name`, `property` or `itemprop` of a <meta> to its contents in order.
    `linked_data` holds every JSON-LD node but another story's, flattened out of lists and @graph,
    in order.
    `base_url` is what relative links are joined to.
    """

    url: str
    base_url: str
    text: str
    tree: HtmlElement
    meta: Mapping[str, tuple[str, ...]]
    linked_data: tuple[Mapping[str, object], ...]

    @cached_property
    def heading(self) -> HtmlElement | None:
        """The element that prints the story's headline, if one does."""
        return find_heading(self.tree, self.meta, self.linked_data)

    @cached_property
    def texts(self) -> tuple[tuple[HtmlElement, str], ...]:
        """The body's texts that are not blank, each with the element it stands in, in order."""
        return tuple((_holder(text), str(text)) for text in _TEXTS(self.tree))

    @cached_property
    def printed(self) -> str:
        """These texts, one behind the other."""
        return " ".join(text for _, text in self.texts if not text.isspace())


def open_document(page: Page) -> Document | Rejection:
    """Returns the page parsed, or a rejection that names why no HTML could be read from it."""
    refused = _refused(page)
    if refused:
        return refused
    text = decode(page.body, page.headers.get("content-type", ""))
    refused = _refused_by_text(page, text)
    if refused:
        return refused
    tree = _parse(text)
    if tree is None:
        return _rejection(page, Reason.NOT_HTML, "no HTML element could be read from the page")
    meta = _meta(tree)
    return Document(
        url=page.final_url,
        base_url=_base_url(tree, page.final_url),
        text=text,
        tree=tree,
        meta=meta,
        linked_data=own_nodes(read_nodes(_scripts(tree)), tree, meta, page.final_url),
    )


def _holder(text: Any) -> HtmlElement:
    """The element that an XPath text stands in."""
    beside = text.getparent()
    holder: HtmlElement = beside.getparent() if text.is_tail else beside
    return holder


def _refused(page: Page) -> Rejection | None:
    content_type = page.headers.get("content-type", "").partition(";")[0].strip().lower()
    if len(page.body) > LARGEST:
        size = f"more than the {LARGEST:,} bytes that a story's page has at most"
        return _rejection(page, Reason.TOO_LARGE, size)
    is_called_page = content_type.startswith(_TYPES) or not content_type
    if not is_called_page and not _is_page_by_itself(page, content_type):
        return _rejection(page, Reason.NOT_HTML, f"the outlet calls it {content_type!r}")
    if not page.body or page.body.isspace():
        return _rejection(page, Reason.EMPTY, "the answer has no bytes")
    if page.body[:1_000].lstrip().startswith(_BINARY):
        return _rejection(
            page, Reason.NOT_HTML, "its first bytes are those of a picture, PDF or archive"
        )
    return None


def _is_page_by_itself(page: Page, content_type: str) -> bool:
    is_a_type = "/" in content_type and content_type != _ANY_TYPE
    is_named = is_a_type and not content_type.startswith(_NO_TYPES)
    return not is_named and _PAGE.match(page.body) is not None


def _refused_by_text(page: Page, text: str) -> Rejection | None:
    if not text or text.isspace():
        return _rejection(page, Reason.EMPTY, "the page has nothing but white space")
    if is_garbled(page.body, text):
        return _rejection(page, Reason.UNDECODABLE, "no character set makes text of its bytes")
    opening = text.lstrip()[:20_000]
    if _DATA.match(opening):
        return _rejection(page, Reason.NOT_HTML, "it is data (JSON), not a page")
    if not _MARKUP.search(opening):
        return _rejection(page, Reason.NOT_HTML, "it is plain text without any markup")
    if _SOURCE.match(opening, _PROLOGUE.match(opening).end()):  # type: ignore[union-attr]
        return _rejection(page, Reason.NOT_HTML, "it is a feed or a sitemap, not a page")
    return None


def _rejection(page: Page, reason: Reason, detail: str) -> Rejection:
    return Rejection(url=page.url, reason=reason, detail=detail)


def _parse(text: str) -> HtmlElement | None:
    text = _defused(text)
    if _is_large(text):
        text = _flattened(text)
    tree = _parsed(text)
    if tree is not None and _TOO_DEEP(tree):
        tree = _parsed(_flattened(text))
    if tree is not None:
        _shorten_titles(tree)
        _empty_void_elements(tree)
    return tree


def _defused(text: str) -> str:
    """Takes out what takes long to read, cannot be written, or swallows the rest of the page."""
    if _has_wide_gap(text):
        text = _WIDE_GAP.sub(" ", text)
    text = _NO_CHARACTER.sub("", text)
    if _has_long_tag(text):
        text = _LONG_TAG.sub(_with_few_attributes, text)
    return text if text.rfind("<!--") < 0 else _with_ended_comments(text)


def _with_ended_comments(text: str) -> str:
    """Text with few comments, of which none never ends: that would swallow the story."""
    if text.count("<") > 5_000 and text.count("<!--") > 5_000:
        text = _COMMENT.sub("", text)
    end = text.rfind("-->") + 1
    is_ended = text.rfind("<!--") < end
    return text if is_ended else text[:end] + text[end:].replace("<!--", " ")


def _is_large(text: str) -> bool:
    tags = text.count("<")
    boxes = max(text.count("<div"), text.count("</div")) if tags > 3_000 else 0
    return boxes > 3_000 or tags > MOST_TAGS // 6


def _with_few_attributes(tag: re.Match[str]) -> str:
    """A tag without its attributes, if they are so many that comparing their names takes long."""
    names = _VALUE.sub(" ", tag[0]).split()
    return f"<{tag[1]}>" if len(names) > MOST_ATTRIBUTES else tag[0]


def _has_long_tag(text: str) -> bool:
    """Whether there may be one: it holds half of its length at one step of that size."""
    begun = -1  # where a tag begins that has not ended so far
    for at in range(0, len(text), _HALF_A_TAG):
        opened, closed = (text.rfind(sign, at, at + _HALF_A_TAG) for sign in "<>")
        if opened != closed:
            begun = opened if opened > closed else -1
        elif begun >= 0 and _TAG.match(text, begun):
            return True
    return False


def _has_wide_gap(text: str) -> bool:
    """Whether there may be one: it holds half of its width at one step of that size."""
    steps = range(0, len(text), 500)
    return any(text[at].isspace() and _HALF_A_GAP.match(text, at) for at in steps)


def _shorten_titles(tree: HtmlElement) -> None:
    for title in tree.iter("title"):
        if title.text and len(title.text) > LONGEST_TITLE:
            title.text = title.text[:LONGEST_TITLE]


def _empty_void_elements(tree: HtmlElement) -> None:
    """Takes out of them what libxml2 puts in."""
    for element in list(tree.iter(*_ENDLESS)):
        if len(element) or element.text:
            element.drop_tag()


def _parsed(text: str) -> HtmlElement | None:
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    # lxml.html's own choice of a class for each element takes a tenth of all reading.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        return document_fromstring(
            text.encode("utf-8", "ignore"), parser=parser, ensure_head_body=True
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _flattened(text: str) -> str:
    """Drops tags that nest deeper than any story does, and all after the last tag allowed."""
    kept: list[str] = []
    end = depth = count = 0
    for found in _tags(text):
        name = found[2].lower()
        is_nesting = name not in _SHALLOW
        depth = max(depth + _step(found), 0) if is_nesting else depth
        if name in _ENDLESS or (is_nesting and depth >= DEEPEST // 4):
            kept.append(text[end : found.start()])
            end = max(end, _tag_end(text, found.end()))
        elif (count := count + _weight(text, found)) > MOST_TAGS:
            return "".join((*kept, text[end : found.start()]))
    return "".join((*kept, text[end:]))


def _tags(text: str) -> Iterator[re.Match[str]]:
    """Tags in order, but for those within scripts and styles: there they are words."""
    at = 0
    ends = dict(_RAW)
    while found := _TAG.search(text, at):
        yield found
        at = found.end()
        name = "" if found[1] else found[2].lower()
        if name in ends:
            end = ends[name].search(text, at)
            if end is None:
                del ends[name]  # nor will another one of its kind be closed
            at = end.start() if end else at


def _weight(text: str, tag: re.Match[str]) -> int:
    """What a tag counts for: a tree's attributes take as much room as its elements."""
    return 1 + text.count("=", tag.end(), _tag_end(text, tag.end())) // 4


def _step(tag: re.Match[str]) -> int:
    return -1 if tag[1] else 1


def _tag_end(text: str, start: int) -> int:
    closed = text.find(">", start, start + 5_000)
    return closed + 1 if closed >= 0 else start


def _base_url(tree: HtmlElement, url: str) -> str:
    for element in tree.iterfind(".//base[@href]"):
        try:
            joined = urljoin(url, (element.get("href") or "").strip())
        except ValueError:
            break
        return joined if joined.startswith(("http://", "https://")) else url
    return url


def _meta(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in tree.iterfind(".//meta[@content]"):
        content = (element.get("content") or "").strip()
        for attribute in ("name", "property", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content and len(found) < 500:
                found.setdefault(name, []).append(content[:5_000])
    return {name: tuple(contents[:50]) for name, contents in found.items()}


def _scripts(tree: HtmlElement) -> list[str]:
    scripts = tree.iterfind(".//script[@type]")
    return [s.text or "" for s in scripts if "ld+json" in (s.get("type") or "").lower()]
