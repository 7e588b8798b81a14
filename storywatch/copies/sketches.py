"""A story's sketch: its figures and a quarter of its four-word runs, to tell whose words it has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zlib import crc32

from storywatch.beyond_ascii import beyond_ascii
from storywatch.copies.twins import Twin
from storywatch.story import Story

RUN = 4  # words; an edit breaks four runs, and four words in a row are seldom alike by chance
SIGN_RUN = 8  # signs, in scripts without spaces
SAMPLE = 4  # one run of so many is kept: the same one wherever it stands
LEAST_SHINGLES = 4  # about twenty words; shorter texts are alike by chance
MOST_WORDS = 20_000
MOST_FIGURES = 500  # different ones; a text of more is a table, and which they are tells nothing

_SIGN = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_SIGN}]|[^\W{_SIGN}]+")
_SIGNS = re.compile(rf"[{_SIGN}]")
_FEW = 24  # characters beyond ASCII up to which parting words at blanks is the quicker way
# Bytes of ASCII that are of no word become blanks.
_BLANKS = bytes(
    code if code > 127 or code == ord("_") or chr(code).isalnum() else ord(" ")
    for code in range(256)
)
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What is kept of a story to find its copies; `number` counts sketches as they came.

    `family` is the number of the first sketch of its family. `shingles` are in reading order;
    `figures` are in none, and there are none where the text's are not known.
    """

    number: int
    family: int
    story_id: str
    outlet: str
    url: str
    known_at: datetime
    shingles: tuple[int, ...]
    figures: tuple[int, ...] = ()

    @property
    def rank(self) -> tuple[datetime, str]:
        """A total order of all stories: a copy always comes after what it is a copy of."""
        return self.known_at, self.story_id

    @property
    def twin(self) -> Twin:
        """What the decision about a story's original needs to know of this one."""
        return Twin(
            story_id=self.story_id,
            outlet=self.outlet,
            url=self.url,
            published_at=None,
            first_seen_at=self.known_at,
        )


def sketch_of(story: Story, number: int) -> Sketch:
    """Returns a story's sketch as a family of its own."""
    known_at = Twin.of(story).known_at
    return Sketch(
        number=number,
        family=number,
        story_id=story.id,
        outlet=story.outlet,
        url=story.url,
        # Stores keep milliseconds, and an order that changes with them would be none.
        known_at=known_at.replace(microsecond=known_at.microsecond // 1000 * 1000),
        shingles=shingles(story.body),
        figures=figures(story.body),
    )


@lru_cache(maxsize=32)  # a story's are asked for when it has been read, and when it is recorded
def shingles(text: str) -> tuple[int, ...]:
    """Returns the sampled runs of a text, each once, in reading order; below 2³⁰ each."""
    words = _words(text.lower())[:MOST_WORDS]
    run = SIGN_RUN if 2 * len(_SIGNS.findall(text[:2_000])) > min(len(text), 2_000) else RUN
    return tuple(
        dict.fromkeys([value // SAMPLE for value in _runs(words, run) if not value % SAMPLE])
    )


@lru_cache(maxsize=32)
def figures(text: str) -> tuple[int, ...]:
    """Returns the different figures of a text as numbers below 2³², however thousands are parted.

    There are none for a text of more than `MOST_FIGURES`.
    """
    found = {crc32(figure.replace(",", "").encode()) for figure in _FIGURE.findall(text)}
    return tuple(sorted(found)) if len(found) <= MOST_FIGURES else ()


def _words(text: str) -> list[bytes]:
    """Returns the words of a text, and its signs one by one."""
    beyond = beyond_ascii(text)
    if len(beyond) > _FEW or _SIGNS.search("".join(beyond)):
        return list(map(str.encode, _WORD.findall(text)))
    for char in beyond:
        if not char.isalnum():
            text = text.replace(char, " ")
    return text.encode().translate(_BLANKS).split()


def _runs(words: list[bytes], run: int) -> Iterable[int]:
    """Returns the checksum of each run of so many words."""
    runs = zip(*(words[start:] for start in range(run)), strict=False)
    return map(crc32, map(b" ".join, runs))


def without(numbers: tuple[int, ...], dropped: Collection[int]) -> tuple[int, ...]:
    """Returns the shingles that are not among the dropped ones, still in reading order."""
    return tuple(number for number in numbers if number not in dropped) if dropped else numbers
