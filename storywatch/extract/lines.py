"""A page's blocks with what is judged of each: length, prose or not, chrome, worth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from lxml.html import HtmlElement

from storywatch.extract.blocks import Block
from storywatch.extract.chrome import Chrome, kind
from storywatch.extract.marks import Mark
from storywatch.extract.wording import letters

CHROME_PLACES = (
    Mark.NAVIGATION
    | Mark.FOOTER
    | Mark.RELATED
    | Mark.SIGN_UP
    | Mark.SHARE
    | Mark.COMMENTS
    | Mark.BIO
    | Mark.TAGS
    | Mark.ADVERT
    | Mark.NOTICE
    | Mark.HIDDEN
    | Mark.ASIDE
)
FRAME_PLACES = Mark.CAPTION | Mark.HEADLINE | Mark.BYLINE | Mark.DATELINE
# Names that also wrap whole stories; a long sentence in them may still be the story's.
_DOUBTFUL = Mark.TAGS | Mark.ADVERT | Mark.SIGN_UP | Mark.SHARE | Mark.HIDDEN
_EMBEDDED = Mark.EMBED | Mark.MEDIA
_SENTENCE = re.compile(r"[.!?。！？।؟]\s")
_SENTENCE_END = re.compile(r"[.!?…。！？।؟:;»”\"’)][\s\"”’»)\]]*$")
_LONGEST_END = 100  # characters in which the last sentence's end is looked for
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\u0e00-\u0e7f]")
_UNMARKED = re.compile(r"[\u0e01-\u0e2e\u0e81-\u0eae\u1780-\u17b3]")  # Thai, Lao, Khmer
_LEAST_PROSE = 60  # letters
_LEAST_UNMARKED = 60  # consonants of a paragraph; a headline has half as many
_LEAST_ARTICLE = 400  # letters that structured data must have before blocks are matched with it
_SPREADING = (Chrome.SIGN_UP, Chrome.PLAYER)
_PLAYER = (Chrome.PLAYER,)
_WORTH_OF_CHROME = {
    Chrome.SIGN_UP: -2.0,
    Chrome.NOTICE: -2.0,
    Chrome.APPEARED: -2.0,
    Chrome.COMMENTS: -2.0,
    Chrome.CREDIT: -0.2,
}


@dataclass(slots=True, kw_only=True)
class Line:
    """A block, its `size` in letters, and what is known of it.

    `is_matched` says that the page's structured data has it in the story's text; `worth` is
    positive for what reads like a story; `is_home` is set for paragraphs where the story stands.
    """

    block: Block
    size: int
    is_prose: bool
    is_matched: bool
    chrome: Chrome | None
    worth: float = 0.0
    is_home: bool = False

    @property
    def is_barred(self) -> bool:
        """Whether it stands in a place that never holds a story: a list of links, a sign-up …"""
        barring = self.block.marks & CHROME_PLACES
        return bool(barring) and not self.is_matched and bool(barring & ~self._excused)

    @property
    def _excused(self) -> int:
        excused = _DOUBTFUL if self.is_prose and self.size >= 100 else 0
        if self.block.has(Mark.EMBED) and self.block.has(Mark.QUOTE):
            excused |= Mark.SHARE  # "social" also names the box around a quoted post
        return excused

    @property
    def is_framed(self) -> bool:
        """Whether it is the story's and not its body: a caption, the headline, a byline, a date."""
        return self.block.has(FRAME_PLACES) and not self.is_matched

    @property
    def is_clean(self) -> bool:
        """Whether nothing speaks against its being body."""
        return not (self.is_barred or self.is_framed or self.chrome)


def read_lines(blocks: list[Block], article_body: str) -> list[Line]:
    """Returns a line a block, with what its own words and the page's structured data say of it."""
    whole = letters(article_body)
    is_telling = len(whole) >= _LEAST_ARTICLE
    lines = []
    for block in blocks:
        size = weight(block.text)
        line = Line(
            block=block,
            size=size,
            is_prose=size >= _LEAST_PROSE and _is_sentence(block),
            is_matched=is_telling and _is_in(block, whole),
            chrome=kind(block.text, block.link_share),
        )
        lines.append(line)
    _spread(lines)
    _follow(lines)
    return lines


def judge(lines: list[Line]) -> None:
    """Says what each line is worth, now that the marks around it are settled."""
    for line in lines:
        line.worth = _worth(line)


def _spread(lines: list[Line]) -> None:
    """A box of which much is chrome is chrome whole: the pitch of a newsletter, a video's title."""
    said = [line for line in lines if line.chrome and line.chrome in _SPREADING]
    for box in _boxes(lines, said, 2):
        _spread_in(box, box, _SPREADING)
    players = [line for line in said if line.chrome is Chrome.PLAYER]
    if any(_much_of(box, _PLAYER) for box in _boxes(lines, players, 2, 3)):
        for box in _boxes(lines, lines, 2, 3):
            _spread_in(box, [line for line in box if not line.is_prose], _PLAYER)


def _follow(lines: list[Line]) -> None:
    """What a pointer alone on its line points to is the linked line below it."""
    for line, below in pairwise(lines):
        is_bare = line.chrome is Chrome.POINTER and len(line.block.text) < 40
        if is_bare and below.block.link_share >= 0.6 and not below.is_matched:
            below.chrome = below.chrome or Chrome.POINTER


def _boxes(lines: list[Line], around: list[Line], *levels: int) -> list[list[Line]]:
    """The lines that share an element, counted from their own outwards, with one of `around`."""
    paths = [line.block.path for line in around]
    shared = {path[-level] for path in paths for level in levels if len(path) >= level}
    boxes: dict[HtmlElement, list[Line]] = {}
    for line in lines if shared else ():
        path = line.block.path
        for level in levels:
            if len(path) >= level and path[-level] in shared:
                boxes.setdefault(path[-level], []).append(line)
    return list(boxes.values())


def _spread_in(box: list[Line], affected: list[Line], kinds: tuple[Chrome, ...]) -> None:
    if said := _much_of(box, kinds):
        for line in affected:
            line.chrome = line.chrome or said[0].chrome


def _much_of(box: list[Line], kinds: tuple[Chrome, ...]) -> list[Line]:
    """The lines of a box that are chrome of these kinds, where they are a third of it."""
    said = [line for line in box if line.chrome and line.chrome in kinds]
    is_much = said and 3 * sum(line.size for line in said) >= sum(line.size for line in box)
    return said if is_much else []


def weight(text: str) -> int:
    """Returns a text's length in letters of an alphabetic script; a wide character counts three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_WIDE.findall(text))


def _is_sentence(block: Block) -> bool:
    """Whether a block that is long enough reads like a paragraph: not made of links."""
    text = block.text
    is_ended = _SENTENCE.search(text) or _SENTENCE_END.search(text[-_LONGEST_END:])
    return block.link_share < 0.5 and bool(is_ended or _is_unmarked_prose(text))


def _is_unmarked_prose(text: str) -> bool:
    """Whether a text is a paragraph in a script that has no sign for the end of a sentence."""
    return not text.isascii() and len(_UNMARKED.findall(text)) >= _LEAST_UNMARKED


def _is_in(block: Block, whole: str) -> bool:
    return len(block.text) >= 25 and len(block.letters) >= 20 and block.letters in whole


def _worth(line: Line) -> float:
    if line.chrome:
        return _WORTH_OF_CHROME.get(line.chrome, -1.0)
    length = min(line.size, 600) / 100
    if line.is_matched:
        return 2 + length
    if line.is_barred:
        return -1.5
    if line.is_framed:
        return -0.1
    return length if line.is_prose else _worth_of_scrap(line)


def _worth_of_scrap(line: Line) -> float:
    """What is no paragraph counts for the story only where an outlet calls the place its body."""
    block = line.block
    if block.link_share > 0.5:
        return -1.0
    if block.has(Mark.BODY) and not block.has(_EMBEDDED):
        return 0.1 + line.size / 150
    return -0.4 if line.size < 60 or block.is_heading else 0.2
