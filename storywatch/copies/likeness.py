"""How alike a new family is to each of a window's, by the rare traits that both have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log, sqrt
from typing import NamedTuple

from storywatch.copies.index import Index
from storywatch.copies.traits import Trait

LEAST_LIKE = 0.05  # families below are as good as strangers
MOST_HOLDERS = 100  # families; a trait of more tells nothing
LEAST_FAMILIES = 100  # among fewer, what only one has is not known to be rare
LAYOUT = "e"  # what an index of traits keeps beside each: its strength, to three digits


class Compared(NamedTuple):
    """A family's place among others: how long its vector is, and how alike it is to which."""

    length: float
    alike: Mapping[int, float]


def compared(traits: Sequence[Trait], index: Index, lengths: Sequence[float]) -> Compared:
    """Compares a new family's traits with all those in the index, as rare as they are there now.

    `lengths` are those of the families in the index, by place. Rarity is told in parts of the
    greatest there is among so many families, so that lengths of before and of now go together.
    """
    family_count = max(LEAST_FAMILIES, len(index) + 1)
    greatest = log(family_count + 1)
    square = 0.0
    products: defaultdict[int, float] = defaultdict(float)
    for number, strength in traits:
        held = index.find_all(number, MOST_HOLDERS)
        if held is None:
            continue
        rarity = (log((family_count + 1) / (len(held) + 1.5)) / greatest) ** 2
        square += strength * strength * rarity
        factor = strength * rarity
        for place, other in held:
            products[place] += other * factor
    length = sqrt(square) or 1.0
    cosines = ((place, product / (length * lengths[place])) for place, product in products.items())
    alike = {index.families[place]: cosine for place, cosine in cosines if cosine >= LEAST_LIKE}
    return Compared(length, alike)
