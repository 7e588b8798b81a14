"""How two stories share their words: which is in which, and what one calls that."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from storywatch.copies.sketches import LEAST_SHINGLES, Sketch, without

SAME_OUTLET = 0.5  # an outlet repeats its own background paragraphs, so it needs more
OTHER_OUTLET = 0.4
PART = 0.4  # of the longer text; who shares less of it has to share its beginning
BEGINNING = 0.2
MOSTLY = 0.6
ELSEWHERE = 0.25  # of a story that is in another family: then it rounds up
LEAST_FIGURES = 5  # in either text; of fewer, all may change in an update
SAME_FIGURES = 0.5  # a copy has most of the figures; a form is filled in with others each time


class Kind(StrEnum):
    """What a story is to the one that it took its words from."""

    REPOST = "repost"
    EXCERPT = "excerpt"
    UPDATE = "update of"
    ROUND_UP = "round-up quoting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What two sketches share, when what stands in many stories is left out of both."""

    one: Sketch
    other: Sketch
    shared: frozenset[int]
    of_one: float
    of_other: float
    begins_one: bool
    begins_other: bool

    @classmethod
    def of(cls, one: Sketch, other: Sketch, standing: Set[int]) -> Overlap:
        """Compares two sketches; `standing` are the shingles of `one` that many stories have."""
        mine, theirs = without(one.shingles, standing), without(other.shingles, standing)
        shared = frozenset(mine).intersection(theirs)
        return cls(
            one=one,
            other=other,
            shared=shared,
            of_one=len(shared) / max(1, len(mine)),
            of_other=len(shared) / max(1, len(theirs)),
            begins_one=_has_beginning(shared, mine),
            begins_other=_has_beginning(shared, theirs),
        )

    @property
    def containment(self) -> float:
        """How much of the shorter text is in the longer one."""
        return max(self.of_one, self.of_other)

    @property
    def is_contained(self) -> bool:
        """Whether one of the two has the other's words, or a good part of them."""
        least = SAME_OUTLET if self.one.outlet == self.other.outlet else OTHER_OUTLET
        enough = len(self.shared) >= LEAST_SHINGLES and self.containment >= least
        return enough and not self.is_form

    @property
    def is_form(self) -> bool:
        """Whether both fill in one form, as the weather of two days does: it has other figures."""
        fewer = min(len(self.one.figures), len(self.other.figures))
        same = len(set(self.one.figures).intersection(self.other.figures))
        return fewer >= LEAST_FIGURES and same < SAME_FIGURES * fewer

    def beyond(self, other: Overlap) -> float:
        """How much of `one` is in this one's `other` and not in that one's."""
        return self.of_one * len(self.shared - other.shared) / max(1, len(self.shared))

    @property
    def is_kin(self) -> bool:
        """Whether the two are versions of one text, and not one a passage amid the other.

        What neither begins with is a footer, or a paragraph that both took from a third.
        """
        begins_longer = self.begins_one if self.of_one < self.of_other else self.begins_other
        begins = self.begins_one or self.begins_other
        is_much = min(self.of_one, self.of_other) >= PART
        return self.is_contained and (begins_longer or (is_much and begins))


def _has_beginning(shared: Set[int], numbers: Sequence[int]) -> bool:
    return not shared.isdisjoint(numbers[: max(3, int(BEGINNING * len(numbers)))])


def kind_of(overlap: Overlap, *, child_is_one: bool, elsewhere: float = 0.0) -> Kind:
    """Returns what the later story is to the earlier.

    `elsewhere` is how much of the later one is in stories of other families.
    """
    of_child, of_parent = overlap.of_one, overlap.of_other
    if not child_is_one:
        of_child, of_parent = of_parent, of_child
    if elsewhere >= ELSEWHERE or not overlap.is_kin:
        return Kind.ROUND_UP
    if of_parent < MOSTLY and of_parent < of_child:
        return Kind.EXCERPT
    same_outlet = overlap.one.outlet == overlap.other.outlet
    return Kind.UPDATE if same_outlet or of_child < MOSTLY <= of_parent else Kind.REPOST
