"""The captions and credits of a story's pictures, told from its paragraphs."""

from __future__ import annotations

from storywatch.extract.choosing import Choice
from storywatch.extract.chrome import Chrome
from storywatch.extract.lines import CHROME_PLACES, Line
from storywatch.extract.marks import Mark

_CHROME_PLACES = CHROME_PLACES & ~Mark.ASIDE
_LONGEST = 600  # characters of a caption
_ABOVE = 6  # lines above the headline in which the story's own picture may stand
_BELOW = 4  # lines below the body


def captions(choice: Choice) -> tuple[str, ...]:
    """Returns the captions around a story's lines, in order and each once."""
    start, end = choice.run
    top = start if choice.headline is None else min(start, choice.headline)
    near = choice.page[max(0, top - _ABOVE) : end + _BELOW]
    found = {line.block.text: line.block.letters for line in near if is_caption(line)}
    # Some outlets print the headline below the picture too: it says nothing of it.
    headline = "" if choice.headline is None else choice.page[choice.headline].block.letters
    return tuple(text for text, letters in found.items() if letters != headline)


def is_caption(line: Line) -> bool:
    """Whether a line says what a picture shows or who made it."""
    if line.is_matched or len(line.block.text) > _LONGEST:
        return False
    if line.block.has(_CHROME_PLACES):
        return False
    if line.chrome is None:
        return line.block.has(Mark.CAPTION)
    return line.chrome is Chrome.CREDIT
