"""Families of near-duplicates: a new story meets the earlier ones that have the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, Protocol

from storywatch.copies.kinship import Kind, Overlap, kind_of
from storywatch.copies.sketches import LEAST_SHINGLES, Sketch, sketch_of, without
from storywatch.copies.twins import Twin
from storywatch.story import Story

POSTED = 2  # one shingle in so many is looked for: the same one in whatever story it stands
STANDING = 3  # families with the same words: then these are a footer or a phrase, no one's text
REFRESH = 16  # one sketch in so many renews standing words, so that these outlive the window
MOST_CANDIDATES = 8
ALIKE = 0.1  # parents whose containment differs by no more are equally good
LONGEST_CHAIN = 20  # copies of copies


class Posting(NamedTuple):
    """The sketch by which a family posted a certain shingle."""

    family: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One arrow of the syndication graph: from a story to an earlier one whose words it has."""

    child: int
    parent: int
    kind: Kind
    containment: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """What a story's arrival means for the graph.

    `parent` makes the story a member of its family. `adopted` are later stories that came in
    before this one and are its copies; `quotes` lead to other families' stories that it has a
    good part of. `sources` are the stories it is a copy of, nearest first. `posted` are the
    shingles that this sketch is to be found by.
    """

    sketch: Sketch
    parent: Edge | None = None
    adopted: tuple[Edge, ...] = ()
    quotes: tuple[Edge, ...] = ()
    sources: tuple[Twin, ...] = ()
    posted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A story in its family; `kind` and `of` (a story id) are None for one that copies nobody."""

    story_id: str
    outlet: str
    url: str
    known_at: datetime
    kind: Kind | None = None
    of: str | None = None
    containment: float | None = None


class SketchStore(Protocol):
    """Where sketches and edges are kept for as long as the window is."""

    def next_number(self) -> int:
        """Returns a number above those of all sketches that ever were."""

    def known(self, story_id: str) -> Sketch | None:
        """Returns a story's sketch as of its last revision."""

    def postings(self, shingles: Collection[int]) -> Mapping[int, Sequence[Posting]]:
        """Returns for each shingle its postings, one a family; without any it is left out.

        Of more than `STANDING` families these are the ones that posted the shingle last.
        """

    def sketches(self, numbers: Collection[int]) -> Mapping[int, Sketch]:
        """Returns the sketches of those numbers that are still kept."""

    def parents(self, numbers: Collection[int]) -> Mapping[int, Edge]:
        """Returns for each of the sketches the edge to its one parent, where it has one."""

    def keep(self, kinship: Kinship) -> None:
        """Writes all that a kinship says; a sketch replaces the one that had its number."""


def find_family(story: Story, store: SketchStore) -> Kinship | None:
    """Returns what the story would be among those kept; None when its text is too short to tell.

    Nothing is written. A story that is known already keeps its family, its parent and its rank,
    whatever its text becomes.
    """
    sketch = sketch_of(story, store.next_number())
    if len(sketch.shingles) < LEAST_SHINGLES:
        return None
    postings = store.postings(_posting(sketch.shingles))
    standing = _standing(sketch.shingles, postings)
    if known := store.known(story.id):
        revised = replace(
            known, shingles=without(sketch.shingles, standing), figures=sketch.figures
        )
        sources = _sources(store.parents([known.number]).get(known.number), store)
        return _posted(Kinship(sketch=revised, sources=sources), postings, standing)
    own = replace(sketch, shingles=without(sketch.shingles, standing))
    return _posted(
        _placed(own, _overlaps(own, postings, standing, store), store), postings, standing
    )


def join_family(story: Story, store: SketchStore) -> Kinship | None:
    """Finds the story's family and keeps it there; call it inside one transaction of the store."""
    kinship = find_family(story, store)
    if kinship:
        store.keep(kinship)
    return kinship


def _posting(shingles: Iterable[int]) -> list[int]:
    """Returns the shingles that are looked for."""
    return [shingle for shingle in shingles if not shingle % POSTED]


def _standing(shingles: Sequence[int], postings: Mapping[int, Sequence[Posting]]) -> Set[int]:
    """Returns the shingles that many stories have; one never posted goes by those around it."""
    found: set[int] = set()
    if all(len(held) < STANDING for held in postings.values()):
        return found
    between: list[int] = []
    is_open = True  # whether the last posted one is standing, or none came yet
    for shingle in shingles:
        if shingle % POSTED:
            between.append(shingle)
            continue
        is_standing = len(postings.get(shingle, ())) >= STANDING
        if is_standing:
            found.update((shingle, *(between if is_open else ())))
        is_open, between = is_standing, []
    return found.union(between) if found and is_open else found


def _overlaps(
    own: Sketch,
    postings: Mapping[int, Sequence[Posting]],
    standing: Set[int],
    store: SketchStore,
) -> list[Overlap]:
    """Compares a sketch with those that most of its words were posted by."""
    counted = Counter(
        posting.number for shingle in own.shingles for posting in postings.get(shingle, ())
    )
    numbers = [number for number, count in counted.most_common(MOST_CANDIDATES) if count > 1]
    found = store.sketches(numbers)
    return [Overlap.of(own, found[number], standing) for number in numbers if number in found]


def _placed(own: Sketch, overlaps: Sequence[Overlap], store: SketchStore) -> Kinship:
    kin = [overlap for overlap in overlaps if overlap.is_kin]
    earlier = [overlap for overlap in kin if overlap.other.rank < own.rank]
    best = _best(earlier or kin)
    if best is None:
        return Kinship(sketch=own, quotes=_quotes(own, overlaps))
    member = replace(own, family=best.other.family)
    strangers = [overlap for overlap in overlaps if overlap.other.family != member.family]
    elsewhere = max((other.beyond(best) for other in strangers), default=0.0)
    parent = _edge(best, kind_of(best, child_is_one=True, elsewhere=elsewhere)) if earlier else None
    return Kinship(
        sketch=member,
        parent=parent,
        adopted=tuple(_adopted(member, kin, store)),
        quotes=_quotes(member, strangers),
        sources=_sources(parent, store),
    )


def _best(kin: Sequence[Overlap]) -> Overlap | None:
    """Returns the overlap with the likeliest parent: whom the story begins with, then who is first.

    Only those count that have nearly as much of the story as the one that has most.
    """
    most = max((overlap.containment for overlap in kin), default=0.0)
    alike = (overlap for overlap in kin if overlap.containment >= most - ALIKE)
    return min(
        alike, key=lambda overlap: (not overlap.begins_one, overlap.other.rank), default=None
    )


def _adopted(member: Sketch, kin: Iterable[Overlap], store: SketchStore) -> Iterator[Edge]:
    """Yields the edges of later stories in the family that nothing earlier was known for."""
    later = {
        overlap.other.number: overlap
        for overlap in kin
        if overlap.other.rank > member.rank and overlap.other.family == member.family
    }
    taken = store.parents(later) if later else {}
    for number, overlap in later.items():
        if number not in taken:
            kind = kind_of(overlap, child_is_one=False)
            edge = _edge(overlap, kind)
            yield replace(edge, child=edge.parent, parent=edge.child)


def _quotes(own: Sketch, strangers: Iterable[Overlap]) -> tuple[Edge, ...]:
    return tuple(
        _edge(overlap, Kind.ROUND_UP)
        for overlap in strangers
        if overlap.is_contained
        and overlap.of_other > overlap.of_one
        and overlap.other.rank < own.rank
    )


def _edge(overlap: Overlap, kind: Kind) -> Edge:
    return Edge(
        child=overlap.one.number,
        parent=overlap.other.number,
        kind=kind,
        containment=round(overlap.containment, 3),
    )


def _sources(parent: Edge | None, store: SketchStore) -> tuple[Twin, ...]:
    """Follows reposts and excerpts back to the earliest story known."""
    found: list[Twin] = []
    while parent and parent.kind in (Kind.REPOST, Kind.EXCERPT) and len(found) < LONGEST_CHAIN:
        sketch = store.sketches([parent.parent]).get(parent.parent)
        if sketch is None:
            break
        found.append(sketch.twin)
        parent = store.parents([sketch.number]).get(sketch.number)
    return tuple(found)


def _posted(
    kinship: Kinship, postings: Mapping[int, Sequence[Posting]], standing: Set[int]
) -> Kinship:
    """Returns the kinship with the words by which it will be found."""
    sketch = kinship.sketch
    new = [
        shingle
        for shingle in _posting(sketch.shingles)
        if shingle not in postings
        or all(posting.family != sketch.family for posting in postings[shingle])
    ]
    if sketch.number % REFRESH:
        return replace(kinship, posted=tuple(new))
    renewed = (
        shingle
        for shingle in sorted(_posting(standing))
        if all(posting.family != sketch.family for posting in postings[shingle])
    )
    return replace(kinship, posted=(*new, *renewed))
