"""What tells a story's event: its words, names, numbers and word pairs, the rare ones most."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import log
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TypeVar
from zlib import crc32

from storywatch.story import Story

MOST_WORDS = 400  # of the text: what happened stands at its beginning
MOST_TRAITS = 100
TITLE, NAME, NUMBER = 2.0, 3.0, 1.5  # how much more than a plain word of the text
COMMON_SHARE = 0.1  # of all stories: a word that so many have tells nothing
COMMON_LEAST = 500  # stories, before a share says anything
MOST_READ = 4_000  # words, of which is remembered what they were read as

_SIGN = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_SIGN}]|[^\W_{_SIGN}]+(?:['’][a-z]+)?")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:'[a-z]+)?")  # the same, sooner found
# Words that tell no event even when few stories are known yet.
_EMPTY = frozenset(Path(__file__).with_name("empty_words.txt").read_text("utf-8").split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """The words and the pairs of neighbouring words with their strength in a story.

    `numbers` are what the words are counted by.
    """

    numbers: Mapping[str, int]
    words: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]


class Trait(NamedTuple):
    """The number of one trait, and how much a story has of it."""

    number: int
    strength: float


def traits_of(story: Story) -> Traits:
    """Returns the traits of a story's title and of the beginning of its text."""
    numbers: dict[str, int] = {}
    words: dict[str, float] = {}
    pairs: dict[tuple[str, str], float] = {}
    body = story.body.removeprefix(story.title)
    for text, factor in ((story.title, TITLE), (body, 1.0)):
        before = ""
        for word, worth, its_number in map(_read, _first_words(text)):
            if word:
                numbers[word] = its_number
                words[word] = words.get(word, 0.0) + factor * worth
                if before:
                    pair = before, word
                    pairs[pair] = pairs.get(pair, 0.0) + factor
            before = word
    return Traits(numbers=numbers, words=_damped(words), pairs=_damped(pairs))


def _first_words(text: str) -> Iterator[str]:
    word = _ASCII_WORD if text.isascii() else _WORD
    return map(itemgetter(0), islice(word.finditer(text), MOST_WORDS))


def rarest(traits: Traits, rarity: Mapping[str, float]) -> list[Trait]:
    """Returns the traits that are rare and strong, the most telling first.

    A pair is as rare as the rarer of its words.
    """
    weighed: list[tuple[float, float, tuple[str, ...]]] = [
        (strength * rarity[word], strength, (word,)) for word, strength in traits.words.items()
    ]
    weighed += [
        (strength * max(rarity[pair[0]], rarity[pair[1]]), strength, pair)
        for pair, strength in traits.pairs.items()
    ]
    weighed.sort(key=itemgetter(0), reverse=True)
    best = weighed[:MOST_TRAITS]
    return [Trait(number(" ".join(trait)), strength) for weight, strength, trait in best if weight]


def rarity(count: int, story_count: int) -> float:
    """Returns how much a word tells that so many of all stories have; 0 for a common one."""
    is_common = story_count >= COMMON_LEAST and count > COMMON_SHARE * story_count
    return 0.0 if is_common else log((story_count + 1) / (count + 0.5))


def number(trait: str) -> int:
    """Returns the number below 2³⁰ that stands for a trait on disk."""
    return crc32(trait.encode("utf-8", "replace")) >> 2


Key = TypeVar("Key", str, tuple[str, str])


def _damped(counted: Mapping[Key, float]) -> Mapping[Key, float]:
    return {trait: 1 + log(count) if count > 1 else count for trait, count in counted.items()}


@lru_cache(maxsize=MOST_READ)
def _read(printed: str) -> tuple[str, float, int]:
    """Returns the word as it is counted, its worth and its number; nothing if it tells nothing."""
    word = printed.lower().replace("’", "'").removesuffix("'s")
    if word in _EMPTY or (len(word) < 2 and word.isascii()):
        return "", 0.0, 0
    worth = NUMBER if printed.isdigit() else NAME if printed[0].isupper() else 1.0
    return word, worth, number(word)
