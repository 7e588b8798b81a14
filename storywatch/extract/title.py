"""What a page calls its story: the headline that most of its places agree on, as printed."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from urllib.parse import urlsplit

import regex
from lxml.html import HtmlElement

from storywatch.extract import marks
from storywatch.extract.answers import Answers
from storywatch.extract.date_lines import is_date_line
from storywatch.extract.document import Document
from storywatch.extract.linked_data import Node, text_of
from storywatch.extract.spelling import share_spelt, slug_words
from storywatch.extract.wording import plain, squeezed

LONGEST = 1_000  # characters; what is longer is an attack or a whole text
_MOST_HEADINGS = 40
_SLASHES_OF_FRONT = 3  # at most: "https://bugle.example/"
_SEPARATOR = regex.compile(
    r"\s+(?:[-–—|·•»«:/>]|//|::|>>)+\s+|\s*[|»«]\s*|\s+[-–—]{1,2}(?=\S)|:\s+|[：|]|--+"
)
_SIGN = re.compile("[-–—|·•»«:/>：|]")  # which every separator has
_KICKER = regex.compile(
    r"kicker|overline|top-?line|dachzeile|eyebrow|roof|label|category|rubrik|spitzmarke"
    r"|(?:super|pre|sub-?)title|subhead|sr-only|visually|hidden|badge|flag|premium|plus|tag|date"
    r"|author|time\b|meta|icon|share",
    regex.IGNORECASE,
)
_BESIDE = frozenset({"script", "style", "svg", "button", "noscript", "template"})
# What stands in a title's place where a template was not filled in.
_UNFILLED = regex.compile(
    r"undefined|null|none|nan|\[object \w+\]|\{\{[\w\s.|-]*\}\}|\$\{[\w.]+\}|%%\w+%%"
    r"|[\u115f\u1160\u2800\u3164\s]+",
    regex.IGNORECASE,
)
# How much a place's word counts for a title that it has. Social previews and the title element are
# written for clicks and engines; a printed heading is what readers know the story by.
_VOICES = {
    "json-ld headline": 0.6,
    "json-ld name": 0.9,
    "microdata headline": 0.4,
    "meta og:title": 0.5,
    "meta twitter:title": 0.4,
    "meta headline": 0.5,
    "meta dc.title": 0.4,
    "title element": 0.3,
    "crumb": 0.3,
}
_PRINTED = {"h1": 1.3, "h2": 1.0, "h3": 0.4}
_SPELT = 0.35  # for a printed heading that the address spells out
_PART = 0.9  # of a voice, for a title that is one part of what the place says
_MOST_ABOVE = 3  # h2 of a page: those further down are of other stories
_NOT_KIN = -2.0  # for one that has hardly a word in common with what is declared
_KIN = 0.3  # share of its words that a printed heading has in common with what is declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A story's title and the place that it was taken from."""

    text: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class _Place:
    """One place that names the story, and what it says without the outlet's name."""

    origin: str
    text: str

    @cached_property
    def key(self) -> str:
        return squeezed(self.text)

    @property
    def is_declared(self) -> bool:
        """Whether the page declares this, so that no reader need ever see it."""
        return self.origin not in _PRINTED and self.origin != "crumb"

    @cached_property
    def parts(self) -> frozenset[str]:
        return frozenset(squeezed(rest) for rest, _ in _cuts(self.text))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(filter(None, map(squeezed, self.text.split())))


class _Voices:
    """What all places of a page that have a word in it say of a title."""

    def __init__(self, places: Sequence[_Place]) -> None:
        declared = [place for place in places if place.is_declared]
        self._declared = [place.key for place in declared]
        self._words = frozenset[str]().union(*(place.words for place in declared))
        self._longest = max((len(place.words) for place in declared), default=0)
        self._wholes, self._parts = defaultdict[str, float](float), defaultdict[str, float](float)
        for place in places:
            if voice := _VOICES.get(place.origin):
                self._wholes[place.key] += voice
                for part in place.parts:
                    self._parts[part] += voice

    def support(self, key: str) -> float:
        """Returns how many voices have this title, whole or as a part of what they say."""
        return self._wholes[key] + self._parts[key] * _PART

    def is_kin(self, place: _Place) -> bool:
        """Whether a printed heading has words or, in scripts without spaces, letters of a title."""
        is_said = not self._words or any(place.key in declared for declared in self._declared)
        # A long heading may have all words of a short title and more.
        least = _KIN * min(len(place.words), self._longest)
        return is_said or len(place.words & self._words) >= least


def read_title(document: Document, story: Node, names: Iterable[str]) -> Title | None:
    """Returns the story's title without the outlet's `names` around it, or None."""
    known = frozenset(filter(None, map(squeezed, names)))
    places = list(_places(document, story, known))
    if not places:
        return None
    slug = slug_words(document.url)
    best = _best(places, _Voices(places), slug)
    best = _without_kicker_or_with(best, places, document.tree)
    return Title(text=best.text.lstrip(" :|–—-")[:LONGEST].strip(), evidence=best.origin)


def without_outlet(title: str, names: frozenset[str]) -> str:
    """Returns a title without the outlet's (squeezed) names before or after it."""
    for _ in range(3):
        shorter = next((rest for rest, cut in _cuts(title) if _is_beyond(cut, title, names)), None)
        if not shorter:
            return title
        title = shorter
    return title


def _places(document: Document, story: Node, names: frozenset[str]) -> Iterator[_Place]:
    for origin, text in _named(document, story):
        place = _Place(origin=origin, text=without_outlet(plain(text), names))
        is_filled = place.key and not _UNFILLED.fullmatch(place.text)
        if is_filled and place.key not in names:
            yield place


def _named(document: Document, story: Node) -> Iterator[tuple[str, str]]:
    yield "json-ld headline", text_of(story.get("headline")) or ""
    yield "json-ld name", text_of(story.get("name")) or ""
    for name in ("og:title", "twitter:title", "headline", "dc.title"):
        yield f"meta {name}", next(iter(document.meta.get(name, ())), "")
    yield "title element", document.tree.findtext(".//head/title") or ""
    trails = Answers(_is_trail)
    for tag in ("h1", ("h2", "h3")):
        for heading in islice(document.tree.iter(tag), _MOST_HEADINGS):
            if not _is_way_home(heading):
                place = "crumb" if _is_crumb(heading, trails) else str(heading.tag)
                yield place, _heading_text(heading)


def _is_way_home(heading: HtmlElement) -> bool:
    """Whether a heading is the outlet's own name, which links to the front page."""
    parent = heading.getparent()
    links = list(islice(heading.iter("a"), 3))
    if parent is not None and parent.tag == "a":
        links.append(parent)
    return any(_is_front(link.get("href")) for link in links)


def _is_crumb(heading: HtmlElement, trails: Answers) -> bool:
    """Whether a heading ends a trail of breadcrumbs: a title for engines, printed elsewhere."""
    return any(map(trails.__getitem__, (heading, *islice(heading.iterancestors(), 4))))


def _is_trail(element: HtmlElement) -> bool:
    named = f"{' '.join(element.keys())} {marks.names_on(element)}"
    return element.tag == "nav" or "breadcrumb" in named[:500].casefold()


def _is_front(address: str | None) -> bool:
    address = (address or "").strip()[:500]
    if address.count("/") > _SLASHES_OF_FRONT:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_whole = bool(parts.netloc) or address.startswith("/")
    return is_whole and parts.path in ("", "/") and not (parts.query or parts.fragment)


def _heading_text(heading: HtmlElement) -> str:
    """A heading's words, without the kicker, badge or date that has an element of its own."""
    if not len(heading):
        return heading.text or ""
    pieces: list[str] = []
    for element in islice(heading.iter(), 60):
        if element is heading or not _is_beside(element, heading):
            pieces.append(element.text or "")
        if element is not heading:
            pieces.append(element.tail or "")
    return " ".join(pieces) if any(map(str.strip, pieces)) else heading.text_content()


def _is_beside(element: HtmlElement | None, heading: HtmlElement) -> bool:
    while element is not None and element is not heading:
        named = element.get("class")
        if element.tag in _BESIDE or (named and _KICKER.search(named[:200])):
            return True
        element = element.getparent()
    return False


def _best(places: Sequence[_Place], voices: _Voices, slug: frozenset[str]) -> _Place:
    """The first place of most worth; of a place that cannot have it, not all is asked."""
    best, most = places[0], -math.inf
    for place in places:
        support, printed = voices.support(place.key), _PRINTED.get(place.origin, 0.0)
        if support + printed + _SPELT <= most:
            continue
        is_kin = not printed or voices.is_kin(place)
        worth = support + (printed if is_kin else _NOT_KIN)
        worth += _SPELT * share_spelt(place.text, slug)
        if worth > most:
            best, most = place, worth
    return best


def _without_kicker_or_with(best: _Place, places: Sequence[_Place], tree: HtmlElement) -> _Place:
    """Outlets print kickers in or above the headline; the social preview tells which is meant."""
    shared = next((place for place in places if place.origin == "meta og:title"), None)
    if shared is None or shared.key == best.key:
        return best
    if len(shared.key) >= 10 and best.key.endswith(shared.key):
        return shared
    declared = {
        place.key for place in places if place.origin in ("json-ld headline", "title element")
    }
    has_more = ": " in shared.text and shared.key in declared
    # A heading may also print the kicker alone, and the rest in a line of its own.
    kicker, _, rest = map(squeezed, shared.text.partition(": "))
    is_kicker = has_more and best.key == kicker not in declared and len(kicker) < len(rest)
    headings = [place.key for place in places if place.origin == "h2"][:_MOST_ABOVE]
    if is_kicker or shared.key in headings:
        return shared
    has_kicker = has_more and shared.key.endswith(best.key)
    return shared if has_kicker and _is_printed(kicker, tree) else best


def _is_printed(key: str, tree: HtmlElement) -> bool:
    return any(squeezed(text) == key for text in tree.itertext() if len(text) < LONGEST)


def _cuts(title: str) -> Iterator[tuple[str, str]]:
    """Yields a title without its last and without its first part, and the part that was cut."""
    signed = title[:LONGEST] if _SIGN.search(title) else ""
    found = list(islice(_SEPARATOR.finditer(signed), 12))
    for cut in reversed(found):
        yield title[: cut.start()], title[cut.end() :]
    for cut in found:
        yield title[cut.end() :], title[: cut.start()]


def _is_beyond(part: str, title: str, names: frozenset[str]) -> bool:
    """Whether a part of a title is the outlet, or at its end the outlet's initials or a day."""
    if _is_outlet(part, names):
        return True
    return title.endswith(part) and (is_date_line(part) or _is_initials(part, names))


def _is_initials(part: str, names: frozenset[str]) -> bool:
    """Whether a part is short for the outlet, "DW (English)" of Deutsche Welle."""
    short = part.partition("(")[0].strip()
    if not (short.isalpha() and short.isupper() and 2 <= len(short) <= 5):
        return False
    return any(_is_spread(short.casefold(), name) for name in names)


def _is_spread(letters: str, name: str) -> bool:
    """Whether a name begins with the first letter and has the others further on, in order."""
    rest = iter(name)
    return name[:1] == letters[:1] and all(letter in rest for letter in letters)


def _is_outlet(part: str, names: frozenset[str]) -> bool:
    said, bare = squeezed(part), squeezed(part.partition("(")[0])
    return bool(bare) and (bare in names or any(_is_form_of(said, name) for name in names))


def _is_form_of(said: str, name: str) -> bool:
    """Whether a part is the name with a word more, "DW (English)", or its beginning."""
    longer = len(name) >= 4 and said.startswith(name) and len(said) <= len(name) + 25
    return longer or (len(said) >= 5 and name.startswith(said))
