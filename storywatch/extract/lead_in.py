"""Which line between headline and body is the standfirst: a field of its own, and not body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from storywatch.extract.choosing import Choice
from storywatch.extract.chrome import Chrome
from storywatch.extract.lines import Line
from storywatch.extract.marks import Mark, names_on
from storywatch.extract.wording import letters

_FARTHEST = 25  # lines below the headline
_MOST_UNNAMED = 240  # longer ones that no outlet names so are the body's first paragraph
_LEAST, _MOST = 30, 450  # letters of a standfirst
_NAMED = re.compile(
    r"stand-?first|deck\b|dek\b|sub-?title|sub-?head|strap-?line|teaser-?text|bajada|untertitel",
    re.IGNORECASE,
)
_ELSEWHERE = Mark.STANDFIRST | Mark.QUOTE | Mark.EMBED
# Between two sentences: more than one are a paragraph, whatever its name.
_SENTENCES = re.compile(r"[.!?…]\s+\S")
_ENDS = frozenset('.!?…:;。！？।؟”"’)»')
_FRAME = frozenset({Chrome.DATE, Chrome.BYLINE, Chrome.SHARE})


def find_standfirst(choice: Choice, description: str) -> Line | None:
    """Returns the line that prints the standfirst, if one does.

    It is told by its place above the body's own paragraphs, and there by the outlet's name for it,
    by being set as a heading, or by a date or byline that parts it from the body.
    """
    if choice.headline is None:
        return None
    wanted = letters(description)
    body = {line.block.way for line in choice.lines if line.is_prose}
    candidates = ((line, after) for line, after in _above_body(choice) if _can_be(line))
    for line, after in candidates:
        is_given = line.block.letters == wanted
        is_parted = any(next_one.chrome in _FRAME for next_one in after)
        if _is_named(line) or _is_apart(line, is_given=is_given, is_parted=is_parted, body=body):
            return line
    return None


def _above_body(choice: Choice) -> Iterator[tuple[Line, list[Line]]]:
    """The clean lines from the headline to the body's second paragraph, with what follows each."""
    start = (choice.headline or 0) + 1
    page = list(choice.page[start : start + _FARTHEST])
    paragraphs = 0
    for i, line in enumerate(page):
        if paragraphs > 1:
            return
        if line.is_clean and line.block.link_share < 0.5:
            yield line, page[i + 1 : i + 3]
            paragraphs += line.is_prose and line.is_home


def _can_be(line: Line) -> bool:
    """Whether a line is one sentence, of no list: its items are key points, and the body's."""
    if line.is_home or line.is_matched or line.block.tag == "li":
        return False
    return _LEAST <= line.size <= _MOST and not _SENTENCES.search(line.block.text)


def _is_apart(line: Line, *, is_given: bool, is_parted: bool, body: Set[tuple[str, ...]]) -> bool:
    """Whether a line that no outlet names is set apart from the body, whose ways are `body`."""
    if line.block.has(_ELSEWHERE) or _is_of_body(line):
        # A "summary" or "intro" is no body where it is the sentence that the page's data give.
        return is_given and not line.block.has(Mark.BODY) and not line.block.is_heading
    if not (is_given or 50 <= line.size <= _MOST_UNNAMED):
        return False
    if is_parted or line.block.is_heading or line.block.has(Mark.HEADER):
        return True
    is_open = line.block.text[-1:] not in _ENDS
    return is_open and (is_given or line.block.tag != "p" or line.block.way not in body)


def _is_of_body(line: Line) -> bool:
    is_apart = line.block.is_heading or line.block.has(Mark.HEADER)
    return line.is_prose and line.block.has(Mark.BODY) and not is_apart


def _is_named(line: Line) -> bool:
    """Whether the outlet calls the place a standfirst; a "lead" or "intro" may be the body's."""
    named = (element for element, mark in line.block.marked if mark & Mark.STANDFIRST)
    return any(_NAMED.search(names_on(element)) for element in named)
