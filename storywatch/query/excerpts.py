"""The piece of a story around what was found, with every hit in it marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storywatch.harmless import one_line
from storywatch.query.fields import text as text_of
from storywatch.story import Passage, Story

AROUND = 90  # characters on either side of a hit: two lines of a terminal in all
_END_OF_HEADING = re.compile(r"(?<![.!?…:;,\"”’)\s])\n")  # it would run into what stands below
MARKS = ("outlet", "language", "published")  # fields that stand beside a story anyway
LONGEST_HIT = 300  # characters; a near clause may span a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A piece of a field: plain and marked pieces by turns, beginning with a plain one."""

    field: str
    pieces: tuple[str, ...]

    def __str__(self) -> str:
        """The excerpt on one line, hits between asterisks."""
        return one_line("*".join(one_line_inside(piece) for piece in self.pieces))


def excerpts(story: Story, passages: Iterable[Passage], *, most: int = 2) -> tuple[Excerpt, ...]:
    """Returns up to `most` pieces of the story, each around a hit that none before it holds.

    No two of them share a word.
    """
    by_field: dict[str, list[Passage]] = {}
    for passage in passages:
        by_field.setdefault(passage.field, []).append(passage)
    found: list[Excerpt] = []
    for field, hits in by_field.items():
        found += _of_field(field, text_of(story, field), sorted(hits, key=_place), most)
    return tuple(found[:most])


def _of_field(field: str, text: str, hits: Sequence[Passage], most: int) -> list[Excerpt]:
    found: list[Excerpt] = []
    covered = 0
    for hit in hits:
        if hit.start >= covered and len(found) < most:
            start, covered = _window(text, hit, covered)
            covered = max([covered, *_cut(hits, hit.start, covered)])
            inside = [one for one in hits if one.start >= hit.start and one.end <= covered]
            found.append(Excerpt(field=field, pieces=_pieces(text, start, covered, inside)))
    return found


def _cut(hits: Sequence[Passage], start: int, end: int) -> list[int]:
    """Where the hits end that begin in a window and would be cut by its end."""
    return [one.end for one in hits if start <= one.start < end < one.end <= end + AROUND]


def _window(text: str, hit: Passage, floor: int) -> tuple[int, int]:
    """From `AROUND` before the hit, or `floor`, to `AROUND` after it, at whole words."""
    start = max(floor, hit.start - AROUND)
    end = min(len(text), min(hit.end, hit.start + LONGEST_HIT) + AROUND)
    if start:
        start = text.find(" ", start, hit.start) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", hit.end, end), 0) or end
    return start, end


def _pieces(text: str, start: int, end: int, hits: Sequence[Passage]) -> tuple[str, ...]:
    pieces = ["… " if start else ""]
    at = start
    for hit in hits:
        if hit.start >= at:
            pieces[-1] += text[at : hit.start]
            pieces += [text[hit.start : hit.end], ""]
            at = hit.end
    pieces[-1] += text[at:end] + (" …" if end < len(text) else "")
    return tuple(_END_OF_HEADING.sub(" · ", piece) for piece in pieces)


def one_line_inside(piece: str) -> str:
    """Returns a piece on one line, with one blank kept at an end that has any."""
    line = one_line(piece)
    before = " " if piece[:1].isspace() else ""
    after = " " if piece[-1:].isspace() and line else ""
    return f"{before}{line}{after}"


def _place(passage: Passage) -> tuple[int, int]:
    return passage.start, passage.end
