"""What changed from one text to another: runs of words that stayed, went or came, in context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "removed", "added"]

CONTEXT = 6  # words kept on either side of a change
# Comparing n pieces costs n² steps and more: what is larger than this is told as one change.
MOST_COMPARED = 1500
LONGEST_COMPARED = 200_000  # characters of both texts: ten times a long story
WORD = re.compile(r"\S+\s*")
LINE = re.compile(r"[^\n]*\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text that stayed, went or came."""

    kind: Kind
    text: str


def words_changed(was: str, now: str) -> Iterator[Piece]:
    """Compares line by line first: words are only compared where lines differ."""
    if len(was) + len(now) > LONGEST_COMPARED:
        yield from replaced(was, now)
        return
    pieces: list[Piece] = []
    for kind, old, new in _compared(LINE.findall(was)[:-1], LINE.findall(now)[:-1]):
        if kind == "same":
            pieces += [Piece(kind="same", text=old)]
        else:
            pieces += _pieces(_compared(WORD.findall(old), WORD.findall(new)))
    yield from _in_context(_joined(pieces))


def _compared(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yields runs of pieces that are the same, and runs that another takes the place of."""
    head = _shared(was, now)
    tail = _shared(was[head:][::-1], now[head:][::-1])
    old, new = was[head : len(was) - tail], now[head : len(now) - tail]
    if head:
        yield "same", "".join(was[:head]), ""
    if max(len(old), len(new)) > MOST_COMPARED:
        yield "other", "".join(old), "".join(new)
    else:
        stripped = [piece.rstrip() for piece in old], [piece.rstrip() for piece in new]
        for tag, i, j, k, m in SequenceMatcher(None, *stripped, autojunk=False).get_opcodes():
            yield ("same" if tag == "equal" else "other"), "".join(old[i:j]), "".join(new[k:m])
    if tail:
        yield "same", "".join(was[len(was) - tail :]), ""


def _shared(was: Sequence[str], now: Sequence[str]) -> int:
    """How many pieces two sequences have in common at their heads."""
    count = 0
    for one, other in zip(was, now, strict=False):
        if one.rstrip() != other.rstrip():
            break
        count += 1
    return count


def _pieces(compared: Iterator[tuple[str, str, str]]) -> Iterator[Piece]:
    for kind, old, new in compared:
        if kind == "same":
            yield Piece(kind="same", text=old)
        else:
            yield from replaced(old, new)


def replaced(was: str, now: str) -> Iterator[Piece]:
    """Yields the old value as gone and the new one as come."""
    if was:
        yield Piece(kind="removed", text=was)
    if now:
        yield Piece(kind="added", text=now)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Runs of pieces of one kind as one piece each."""
    return [
        Piece(kind=kind, text="".join(piece.text for piece in run))
        for kind, run in groupby(pieces, key=lambda piece: piece.kind)
    ]


def _in_context(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for number, piece in enumerate(pieces):
        if piece.kind == "same":
            is_first, is_last = number == 0, number == len(pieces) - 1
            yield Piece(kind="same", text=_shortened(piece.text, is_first, is_last))
        else:
            yield piece


def _shortened(text: str, is_first: bool, is_last: bool) -> str:
    words = WORD.findall(text)
    before = [] if is_first else words[:CONTEXT]
    after = [] if is_last else words[len(before) :][-CONTEXT:]
    if len(before) + len(after) == len(words):
        return text
    return "".join(before) + "… " + "".join(after)
