"""What changed from one revision to the next: words of texts, whole values of everything else."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from storywatch.changes import LONGEST_COMPARED, Piece, replaced, words_changed
from storywatch.journal import story_to_document
from storywatch.story import Story

__all__ = ["LONGEST_COMPARED", "Edit", "edits"]

TEXTS = ("title", "standfirst", "body")
NOT_AN_EDIT = {"id", "outlet", "revision", "fetched_at", "first_seen_at", "evidence"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What changed in one field; unchanged words far from a change are left out."""

    field: str
    pieces: tuple[Piece, ...]


def edits(before: Story, after: Story) -> tuple[Edit, ...]:
    """Returns the changed fields, texts first, with their changed words in context."""
    old, new = story_to_document(before), story_to_document(after)
    names = [field.name for field in dataclasses.fields(Story) if field.name not in NOT_AN_EDIT]
    found = []
    for name in sorted(names, key=lambda name: name not in TEXTS):
        was, now = _written(old[name]), _written(new[name])
        if was != now:
            pieces = words_changed(was, now) if name in TEXTS else replaced(was, now)
            found.append(Edit(field=name, pieces=tuple(pieces)))
    return tuple(found)


def _written(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {part}" for key, part in value.items() if part)
    return "" if value is None else str(value)
