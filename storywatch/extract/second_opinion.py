"""The story as the page's data or trafilatura has it, where its blocks hold next to nothing."""

from __future__ import annotations

import html
import re
from copy import deepcopy

from storywatch.extract.blocks import tidy
from storywatch.extract.document import Document
from storywatch.extract.lines import weight

POOR = 150  # letters; a choice with fewer is hardly a story
_MOST_TAGS = 40_000  # a story's page has a tenth; trafilatura takes minutes for larger ones
_MOST_LETTERS = 3_000_000
_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_MARKUP_END = re.compile(r"</(?:p|div|article|section|h[1-6]|span|body|html)\s*>", re.IGNORECASE)
_MOST_MARKUP = 3  # ends of tags in a text; a story about the web has one or two
_BREAKS = re.compile(r"\n|</p>|<br\s{0,9}/?>", re.IGNORECASE)


def size_of(lines: tuple[str, ...]) -> int:
    """Returns the letters of some lines."""
    return sum(map(weight, lines))


def of_linked_data(article_body: str) -> tuple[str, ...]:
    """Returns the paragraphs of a JSON-LD articleBody, which outlets write as text or as HTML."""
    text = html.unescape(article_body) if "&" in article_body else article_body
    paragraphs = (tidy(_MARKUP.sub(" ", part)) for part in _BREAKS.split(text))
    return tuple(filter(None, paragraphs))


def of_trafilatura(document: Document) -> tuple[str, ...]:
    """Returns what trafilatura takes for the story.

    That is nothing of a page too large for it, or of one that prints its own markup as text.
    """
    # One page in eighty comes here, and the import takes as long as reading ten.
    from trafilatura import bare_extraction  # noqa: PLC0415

    if len(document.text) > _MOST_LETTERS or document.text.count("<") > _MOST_TAGS:
        return ()
    found = bare_extraction(deepcopy(document.tree), include_comments=False, with_metadata=False)
    text = found if isinstance(found, str) else getattr(found, "text", None) or ""
    if len(_MARKUP_END.findall(text)) >= _MOST_MARKUP:
        return ()
    return tuple(filter(None, map(tidy, text.split("\n"))))
