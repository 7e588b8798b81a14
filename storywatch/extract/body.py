"""A page's text, parted into what a story is made of: body, captions, standfirst and headline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from storywatch.extract.blocks import Block, read_blocks
from storywatch.extract.captions import captions, is_caption
from storywatch.extract.choosing import Choice, choose
from storywatch.extract.document import Document
from storywatch.extract.furniture import NOTHING_KNOWN, Furniture, standing, traces
from storywatch.extract.hinted import elements, is_inside
from storywatch.extract.lead_in import find_standfirst
from storywatch.extract.lines import Line
from storywatch.extract.linked_data import Node, story_node, text_of
from storywatch.extract.second_opinion import POOR, of_linked_data, of_trafilatura, size_of
from storywatch.extract.wording import letters
from storywatch.outlet import Hints
from storywatch.story import Traces

_NO_HINTS = Hints()
_NO_TRACES = Traces()
_A_STORY = 500  # letters that speak for themselves, whatever the page's data say
_PIECE = 12  # letters of a text, by which it is found in another, also where no blanks part words


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a page prints of its story.

    `lines` are the body's paragraphs, sub-headings and list items in order, without chrome,
    headline, standfirst and captions; no lines mean that the page has no story. `captions` are
    those of its pictures, with their credits. `standfirst` and `headline` are as printed.
    `evidence` names what decided the choice; `traces` are of the outlet's furniture.
    """

    lines: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    standfirst: str | None = None
    headline: str | None = None
    evidence: str = "article blocks"
    traces: Traces = _NO_TRACES


@dataclass(frozen=True, slots=True)
class _Unwanted:
    """What a second opinion may begin with, the headline, and end with: furniture.

    One that is nothing but furniture is kept, for a notice to be known by.
    """

    named: tuple[str, ...]
    furnished: frozenset[str]

    @classmethod
    def of(cls, choice: Choice, named: tuple[str, ...]) -> _Unwanted:
        return cls(named, frozenset(_texts(line for line in choice.page if line.chrome)))

    def cut_from(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        first, last = int(bool(lines) and lines[0] in self.named), len(lines)
        while last > first and lines[last - 1] in self.furnished:
            last -= 1
        return lines[first:last] or lines[first:]


def read_body(
    document: Document,
    *,
    titles: tuple[str, ...] = (),
    description: str | None = None,
    hints: Hints = _NO_HINTS,
    furniture: Furniture = NOTHING_KNOWN,
) -> Body:
    """Returns the story's text on a page; `titles` and `description` say how the page names it.

    `furniture` is what the outlet's other pages taught: what they share is left out.
    """
    story = story_node(document.linked_data, document.url)
    article_body = text_of(story.get("articleBody")) or ""
    blocks = read_blocks(document.tree)
    if unwanted := elements(document.tree, hints.drop):
        blocks = _without(blocks, unwanted)
    named = (*titles, *_page_titles(document, story))
    choice = choose(blocks, article_body, named)
    body = _printed(choice, description, furniture)
    if hints.body and (lines := _hinted(choice, document, hints.body)):
        return replace(body, lines=lines, evidence="hint")
    return _richer(body, document, article_body, _Unwanted.of(choice, named))


def _without(blocks: list[Block], unwanted: set[HtmlElement]) -> list[Block]:
    kept = [block for block in blocks if not is_inside(block, unwanted)]
    for index, block in enumerate(kept):
        block.index = index
    return kept


def _page_titles(document: Document, story: Node) -> Iterator[str]:
    """Every name that the page has for its story: one of them is printed above it."""
    for name in ("og:title", "twitter:title"):
        yield from document.meta.get(name, ())[:1]
    yield text_of(story.get("headline")) or ""
    yield document.tree.findtext(".//title") or ""


def _printed(choice: Choice, description: str | None, furniture: Furniture) -> Body:
    standfirst = find_standfirst(choice, description or "")
    chosen = [line for line in (*choice.leads, *choice.lines) if line is not standfirst]
    left_out = standing(chosen, furniture)
    body = [line for line in chosen if not any(line is one for one in left_out)]
    headline = None if choice.headline is None else choice.page[choice.headline].block.text
    return Body(
        lines=_texts(body),
        captions=captions(choice),
        standfirst=standfirst.block.text if standfirst else None,
        headline=headline,
        traces=traces(chosen, left_out),
    )


def _hinted(choice: Choice, document: Document, selector: str) -> tuple[str, ...]:
    around = elements(document.tree, [selector])
    inside = (line for line in choice.page if is_inside(line.block, around))
    return _texts(line for line in inside if not (line.chrome or is_caption(line)))


def _texts(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(line.block.text for line in lines)


def _richer(body: Body, document: Document, article_body: str, unwanted: _Unwanted) -> Body:
    """Asks the page's data, then trafilatura, where the blocks hold next to nothing."""
    size = size_of(body.lines)
    if len(article_body) > max(4 * size, POOR) and _is_of(article_body, body.lines):
        return replace(body, lines=of_linked_data(article_body), evidence="json-ld articleBody")
    if size < POOR and size_of(found := unwanted.cut_from(of_trafilatura(document))) > size:
        return replace(body, lines=found, evidence="trafilatura")
    return body


def _is_of(article_body: str, lines: tuple[str, ...]) -> bool:
    """Whether a longer text has half of what is printed, where that is more than a few words."""
    if size_of(lines) < _A_STORY:
        return True
    printed, whole = letters(" ".join(lines)), letters(article_body)
    pieces = [printed[start : start + _PIECE] for start in range(0, len(printed), _PIECE)]
    return 2 * sum(map(whole.__contains__, pieces)) >= len(pieces)
