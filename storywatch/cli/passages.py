"""Excerpts of stories as the command shows them, hits in colour on a terminal."""

from __future__ import annotations

from rich.text import Text

from storywatch.query.excerpts import AROUND, Excerpt, excerpts, one_line_inside

__all__ = ["AROUND", "excerpts", "styled"]

STYLE = "bold yellow"


def styled(excerpt: Excerpt) -> Text:
    """Returns the excerpt for a terminal, hits in colour."""
    line = Text()
    for number, piece in enumerate(excerpt.pieces):
        line.append(one_line_inside(piece), style=STYLE if number % 2 else "")
    return line
