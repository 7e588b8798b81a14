"""A story as its author wrote it: text in blocks, with a little inline markup, before any page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup, escape

_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_EMPHASIS = re.compile(r"\*([^*]+)\*")


class Kind(StrEnum):
    """What a block of a story is; figures and videos are not its text."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    BULLET = "bullet"
    FIGURE = "figure"
    VIDEO = "video"


_SIGNS = {"## ": Kind.HEADING, "> ": Kind.QUOTE, "* ": Kind.BULLET, "!! ": Kind.VIDEO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a story; a figure's `text` is its picture's alternative text."""

    kind: Kind = Kind.PARAGRAPH
    text: str
    caption: str = ""
    credit: str = ""

    @property
    def is_text(self) -> bool:
        """Whether a reader reads it as part of the story."""
        return self.kind not in {Kind.FIGURE, Kind.VIDEO}

    @property
    def plain(self) -> str:
        """Its words without markup."""
        return plain(self.text)

    @property
    def html(self) -> Markup:
        """Its words with links and emphasis as HTML."""
        return inline(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """The story of another outlet of the stand that a story is a copy of."""

    outlet: str
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story before it is published: its words and what its outlet says around them.

    `topics` names the standard topics that it meets. `meta_charset` is what its page's <meta>
    claims, which may be a lie: the bytes and the header are always UTF-8.
    """

    slug: str
    title: str
    blocks: tuple[Block, ...]
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    editor: str | None = None
    section: str = "news"
    tags: tuple[str, ...] = ()
    language: str = "en"
    credited_to: tuple[str, ...] = ()
    original: Credit | None = None
    topics: tuple[str, ...] = ()
    is_noindex: bool = False
    meta_charset: str = "utf-8"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The words of its body, sub-headings among them, one string a block."""
        return tuple(block.plain for block in self.blocks if block.is_text)

    @property
    def captions(self) -> tuple[str, ...]:
        """What stands under its pictures."""
        return tuple(block.caption for block in self.blocks if block.caption)

    @property
    def lede(self) -> str:
        """A teaser of it: the standfirst, or else the beginning of the first paragraph."""
        return self.standfirst or " ".join(self.paragraphs[0].split()[:24]) + " …"


def blocks_of(text: str) -> tuple[Block, ...]:
    """Returns the blocks of a text that has one a line.

    A line may begin with `## ` (sub-heading), `> ` (quotation), `* ` (list item), `!! ` (a video's
    title), or be a figure: `![alternative text | caption | credit]`.
    """
    return tuple(_block(line.strip()) for line in text.splitlines() if line.strip())


def plain(text: str) -> str:
    """Returns the words of `text` without its inline markup."""
    return _EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", _LINK.sub(r"\1", text)))


def inline(text: str) -> Markup:
    """Returns `text` as HTML: `[label](address)`, `*emphasis*` and `**strong**` as elements."""
    marked = _LINK.sub(r'<a href="\2">\1</a>', str(escape(text)))
    marked = _STRONG.sub(r"<strong>\1</strong>", marked)
    return Markup(_EMPHASIS.sub(r"<em>\1</em>", marked))


def _block(line: str) -> Block:
    if line.startswith("![") and line.endswith("]"):
        text, caption, credit = (part.strip() for part in line[2:-1].split("|"))
        return Block(kind=Kind.FIGURE, text=text, caption=caption, credit=credit)
    for sign, kind in _SIGNS.items():
        if line.startswith(sign):
            return Block(kind=kind, text=line.removeprefix(sign).strip())
    return Block(text=line)
