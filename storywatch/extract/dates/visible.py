"""Dates that readers see: <time> elements, microdata and date lines, each with how near it stands
to the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lxml import etree
from lxml.html import HtmlElement

from storywatch.extract.dates.grammar import find_dates
from storywatch.extract.dates.places import Places
from storywatch.extract.dates.relative import (
    NUMBERLESS,
    NUMBERLESS_SIEVE,
    own_days,
    tells_distance,
)
from storywatch.extract.dates.vocabulary import PUBLISHED_LABEL, UPDATED_LABEL, plain
from storywatch.extract.dates.written import Written
from storywatch.extract.document import Document
from storywatch.story import DateCandidate

_MOST_TEXTS = 20_000  # text nodes looked at; long live blogs have 5,000
_MOST_LINES = 60  # date-like lines judged on each side of near and far
_LONGEST_TEXT = 2_000  # characters of a text node that may hold a date line
_LONGEST_LINE = 160  # characters of a date line with its byline
_LONGEST_LEAD = 60  # characters before the dash of "BERLIN, Dec 5, 2025 –"
_MOST_WORDS = 14  # beside the date; more is prose
_FEW_WORDS = 6  # beside an unlabelled date may be anything; more must be names
_MOST_SMALL_WORDS = 3  # in small letters beside it, where few; captions and sentences have more
_NEAR_AFTER = 900  # characters of text between headline and date line: standfirst, captions
_NEAR_BEFORE = 250  # and when the date stands above the headline
_JUST_BEFORE = 80  # farther up, today's date stands in the masthead
_UNREAD = frozenset({"script", "style", "noscript", "template", "option", "textarea"})
_TEXTS_AND_BREAKS = etree.XPath("descendant::text() | descendant::br")
_DIGIT = re.compile(r"\d")
_DATE_LIKE = re.compile(
    r"(?:19|20|25)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d\d|\d\s?(?:[^\W\d_]|[ .]\s)"
    r"|[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]{2}"
)
_NOT_OURS = re.compile(
    r"©|\(c\)|(?:foto|photo|bild|image|picture|credit)s?:|copyright|all rights reserved"
    r"|alle rechte|tous droits|derechos reservados",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"^\W*(?:(?:written |posted )?by|von|par|por|di|af|av|door|автор|da|od)\b", re.IGNORECASE
)
_INLINE = frozenset(
    {
        "span",
        "a",
        "b",
        "strong",
        "i",
        "em",
        "time",
        "abbr",
        "small",
        "font",
        "u",
        "sup",
        "mark",
        "label",
        "bdi",
    }
)
_BARS = re.compile(r"[|•·⋅›»/]")
_MARKED = etree.XPath(
    "(//time | //@itemprop[.='datePublished' or .='dateModified' or .='dateCreated']/.."
    " | //@pubdate/.. | //abbr[contains(@class, 'published')])[ancestor::body]"
)
_MOST_MARKED = 60  # marked elements looked at; a page of teasers has as many <time>
_MOST_TAKEN = 6


@dataclass(frozen=True, slots=True)
class _Spot:
    """A date-like text: its element, and characters of text between it and the headline."""

    element: HtmlElement
    text: str
    distance: int

    @property
    def is_near(self) -> bool:
        return -_NEAR_BEFORE <= self.distance <= _NEAR_AFTER


def visible_dates(
    document: Document, languages: Sequence[str], today: date
) -> Iterator[DateCandidate]:
    """Yields the dates that are the story's by place and shape, marked ones first."""
    places = Places(document)
    spots = _spots(document, places, languages)
    distances = {spot.element: spot.distance for spot in spots}
    yield from _marked(document, places, distances)
    seen: set[str] = set()
    for spot in spots:
        is_elsewhere = places.is_elsewhere(spot.element, spot.distance)
        line = "" if is_elsewhere else _line_around(spot)
        if line and line not in seen:
            seen.add(line)
            yield from _from_line(line, spot, languages, today)


def _from_line(
    line: str, spot: _Spot, languages: Sequence[str], today: date
) -> Iterator[DateCandidate]:
    found = [one for one in find_dates(line, languages, today) if one.has_year]
    if found and (origin := _origin(line, found, spot)):
        yield from _dates_told(line, found, origin)
    elif not found and spot.is_near and tells_distance(line, languages):
        claim = "modified" if UPDATED_LABEL.search(line) else "published"
        yield DateCandidate(claim=claim, text=line, origin="relative dateline")


def _dates_told(line: str, found: Sequence[Written], origin: str) -> Iterator[DateCandidate]:
    """The first date of publication in a line, and every date of an update."""
    published = [one for one in found if not one.is_update][:1]
    for one in (*published, *(one for one in found if one.is_update)):
        claim = "modified" if one.is_update else "published"
        text = _cut(line, one.text) if len(found) == 1 else one.text
        yield DateCandidate(claim=claim, text=text, origin=origin)


def _origin(line: str, found: Sequence[Written], spot: _Spot) -> str | None:
    """What kind of evidence a line is, by its label, its place and the words beside its date."""
    rest = line
    for one in found:
        rest = rest.replace(one.text, " ", 1)
    words = rest.split()
    if len(words) > _MOST_WORDS:
        return None
    if PUBLISHED_LABEL.search(rest) or UPDATED_LABEL.search(rest):
        return "labelled dateline" if spot.is_near else "labelled date"
    beside = _beside(line, found[0].text).split()
    small = sum(1 for word in beside if len(word) > 1 and word.isalpha() and word.islower())
    allowed = _MOST_SMALL_WORDS if len(beside) <= _FEW_WORDS else _MOST_SMALL_WORDS - 1
    if small > allowed and not _AUTHOR.search(rest):
        return None
    if not spot.is_near:
        return "date in text"
    if spot.distance >= 0 or _AUTHOR.search(rest):
        return "dateline"
    return "date just above" if spot.distance >= -_JUST_BEFORE else "date above headline"


def _beside(line: str, text: str) -> str:
    """The words between the bars or dots around a date: "By A | 2 May 2025 | Share this story"."""
    before, _, after = line.partition(text)
    return f"{_BARS.split(before)[-1]} {_BARS.split(after)[0]}"


def _cut(line: str, text: str) -> str:
    """The date with the few words that stand around it, which are its evidence."""
    at = line.find(text)
    return line[max(0, at - 30) : at + len(text) + 12].strip() if len(line) > 90 else line


def _marked(
    document: Document, places: Places, distances: dict[HtmlElement, int]
) -> Iterator[DateCandidate]:
    """Elements that say their date to machines: microdata, and any <time> that is the story's."""
    elements = [one for one in _MARKED(document.tree)[:_MOST_MARKED] if one.tag != "meta"]
    marked = [(element, text) for element in elements if (text := _marked_text(element))]
    own = [
        (element, text)
        for element, text in marked
        if not places.is_elsewhere(element, distances.get(element, 10_000))
    ]
    is_only = len({text for _, text in marked}) == 1 and not places.is_anothers(marked[0][0])
    for element, text in own[:_MOST_TAKEN] or (marked[:1] if is_only else []):
        origin = _marked_origin(element) if own else "only time"
        yield DateCandidate(claim=_marked_claim(element), text=text, origin=origin)


def _marked_text(element: HtmlElement) -> str:
    attributes = (
        element.get(name, "").strip() for name in ("datetime", "content", "title", "data-datetime")
    )
    given = next((text for text in attributes if any(map(str.isdecimal, text))), "")
    text = given or plain("".join(element.itertext())[:300])
    return text[:100] if any(map(str.isdecimal, text)) else ""


def _marked_claim(element: HtmlElement) -> str:
    parent = element.getparent()
    names = [
        element.get("itemprop", ""),
        element.get("class", ""),
        parent.get("class", "") if parent is not None else "",
    ]
    named = " ".join(names).lower()
    if re.search(r"modif|updat", named) and "publish" not in named:
        return "modified"
    before = _words_before(element)
    return (
        "modified"
        if UPDATED_LABEL.search(before) and not PUBLISHED_LABEL.search(before)
        else "published"
    )


def _words_before(element: HtmlElement) -> str:
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        before = previous.tail or (
            "" if previous.tag == "time" else "".join(previous.itertext())[-40:]
        )
    else:
        before = (parent.text or "") if parent is not None else ""
    return f"{before[-40:]} {(element.text or '')[:40]}"


def _marked_origin(element: HtmlElement) -> str:
    itemprop = element.get("itemprop", "")
    return f"microdata {itemprop}" if itemprop.startswith("date") else "time"


def _spots(document: Document, places: Places, languages: Sequence[str]) -> list[_Spot]:
    """Date-like texts in page order, near ones first, with their distance from the headline."""
    heading = document.heading
    within = set(heading.iter()) if heading is not None else {places.start}
    texts = [one for one in document.texts if one[0].tag not in _UNREAD][:_MOST_TEXTS]
    may_lack_number = NUMBERLESS_SIEVE.kept([text for _, text in texts])
    own = own_days(languages)
    position, head_start, head_end = 0, None, 0
    found: list[tuple[int, HtmlElement, str]] = []
    for place, (holder, text) in enumerate(texts):
        size = len(text.strip())
        if holder in within:
            head_start = position if head_start is None else head_start
            head_end = position + size
        elif _is_date_like(text, place in may_lack_number) or _opens_with(own, text):
            found.append((position, holder, text))
        position += size
    spots = [
        _Spot(element, text, _distance(at, head_start, head_end)) for at, element, text in found
    ]
    near, far = [s for s in spots if s.is_near], [s for s in spots if not s.is_near]
    return near[:_MOST_LINES] + far[:_MOST_LINES]


def _is_date_like(text: str, may_lack_number: bool) -> bool:
    if len(text) > _LONGEST_TEXT:
        return False
    if _DIGIT.search(text) and _DATE_LIKE.search(text):
        return True
    return may_lack_number and NUMBERLESS.match(text) is not None


def _opens_with(own: re.Pattern[str] | None, text: str) -> bool:
    return own is not None and len(text) <= _LONGEST_LINE and own.match(text) is not None


def _distance(at: int, head_start: int | None, head_end: int) -> int:
    if head_start is None:
        return 10_000
    return at - head_start - 1 if at < head_start else max(0, at - head_end)


def _line_around(spot: _Spot) -> str:
    """The text of the smallest block around the spot, or of as much of it as still is a line."""
    line = _short(spot.text) or (_lead_in(spot.text) if spot.is_near else "")
    element: HtmlElement | None = spot.element
    for _ in range(4):
        if element is None or len(element) >= 30:
            break
        text = _short(" ".join(_texts_beside(spot.text, element)))
        line = text or line
        if not text or element.tag not in _INLINE:
            break
        element = element.getparent()
    return "" if _NOT_OURS.search(line) else line


def _texts_beside(text: str, element: HtmlElement) -> list[str]:
    """The texts of an element that share the line of one of them: those between its <br>."""
    if not len(element):
        return [element.text or ""]
    line: list[str] = []
    for piece in _TEXTS_AND_BREAKS(element):
        if not isinstance(piece, str):
            if text in line:
                break
            line.clear()
        else:
            line.append(piece)
    return line


def _short(text: str) -> str:
    line = plain(text[: 8 * _LONGEST_LINE])
    return line if len(line) <= _LONGEST_LINE else ""


def _lead_in(text: str) -> str:
    """What stands before the dash or bracket of a story that opens with its date: "BERLIN, Dec 5,
    2025 –".
    """
    found = re.match(r"[^–—:|)]{6,60}?(?:[–—:|)]|\s-\s)", plain(text[:200]))
    return found[0] if found and len(found[0]) <= _LONGEST_LEAD else ""
