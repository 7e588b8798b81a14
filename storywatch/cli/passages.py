"""Excerpts of stories as the command shows them, hits in colour on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from storywatch.query.excerpts import AROUND, MARKS, Excerpt, excerpts, one_line_inside
from storywatch.story import Passage, Story

__all__ = ["AROUND", "excerpts", "headed", "styled"]

STYLE = "bold yellow"


def headed(story: Story, passages: Sequence[Passage]) -> tuple[Excerpt, tuple[Excerpt, ...]]:
    """Returns the headline with the hits in it, and the excerpts that stand under it.

    What stands there anyway, such as the outlet, has none. A headline that is too long for one
    excerpt has no hits marked, and one that shows them below.
    """
    passages = [passage for passage in passages if passage.field not in MARKS]
    of_title = [passage for passage in passages if passage.field == "title"]
    for whole in excerpts(story, of_title, most=1):
        if "".join(whole.pieces) == story.title:
            others = [passage for passage in passages if passage.field != "title"]
            return whole, excerpts(story, others)
    return Excerpt(field="title", pieces=(story.title,)), excerpts(story, passages)


def styled(excerpt: Excerpt) -> Text:
    """Returns the excerpt for a terminal, hits in colour."""
    line = Text()
    for number, piece in enumerate(excerpt.pieces):
        line.append(one_line_inside(piece), style=STYLE if number % 2 else "")
    return line
