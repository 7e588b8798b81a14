"""Which block of a page is its headline, and which of the page's titles names the story best."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from storywatch.extract.blocks import Block
from storywatch.extract.marks import Mark
from storywatch.extract.wording import squeezed

_LONGEST = 1_000  # characters of a title that are read
_LONGEST_LABEL = 25  # letters before a title that is printed again: "You're reading", a trail
_PARTS = regex.compile(r"\s+[-–—|·•»›:/]+\s+|\s*[|»›]\s*")


def find_headlines(blocks: list[Block], titles: Iterable[str]) -> list[int]:
    """Returns the indexes of the blocks that print the headline, of the best kind found only."""
    wanted = {s for title in titles for part in _readings(title) if len(s := squeezed(part)) >= 8}
    least = min(map(len, wanted), default=0) // 2  # letters; less is no part of a title
    found: list[tuple[float, int]] = []
    for block in blocks:
        if max(5, least) <= len(block.text) <= 400 and _is_titled(block, wanted):
            rank = _rank(block)
            if rank is not None:
                found.append((rank, block.index))
    best = min((rank for rank, _ in found), default=0)
    return [index for rank, index in found if rank == best] or _only_h1(blocks)


def repeats(blocks: Iterable[Block], titles: Iterable[str]) -> set[int]:
    """Returns the indexes of the blocks that are a title of the page, or a label and the title."""
    wanted = {
        s for title in titles for part in _readings(title)[:2] if len(s := squeezed(part)) >= 20
    }
    least = min(map(len, wanted), default=_LONGEST)
    near = (block for block in blocks if least <= len(block.text) <= _LONGEST)
    return {block.index for block in near if _is_repeat(block.letters, wanted)}


def _is_titled(block: Block, wanted: set[str]) -> bool:
    return any(_same(block.letters, title) for title in wanted)


def _is_repeat(text: str, wanted: set[str]) -> bool:
    return any(text.endswith(one) and len(text) <= len(one) + _LONGEST_LABEL for one in wanted)


def _only_h1(blocks: list[Block]) -> list[int]:
    """Where no block prints a title of the page, its one h1 is the headline, if it has but one."""
    found = [block for block in blocks if block.tag == "h1" and 15 <= len(block.text) <= 300]
    return [found[0].index] if len(found) == 1 and not found[0].linked else []


def _readings(title: str) -> tuple[str, ...]:
    """A title whole, and without the outlet's name: the first and the longest of its parts."""
    title = " ".join(title[:_LONGEST].split())
    parts = _PARTS.split(title)
    return title, parts[0], max(parts, key=len)


def _rank(block: Block) -> float | None:
    """Headings before plain text; a linked line that is no heading points to a story elsewhere."""
    if block.tag == "h1":
        return 0
    if block.tag in {"h2", "h3", "h4"}:
        return 1.5 if block.has(Mark.HEADER | Mark.NAVIGATION) else 1
    if block.linked:
        return None
    return 1 if block.has(Mark.HEADLINE) else 2


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return (
        len(short) >= 15
        and len(short) > 0.5 * len(long)
        and (long.startswith(short) or short in long)
    )
