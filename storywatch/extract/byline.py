"""Who wrote a story: the best of what its data, its meta tags and its printed byline say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

import regex
from lxml import etree
from lxml.html import HtmlElement

from storywatch.extract import marks
from storywatch.extract.document import Document
from storywatch.extract.linked_data import Node, flat, text_of, types
from storywatch.extract.marks import Mark
from storywatch.extract.people import MOST, Signatures, is_signed, looks_like_person, read_byline
from storywatch.extract.phrases import Finder, Phrases
from storywatch.extract.wording import plain, squeezed

LONGEST_LINE = 300  # characters of a printed byline
_MOST_ELEMENTS = 30_000
_META = (
    "parsely-author",
    "sailthru.author",
    "sailthru.byline_name",
    "cxenseparse:author",
    "article:author_name",
    "article:author",
    "dcsext.author",
    "byl",
    "byline",
    "qc:author",
    "author",
    "og:author",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "article_author",
    "writer",
)
_NAMES = Finder(
    [
        (
            Phrases(
                r"by-?line|author(?!i[sz]|i?t)|writer|autor|auteur|verfasser|redakteur"
                r"|contributor|reporter",
                before=r"(?:^|[-\s])",
            ),
            300,
        ),
        (Phrases(r"submitted|username", before=r"(?:^|\s)", after=r"(?:\s|$)"), 300),
    ]
)
_NOT_NAMES = regex.compile(
    r"avatar|image|photo|picture|social|share-?(?:bar|button|tool)|bio(?![a-z])|date|time|job|role|position|follow|comment|card-?desc|box|more"
)
_AUTHOR_PAGE = regex.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|people|staff|profile|by|contributors?|journalist|redaktion|team|persons?)/",
    regex.IGNORECASE,
)
_TAGS = frozenset({"nav", "menu", "footer", "script", "style", "noscript", "form", "template"})
_LINES = frozenset({"p", "div", "script", "style"})
_PLACES = Mark.NAVIGATION | Mark.FOOTER | Mark.RELATED | Mark.COMMENTS | Mark.HIDDEN
_OWN_FOOTER = regex.compile(r"(?:post|entry|article|story)[-_]{1,2}footer", regex.IGNORECASE)
_SIGNED_NEXT = regex.compile(
    r"(?:^|\s)(?:by|von|par|por|di|autor(?:in)?:|author:)$", regex.IGNORECASE
)
_SIGNED_DESK = regex.compile(
    r"^(?:By|Von|Par|Por)(?:\s+\p{Lu}[\w'’.-]*){1,4}\s(?:Team|Staff|Desk|Redaktion|Editors)$"
)
_PICTURE = regex.compile(
    r"\b(?:photo|foto|image|bild|picture|illustration|credit)", regex.IGNORECASE
)
_LONGEST_SIGN = 30  # characters before a name: "Posted on Monday by"; prose has more
_MOST_OF_BYLINE = 3  # lines: "By", the name, and when
_MOST_LINES = 60  # texts after the headline in which a byline is looked for
_JOINT = regex.compile(
    r"[,;&/、，·|]|and|und|et|y|e|en|och|og|oraz|i|a|и|і|та|και|ve|và|dan|و|और|ও|மற்றும்|และ"
)
_SIGNED = regex.compile(
    r"^\W{0,3}(?:(?:(?:an?|eine?|une?|una?)\s)?(?:(?:blog\s?|gast)?beitrag|kolumne|kommentar"
    r"|bericht|analyse|essay|column|story|report|analysis|chronique|columna|an[áa]lisis)\s)?"
    r"(?:by|von|par|por|di|door|text|autorin\s?/\s?autor|autor(?:in)?|author|words"
    r"|written by|posted by|oleh)\b[\s:]*"
    r"|^\W{0,3}(?:(?:автор[иы]?|haber|yazan|penulis|szerző|tác giả|نویسنده|लेखक|লেখক|எழுதியவர்"
    r"|글|文|作者)\s?[:：・]|(?:كتبت?|بقلم|מאת)(?!\w)|記者|记者|โดย)[\s:：]*",
    regex.IGNORECASE,
)
_AUTHOR_IS = regex.compile(
    r"^\W{0,3}(?:(?:authors?|auteurs?|autor(?:[ae]s?)?|autore|autrice|tác giả)\s?:"
    r"|autor(?:in|en)?\s?[:\s])\s*",
    regex.IGNORECASE,
)
_SOURCE_IS = regex.compile(r"^(?:quelle|source|fuente|fonte)\s?:", regex.IGNORECASE)
_TO_THE_RIGHT = regex.compile(r"text-align:\s*right|^right$", regex.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Who signs a story, where that was read, and the bylines as they are printed."""

    authors: tuple[str, ...] = ()
    evidence: str | None = None
    printed: tuple[str, ...] = ()


class _Named(NamedTuple):
    """What an element's names call it."""

    is_own_footer: bool
    is_beside: bool
    is_byline: bool


def read_authors(document: Document, story: Node, names: Iterable[str]) -> Byline:
    """Returns who signs the story; the outlet's own `names` sign nothing."""
    outlet = frozenset(filter(None, map(squeezed, names)))
    best, evidence = Signatures(), None
    printed = tuple(_printed(document))
    for origin, texts in _places(document, story, printed, outlet):
        found = read_byline(texts, outlet)
        if found.grade > best.grade and (found.grade == 3 or _may_say_less(origin, texts)):
            best, evidence = found, origin
        if best.grade == 3:
            break
    if best.grade == 0 and (own := _outlet_itself(story, document)):
        return Byline(authors=(own,), evidence="json-ld author", printed=printed)
    return Byline(authors=best.best, evidence=evidence, printed=printed)


def _may_say_less(origin: str, texts: list[str]) -> bool:
    """Single words and desks count only where nothing but a byline can stand."""
    if origin == "signed end":
        return False
    if origin == "signed line":
        return any(_SIGNED_DESK.match(text) for text in texts)
    return origin != "byline" or not any(map(_says_more, texts))


def _says_more(text: str) -> bool:
    """Whether a byline's lines say more than who signs: "By", the name, and when."""
    lines = text.count("\n") + 1
    return lines > 1 and not (lines <= _MOST_OF_BYLINE and is_signed(text))


def _outlet_itself(story: Node, document: Document) -> str | None:
    """The outlet, where it declares itself the author and nobody else signs."""
    return next(filter(None, map(plain, _named(story.get("author"), document))), None)


def _places(
    document: Document, story: Node, printed: tuple[str, ...], outlet: frozenset[str]
) -> Iterator[tuple[str, list[str]]]:
    yield "json-ld author", list(_named(story.get("author"), document))
    yield "json-ld page author", list(_page_authors(story, document))
    for name in _META:
        said = [text for text in document.meta.get(name, ()) if "://" not in text]
        if said:
            yield f"meta {name}", said
    if printed:
        yield "byline", list(printed)
    yield "json-ld creator", list(_named(story.get("creator"), document))
    yield "signed line", list(_signed_lines(document))
    yield "signed end", list(_signed_ends(document.tree, outlet))


def _page_authors(story: Node, document: Document) -> Iterator[str]:
    """Who signs the page, where it has no data of its story apart from the page's own."""
    pages = (node for node in document.linked_data if "webpage" in types(node) and not story)
    return chain.from_iterable(_named(page.get("author"), document) for page in pages)


def _named(value: object, document: Document) -> Iterator[str]:
    for author in islice(flat(value), MOST):
        if isinstance(author, Mapping):
            yield _name_of(author) or _name_of(_referred(author.get("@id"), document))
        elif isinstance(author, str) and "://" not in author:
            yield author


def _name_of(author: Mapping[str, object]) -> str:
    parts = [text_of(author.get(key)) or "" for key in ("givenName", "familyName")]
    return text_of(author.get("name")) or (" ".join(parts) if all(parts) else "")


def _referred(identity: object, document: Document) -> Mapping[str, object]:
    """The node that an author's @id points to: graphs name each person once."""
    nodes = document.linked_data if isinstance(identity, str) else ()
    return next((node for node in nodes if node.get("@id") == identity and node.get("name")), {})


def _printed(document: Document) -> Iterator[str]:
    """The byline nearest to the headline, and those beside it; not those of teasers."""
    found = _byline_elements(document)
    first = next(iter(found), None)
    for element in found[:12]:
        if first is not None and (element is first or element.getparent() is first.getparent()):
            yield from _names_in(element)


def _byline_elements(document: Document) -> list[HtmlElement]:
    """The elements that a byline stands in, those soonest after the headline first."""
    heading = document.heading
    around = _around(heading)
    start, found = 0, []
    walker = etree.iterwalk(document.tree, events=("start",))
    for place, (_, element) in enumerate(walker):
        if place > _MOST_ELEMENTS:
            break
        start = place if element is heading else start
        if element in around:
            continue
        named = _named_as(marks.names_on(element))
        if _is_beside(element, named):
            walker.skip_subtree()
        elif _is_byline(element, named) and _is_short(element):
            found.append((place, element))
            walker.skip_subtree()
    # A byline above the headline is as far as one 40 elements below it.
    found.sort(key=lambda entry: entry[0] - start if entry[0] > start else start - entry[0] + 40)
    return [element for _, element in found]


def _around(heading: HtmlElement | None) -> frozenset[HtmlElement]:
    return frozenset() if heading is None else frozenset({heading, *heading.iterancestors()})


def _is_short(element: HtmlElement) -> bool:
    return 2 <= len(plain(element.text_content()[: 2 * LONGEST_LINE])) <= LONGEST_LINE


def _is_beside(element: HtmlElement, named: _Named) -> bool:
    """Whether an element is no part of the story; a post's own footer is, and may sign it."""
    if named.is_own_footer:
        return False
    return named.is_beside or element.tag in _TAGS or _is_teaser(element)


def _is_teaser(element: HtmlElement) -> bool:
    """Whether an element is a story in a side bar: another one."""
    return element.tag == "article" and any(
        parent.tag == "aside" for parent in element.iterancestors()
    )


def _is_byline(element: HtmlElement, named: _Named) -> bool:
    if element.tag == "a" and _is_author_link(element):
        is_marked = element.get("rel") == "author" or _signs_next(_text_before(element))
        return is_marked or looks_like_person(plain(element.text_content()[:200]))
    is_author = element.tag == "byline" or element.get("itemprop") in ("author", "creator")
    return is_author or named.is_byline


def _text_before(element: HtmlElement) -> str:
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return (previous.tail or "").rstrip()
    return "" if parent is None else (parent.text or "").rstrip()


@lru_cache(maxsize=20_000)
def _named_as(names: str) -> _Named:
    words = marks.hyphenated(names[:300])
    return _Named(
        is_own_footer=bool(_OWN_FOOTER.search(names)),
        is_beside=bool(marks.of_names(names) & _PLACES),
        is_byline=any(True for _ in _NAMES.places(words)) and not _NOT_NAMES.search(words),
    )


def _names_in(element: HtmlElement) -> list[str]:
    links = [link for link in element.iter("a") if _is_author_link(link)]
    named = [plain(link.text_content()[:LONGEST_LINE]) for link in links]
    if any(named):
        return list(filter(None, named))
    texts = (text for text in element.itertext("*") if text.strip())
    for beside in element.iter("script", "style"):
        beside.text = ""
    return ["\n".join(map(plain, texts))]


def _is_author_link(link: HtmlElement) -> bool:
    return link.get("rel") == "author" or bool(_AUTHOR_PAGE.search((link.get("href") or "")[:300]))


def _signed_lines(document: Document) -> Iterator[str]:
    """Text that opens like a byline, "By Ann Lee", or ends before one, soon after the headline."""
    lines = list(islice(_texts_after_headline(document), _MOST_LINES))
    for place, line in enumerate(lines):
        if len(line) <= 80 and _SIGNED.match(line):
            yield line if _SIGNED.sub("", line) else f"By {_joined(lines[place + 1 :])}"
            return
        if _signs_next(line) and read_byline([after := _joined(lines[place + 1 :])]).people:
            yield f"by {after}"
            return


def _joined(lines: list[str]) -> str:
    """The first of the lines, with those that "and" or a comma joins to it."""
    names, lines = lines[:1], lines[: 2 * MOST]
    for joint, name in zip(lines[1::2], lines[2::2], strict=False):
        if not _JOINT.fullmatch(joint):
            break
        names += [joint, name]
    return " ".join(names)


def _signs_next(text: str) -> bool:
    """Whether a name follows a text; a picture's has another sign."""
    is_short = len(text) <= _LONGEST_SIGN
    return is_short and bool(_SIGNED_NEXT.search(text)) and not _PICTURE.search(text)


def _signed_ends(tree: HtmlElement, outlet: frozenset[str]) -> Iterator[str]:
    """The last line that says "Author: Ann Lee" or "The Bugle / Agency", or a name or source that
    is set to the right.
    """
    found = ""
    for element in islice(tree.iter("p", "div"), _MOST_ELEMENTS):
        text = plain(_line_of(element)[: 2 * LONGEST_LINE])
        if 3 <= len(text) <= 80:
            found = _end_of(element, text, outlet) or found
    if found:
        yield found


def _end_of(element: HtmlElement, text: str, outlet: frozenset[str]) -> str:
    """What signs at the end of a story, in a line that does so."""
    if _AUTHOR_IS.match(text) or _signs_at_right(element, text):
        return _AUTHOR_IS.sub("", text)
    own, _, source = text.partition(" / ")
    return source if squeezed(own) in outlet else ""


def _line_of(element: HtmlElement) -> str:
    """The text of an element that holds one line, and no others."""
    if not len(element):
        return element.text or ""
    tags = {child.tag for child in islice(element, 20)}
    return element.text_content() if tags.isdisjoint(_LINES) else ""


def _signs_at_right(element: HtmlElement, text: str) -> bool:
    if not any(map(_TO_THE_RIGHT.search, (element.get("style", ""), element.get("align", "")))):
        return False
    # In scripts without spaces, a button has the shape of a name.
    return (" " in text and looks_like_person(text)) or bool(_SOURCE_IS.match(text))


def _texts_after_headline(document: Document) -> Iterator[str]:
    heading = document.heading
    is_after = heading is None
    around = _around(heading)
    walker = etree.iterwalk(document.tree, events=("start", "end"))
    for event, element in walker:
        is_after = is_after or (event == "end" and element is heading)
        is_inside = event == "start" and element not in around
        if is_inside and _is_beside(element, _named_as(marks.names_on(element))):
            walker.skip_subtree()
            continue
        text = element.text if event == "start" else element.tail
        if not is_after or not text or text.isspace() or element.tag in _TAGS:
            continue
        if line := plain(text[:LONGEST_LINE]):
            yield line
