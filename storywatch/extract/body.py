"""A page's text, parted into what a story is made of: body, captions, standfirst and headline."""

from __future__ import annotations

from dataclasses import dataclass

from storywatch.extract.blocks import read_blocks
from storywatch.extract.choosing import choose
from storywatch.extract.document import Document
from storywatch.extract.linked_data import story_node, text_of
from storywatch.outlet import Hints


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a page prints of its story.

    `lines` are the body's paragraphs, sub-headings and list items in order, without chrome,
    headline, standfirst and captions; no lines mean that the page has no story. `captions` are
    those of its pictures, with their credits. `standfirst` and `headline` are as printed.
    `evidence` names what decided the choice.
    """

    lines: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    standfirst: str | None = None
    headline: str | None = None
    evidence: str = "article blocks"


_NO_HINTS = Hints()


def read_body(
    document: Document,
    *,
    titles: tuple[str, ...] = (),
    description: str | None = None,
    hints: Hints = _NO_HINTS,
) -> Body:
    """Returns the story's text on a page; `titles` and `description` say how the page names it."""
    article_body = text_of(story_node(document.linked_data).get("articleBody")) or ""
    blocks = read_blocks(document.tree)
    choice = choose(blocks, article_body, titles)
    return Body(lines=tuple(line.block.text for line in (*choice.leads, *choice.lines)))
