"""Date candidates with their readings, ranked by how far each kind of place can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from storywatch.extract.dates.order import could_swap
from storywatch.extract.dates.reading import Reading, read
from storywatch.outlet import Outlet
from storywatch.story import DateCandidate, Precision

_LONGEST_EVIDENCE = 80  # characters of a candidate's words that are kept
# Kinds of evidence from best to worst, by how their origin begins; measured on 756 pages with
# known dates.
_RANKS = (
    "hint", "json-ld datePublished", "meta", "microdata datePublished", "labelled dateline",
    "dateline", "time", "feed", "sitemap", "relative dateline",
    "json-ld page datePublished", "json-ld dateCreated",
    "json-ld uploadDate", "microdata dateCreated", "date just above", "weak meta",
    "labelled date", "date above", "url", "json-ld page", "only time", "date in text",
)  # fmt: skip
_FAMILIES = ("json-ld", "meta", "microdata", "time", "dateline", "labelled date", "date just",
             "date above", "feed", "sitemap", "weak meta", "url", "date in text")  # fmt: skip
_FOR_READERS = ("labelled date", "dateline", "date just above", "date above", "time", "url")
_STRONG = ("json-ld datePublished", "meta", "microdata datePublished", "labelled date", "dateline",
           "time", "feed", "sitemap")  # fmt: skip
_PLAIN = (
    "json-ld datePublished",
    "meta",
    "microdata datePublished",
    "labelled date",
    "feed",
    "url",
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate, what it says, and its rank among the kinds of evidence (0 is best)."""

    candidate: DateCandidate
    reading: Reading
    rank: int

    @property
    def is_minute(self) -> bool:
        """Whether it tells the time of day."""
        return self.reading.precision is Precision.MINUTE

    @property
    def is_instant(self) -> bool:
        """Whether it tells the time of day and its zone."""
        return self.is_minute and self.reading.is_zone_known

    @property
    def is_hint(self) -> bool:
        """Whether the outlet's file names the place."""
        return self.candidate.origin == "hint"

    @property
    def is_from_server(self) -> bool:
        """Whether the HTTP header says it, which speaks of the file and not of the story."""
        return self.candidate.origin.startswith("http")

    @property
    def is_in_text(self) -> bool:
        """Whether it stands somewhere in the text, where stories tell of any day."""
        return self.candidate.origin == "date in text"

    @property
    def is_strong(self) -> bool:
        """Whether its kind is right often enough to overrule another."""
        return self.candidate.origin.startswith(_STRONG) and self.reading.has_year

    @property
    def is_plain(self) -> bool:
        """Whether its place says that it is the date of publication, and not any date."""
        return self.candidate.origin.startswith(_PLAIN)

    @property
    def is_for_readers(self) -> bool:
        """Whether it is written for readers, in their own zone."""
        return self.candidate.origin.startswith(_FOR_READERS)

    @property
    def family(self) -> str:
        """Its kind, so that two meta tags count as one witness."""
        origin = self.candidate.origin
        return next((family for family in _FAMILIES if origin.startswith(family)), origin)

    @property
    def claims_published(self) -> bool:
        """Whether it may say when the story was published."""
        return self.candidate.claim != "modified" and not self.reading.is_update

    @property
    def claims_modified(self) -> bool:
        """Whether it says when the story was modified."""
        return self.candidate.claim == "modified" or self.reading.is_update

    @property
    def told(self) -> str:
        """The evidence in words: where it stood, what it said, and its zone."""
        words = self.candidate.text[:_LONGEST_EVIDENCE]
        return f"{self.candidate.origin}: {words} ({self.reading.zone})"

    def names_same_day(self, other: Judged) -> bool:
        """Whether both name one day; two days of one instant in different zones count."""
        mine, theirs = self.reading, other.reading
        return mine.on == theirs.on or (
            self.is_minute and other.is_minute and abs(mine.at - theirs.at) < timedelta(hours=1)
        )

    def agrees(self, other: Judged) -> bool:
        """Whether both may mean one time: zones move a day by one, and an instant by nothing."""
        if self.is_instant and other.is_instant:
            return self.names_same_day(other)
        return abs(self.reading.on - other.reading.on) <= timedelta(days=1)

    def is_before(self, other: Judged) -> bool:
        """Whether it names an earlier day."""
        return self.reading.on < other.reading.on


def judge(
    candidates: Sequence[DateCandidate], outlet: Outlet, now: datetime, order: str | None
) -> list[Judged]:
    """Returns the candidates that say something, each with its reading; `now` is when the page was
    fetched.
    """
    found = []
    for candidate in candidates:
        reading = read(candidate.text, outlet=outlet, relative_to=now, order=order)
        if reading:
            found.append(Judged(candidate, reading, _rank(candidate.origin)))
    return [_settled(one, found, outlet, now) for one in found]


def _rank(origin: str) -> int:
    return next(
        (rank for rank, start in enumerate(_RANKS) if origin.startswith(start)), len(_RANKS)
    )


def _settled(one: Judged, judged: Sequence[Judged], outlet: Outlet, now: datetime) -> Judged:
    """Day and month that could be swapped are settled by another candidate that names one of the
    two days. That one of them lies in the future settles it too, but leaves a doubt.
    """
    if not could_swap(one.candidate.text):
        return one
    ways = [
        way
        for order in ("DMY", "MDY")
        if (way := read(one.candidate.text, outlet=outlet, relative_to=now, order=order))
    ]
    backed = [way for way in ways if _is_backed(way, judged)]
    if len({way.on for way in backed}) == 1:
        return replace(one, reading=backed[0])
    past = [way for way in ways if way.earliest <= now]
    is_open = one.reading.is_ambiguous or one.reading.earliest > now
    if is_open and len({way.on for way in past}) == 1:
        return replace(one, reading=replace(past[0], is_ambiguous=len(ways) > len(past)))
    return one


def _is_backed(way: Reading, judged: Sequence[Judged]) -> bool:
    sure = (other.reading.on for other in judged if not could_swap(other.candidate.text))
    return any(abs(way.on - on) <= timedelta(days=1) for on in sure)
