"""What an outlet's pages have in common: lines that come back under other stories are furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from storywatch.story import Traces, digest

if TYPE_CHECKING:
    from storywatch.extract.lines import Line

KEPT_A_PAGE = 0.98  # of a line's weight: what left the pages is forgotten after some hundred
MOST_LINES = 800  # of an outlet; when there are more, the lighter half is forgotten
MOST_STORIES = 200  # whose further looks teach nothing
_ENOUGH = 1.9  # weight: two other pages, not long ago
_ENOUGH_OF_BODY = 3.8  # for what is set as the body is: four of them, and most that there were
_LEAST_SHARE = 0.6  # of the pages
_LEAST = 12  # letters; shorter lines come back by chance
_MOST_LEFT_OUT = 0.4  # of a story's letters: more is no frame but a form that is filled in daily
_FIRST, _LAST = 2, 5  # paragraphs at the body's ends, where furniture may be set as the body is
_TELLING = 2  # paragraphs, the longest, that tell a story from others: one may be furniture
_LEAST_HOME = 0.25  # of the prose stands in each place where the body stands
_DIGITS = re.compile(r"\d+")
_DIGEST = 12  # letters of a digest
_Place = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What was learned of an outlet from the pages that passed, as digests and never as texts.

    `lines` maps a line to its weight and the page that showed it last; `stories` are those that
    the pages told, the latest last. Nothing is known at first, and then nothing is left out.
    """

    pages: int = 0
    lines: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    stories: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: Mapping[str, Any] | None) -> Furniture:
        """Returns what `document` wrote down; nothing known where there is nothing written."""
        if not document:
            return cls()
        lines = {line: (float(weight), int(at)) for line, (weight, at) in document["lines"].items()}
        return cls(pages=document["pages"], lines=lines, stories=tuple(document["stories"]))

    @property
    def document(self) -> dict[str, Any]:
        """All of it as JSON takes it."""
        return {"pages": self.pages, "lines": self.lines, "stories": self.stories}

    def after(self, traces: Traces) -> Furniture:
        """Returns what is known after one more page; a story that is known teaches nothing."""
        if not traces.story or traces.story in self.stories:
            return self
        at = self.pages + 1
        shown = {
            line: (round(KEPT_A_PAGE * self._weight(line) + 1, 3), at) for line in traces.lines
        }
        now = Furniture(
            pages=self.pages + 1,
            lines={**self.lines, **shown},
            stories=(*self.stories, traces.story)[-MOST_STORIES:],
        )
        if len(now.lines) <= MOST_LINES:
            return now
        kept = sorted(now.lines, key=now._weight, reverse=True)[: MOST_LINES // 2]
        return replace(now, lines={line: now.lines[line] for line in kept})

    @property
    def to_judge_by(self) -> Furniture:
        """What pages are judged by: most lines that are kept came only once so far."""
        lines = {line: shown for line, shown in self.lines.items() if shown[0] >= _ENOUGH}
        return Furniture(pages=self.pages, lines=lines)

    def holds(self, line: Line, *, is_as_body: bool) -> bool:
        """Whether a line of a page is furniture: what is set as the body is needs more for that."""
        weight = self._weight(_digest(line))
        if not is_as_body:
            return weight >= _ENOUGH
        possible = (1 - KEPT_A_PAGE**self.pages) / (1 - KEPT_A_PAGE)
        return weight >= max(_ENOUGH_OF_BODY, _LEAST_SHARE * possible)

    def _weight(self, line: str) -> float:
        weight, at = self.lines.get(line, (0.0, 0))
        return float(weight * KEPT_A_PAGE ** (self.pages - at))


NOTHING_KNOWN = Furniture()


def traces(lines: Sequence[Line], left_out: Iterable[Line] = ()) -> Traces:
    """Returns what a page shows of its outlet's furniture, of the lines that were chosen."""
    longest = sorted((line for line in lines if line.is_prose), key=_size)[-_TELLING:]
    as_body = _set_as_body(lines)
    paragraphs = [i for i in sorted(as_body) if not lines[i].block.is_heading]
    inner = frozenset(paragraphs[_FIRST:-_LAST])
    possible = (line for i, line in enumerate(lines) if i not in inner)
    return Traces(
        story=digest(*map(_digest, longest))[:_DIGEST] if longest else "",
        lines=tuple(dict.fromkeys(_digest(line) for line in possible if line.size >= _LEAST)),
        left_out=tuple(line.block.text for line in left_out),
    )


def standing(lines: Sequence[Line], known: Furniture) -> list[Line]:
    """Returns which of the chosen lines are furniture.

    A heading goes with what it heads, and it stays if that is the story's own text and stands in
    the same box: some outlets ask the same questions in every story.
    """
    if not known.lines:
        return []
    as_body = _set_as_body(lines)
    found: set[int] = set()
    for i in reversed(range(len(lines))):
        is_heading = lines[i].block.is_heading
        if is_heading and i + 1 in found:
            found.add(i)
        elif is_heading and i + 1 in as_body and _heads(lines[i], lines[i + 1]):
            continue
        elif known.holds(lines[i], is_as_body=i in as_body):
            found.add(i)
    left_out = [lines[i] for i in sorted(found)]
    is_frame = sum(map(_size, left_out)) <= _MOST_LEFT_OUT * sum(map(_size, lines))
    return left_out if is_frame else []


def _heads(heading: Line, line: Line) -> bool:
    """Whether a heading stands right above text, in one box with it."""
    boxes = heading.block.path[-2:-1], line.block.path[-2:-1]
    return boxes[0] == boxes[1] and not line.block.is_heading


def _set_as_body(lines: Sequence[Line]) -> frozenset[int]:
    """Which lines are set as the story's own: its headings, and prose in the places of most."""
    sizes: Counter[_Place] = Counter()
    for line in lines:
        if line.is_prose and line.is_home:
            sizes[_place(line)] += line.size
    homes = {place for place, size in sizes.items() if size >= _LEAST_HOME * sizes.total()}
    return frozenset(
        i
        for i, line in enumerate(lines)
        if line.is_matched or line.block.is_heading or (line.is_prose and _place(line) in homes)
    )


def _place(line: Line) -> _Place:
    """The elements down to a line and the names of the nearest: boxes that look alike share it."""
    return (*line.block.way, *(element.get("class") or "" for element in line.block.path[-2:]))


def _size(line: Line) -> int:
    return line.size


def _digest(line: Line) -> str:
    """Of a line's letters: its numbers, as of comments or shares, are any."""
    return digest(_DIGITS.sub("0", line.block.letters))[:_DIGEST]
