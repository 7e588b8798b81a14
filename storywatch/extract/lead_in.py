"""Which line between headline and body is the standfirst: a field of its own, and not body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storywatch.extract.choosing import Choice
from storywatch.extract.chrome import Chrome
from storywatch.extract.headline import squeezed
from storywatch.extract.lines import HEADINGS, Line
from storywatch.extract.marks import Mark

_FARTHEST = 25  # lines below the headline
_MOST_UNNAMED = 240  # longer ones that no outlet names so are the body's first paragraph
_TOO_MANY = 1  # ends of sentences inside: three sentences are a paragraph, whatever its name
_LEAST, _MOST = 30, 450  # letters of a standfirst
_NAMED = re.compile(
    r"stand-?first|deck\b|dek\b|sub-?title|sub-?head|strap-?line|teaser-?text|bajada|untertitel",
    re.IGNORECASE,
)
_ELSEWHERE = int(Mark.STANDFIRST | Mark.QUOTE | Mark.EMBED)
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
    wanted = squeezed(description)
    for line, after in _above_body(choice):
        if _is_standfirst(line, after, wanted):
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
            yield line, page[i + 1 : i + 4]
            paragraphs += line.is_prose and line.is_home


def _is_standfirst(line: Line, after: list[Line], wanted: str) -> bool:
    if line.is_home or line.is_matched or not _LEAST <= line.size <= _MOST:
        return False
    if len(_SENTENCES.findall(line.block.text)) >= _TOO_MANY:
        return False
    if _is_named(line):
        return True
    if line.block.has(_ELSEWHERE) or _is_of_body(line):
        # A "summary" or "intro" is no body where it is the sentence that the page's data give.
        is_given = squeezed(line.block.text) == wanted and not line.block.has(Mark.BODY)
        return (
            is_given and line.block.tag not in HEADINGS and not _SENTENCES.search(line.block.text)
        )
    is_parted = any(next_one.chrome in _FRAME for next_one in after[:2])
    is_open = line.block.text[-1:] not in _ENDS
    is_set_off = line.block.tag in HEADINGS or line.block.has(Mark.HEADER) or is_open
    is_whole = 50 <= line.size <= _MOST_UNNAMED or squeezed(line.block.text) == wanted
    return is_whole and (is_set_off or is_parted) and not _is_paragraph(line)


def _is_paragraph(line: Line) -> bool:
    """Whether a line that no outlet names tells the story in sentences: it opens the body."""
    return line.block.tag not in HEADINGS and bool(_SENTENCES.search(line.block.text))


def _is_of_body(line: Line) -> bool:
    is_apart = line.block.tag in HEADINGS or line.block.has(Mark.HEADER)
    return line.is_prose and line.block.has(Mark.BODY) and not is_apart


def _is_named(line: Line) -> bool:
    """Whether the outlet calls the place a standfirst; a "lead" or "intro" may be the body's."""
    named = (element for element, mark in line.block.marked if mark & Mark.STANDFIRST)
    return any(_NAMED.search(f"{e.get('class', '')} {e.get('id', '')}") for e in named)
