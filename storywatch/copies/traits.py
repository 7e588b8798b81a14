"""What tells a story's event: its words, names, numbers and word pairs, the rare ones most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from math import log, sqrt
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from storywatch.story import Story

MOST_WORDS = 400  # of the text: what happened stands at its beginning
MOST_TRAITS = 100
TITLE, NAME, NUMBER = 2.0, 3.0, 1.5  # how much more than a plain word of the text
COMMON_SHARE = 0.1  # of all stories: a word that so many have tells nothing
COMMON_LEAST = 500  # stories, before a share says anything

_SIGN = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_SIGN}]|[^\W_{_SIGN}]+(?:['’][a-z]+)?")
# Words that tell no event even when few stories are known yet.
_EMPTY = frozenset(Path(__file__).with_name("empty_words.txt").read_text("utf-8").split())

Traits = Mapping[tuple[str, ...], float]


class Trait(NamedTuple):
    """One trait of a story: its number, how much the story has of it, and its share of a vector."""

    number: int
    strength: float
    weight: float


def traits_of(story: Story) -> Traits:
    """Returns the words and the pairs of neighbouring words with their strength in the story."""
    body = story.body.removeprefix(story.title)
    counted: Counter[tuple[str, ...]] = Counter()
    for text, factor in ((story.title, TITLE), (body, 1.0)):
        for trait, worth in _read(text):
            counted[trait] += factor * worth  # type: ignore[assignment]  # counts may be broken
    return {trait: 1 + log(count) if count > 1 else count for trait, count in counted.items()}


def words_of(traits: Traits) -> frozenset[int]:
    """Returns the numbers of the single words, which is what stories are counted by."""
    return frozenset(number(trait) for trait in traits if len(trait) == 1)


def vector(traits: Traits, counts: Mapping[int, int], story_count: int) -> list[Trait]:
    """Returns the rarest traits, with weights that make a vector of length 1.

    `counts` says in how many of `story_count` stories each word is, this story among them. A pair
    is as rare as the rarer of its words.
    """
    rare = {
        word: _rarity(counts.get(number((word,)), 0), story_count)
        for word in set(chain.from_iterable(traits))
    }
    weighed = ((trait, traits[trait] * max(rare[word] for word in trait)) for trait in traits)
    best = sorted(weighed, key=lambda pair: (-pair[1], pair[0]))[:MOST_TRAITS]
    length = sqrt(sum(weight * weight for _, weight in best)) or 1.0
    return [
        Trait(number(trait), traits[trait], weight / length) for trait, weight in best if weight > 0
    ]


def number(trait: tuple[str, ...]) -> int:
    """Returns the number below 2³⁰ that stands for a trait on disk."""
    return crc32(" ".join(trait).encode("utf-8", "replace")) >> 2


def _rarity(count: int, story_count: int) -> float:
    is_common = story_count >= COMMON_LEAST and count > COMMON_SHARE * story_count
    return 0.0 if is_common else log((story_count + 1) / (count + 0.5))


def _read(text: str) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yields the words of a text's beginning and their pairs, each with what it is worth."""
    before = ""
    for match in islice(_WORD.finditer(text), MOST_WORDS):
        word = _plain(match.group())
        if word:
            yield (word,), _worth(match.group())
        if word and before:
            yield (before, word), 1.0
        before = word


def _plain(printed: str) -> str:
    """Returns the word as it is counted, or nothing when it tells nothing."""
    word = printed.lower().replace("’", "'").removesuffix("'s")
    return "" if word in _EMPTY or (len(word) < 2 and word.isascii()) else word


def _worth(printed: str) -> float:
    if printed.isdigit():
        return NUMBER
    return NAME if printed[0].isupper() else 1.0
