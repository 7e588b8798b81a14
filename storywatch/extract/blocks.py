"""A page's text as a flat list of blocks in reading order, each with the place it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from storywatch.extract import marks
from storywatch.extract.answers import Answers
from storywatch.extract.charset import clean
from storywatch.extract.marks import Mark
from storywatch.extract.wording import letters

MOST_BLOCKS = 20_000  # of one page; a long live blog has 3,000
_LONGEST_CAPTION = 250  # characters that a caption without a name of its own may have
LONGEST = 400_000  # characters of one block; only a bomb has more

# What an element does to the text that it stands in; those that are not named break it.
_IS_SKIPPED, _BREAKS, _IS_CELL, _LINKS, _IS_BOLD, _IS_IMAGE = (1 << bit for bit in range(6))
_DOES_NOTHING = 0
_SKIPPED = (
    *("script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "applet"),
    *("select", "option", "datalist", "textarea", "input", "button", "canvas", "audio", "video"),
    *("math", "map", "area", "head", "link", "meta", "title", "amp-ad", "dialog"),
    *("rp", "rt"),  # ruby says how the words that it stands over are read: not said twice
)
_INLINE = (
    *("abbr", "acronym", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font"),
    *("i", "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "s", "samp", "small", "span"),
    *("strike", "sub", "sup", "time", "tt", "u", "var", "wbr", "center-inline"),
)
_DOES = {
    **dict.fromkeys(_SKIPPED, _IS_SKIPPED),
    **dict.fromkeys(_INLINE, _DOES_NOTHING),
    **dict.fromkeys(("td", "th"), _IS_CELL),
    **dict.fromkeys(("b", "strong"), _IS_BOLD),
    **dict.fromkeys(("img", "amp-img"), _IS_IMAGE),
    **dict.fromkeys(("picture", "figure"), _IS_IMAGE | _BREAKS),
    "a": _LINKS,
}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ADDRESS_FIELDS = etree.XPath("descendant::input[@type='email' or contains(@name, 'email')]")
_LARGE = frozenset({"body", "main", "article"})
_LONGEST_SIGN_UP = 300  # characters
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060]+")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORD = re.compile(r"\w")
_TELLING = frozenset({"id", "itemprop", "role", "hidden", "style"})  # attributes beside class
_ROLES = frozenset({"navigation", "contentinfo", "search", "menu", "complementary"})


@dataclass(slots=True, kw_only=True)
class Block:
    """A run of text between two breaks: its words, its element and the marks of all around it.

    `path` holds the block elements from the root down to its own, `way` their tags: paragraphs of
    one story share it. `marked` holds the elements around it whose names say something, with what
    they say; `marks` all of that together. `linked` and `bold` count the characters inside links
    and bold type.
    """

    text: str
    path: tuple[HtmlElement, ...]
    way: tuple[str, ...]
    marked: tuple[tuple[HtmlElement, int], ...]
    marks: int
    linked: int = 0
    bold: int = 0
    after_image: bool = False
    index: int = 0
    _letters: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def letters(self) -> str:
        """The letters and digits of the text, in lower case: what two prints of it share."""
        if self._letters is None:
            self._letters = letters(self.text)
        return self._letters

    @property
    def element(self) -> HtmlElement:
        """The element that holds the text."""
        return self.path[-1]

    @property
    def tag(self) -> str:
        """The name of the element that holds the text."""
        return self.way[-1]

    @property
    def is_heading(self) -> bool:
        """Whether that element is a heading's."""
        return self.tag in _HEADINGS

    @property
    def depth(self) -> int:
        """How many block elements it stands in."""
        return len(self.path)

    @property
    def link_share(self) -> float:
        """How much of the text is links, from 0 to 1."""
        return min(1.0, self.linked / max(1, len(self.text)))

    @property
    def is_bold(self) -> bool:
        """Whether all of the text is bold, as sub-headings without a heading tag are."""
        return self.bold >= 0.9 * len(self.text)

    def has(self, mark: int) -> bool:
        """Whether the block stands in a place of that kind."""
        return bool(self.marks & mark)


def read_blocks(tree: HtmlElement) -> list[Block]:
    """Returns the blocks of a page in reading order; bounded, and without recursion on depth."""
    body = tree.find("body")
    reader = _Reader()
    reader.read(tree if body is None else body)
    _mark_sign_ups(tree, reader.blocks)
    _mark_captions(reader.blocks, reader.alts)
    return reader.blocks


def _mark_sign_ups(tree: HtmlElement, blocks: list[Block]) -> None:
    """What shares a small box with a field for an e-mail address asks for one."""
    boxes = {box for field in _ADDRESS_FIELDS(tree)[:20] if (box := _box_of(field)) is not None}
    for block in blocks if boxes else ():
        if not boxes.isdisjoint(block.path):
            box = next(element for element in block.path if element in boxes)
            block.marks |= Mark.SIGN_UP | Mark.NOTICE
            block.marked += ((box, Mark.SIGN_UP | Mark.NOTICE),)


def _box_of(field: HtmlElement) -> HtmlElement | None:
    """The largest box around a field that holds no more than such a box has to say."""
    found = None
    for around in field.iterancestors():
        if around.tag in _LARGE or len(tidy(around.text_content()[:2_000])) > _LONGEST_SIGN_UP:
            break
        found = around
    return found


def _mark_captions(blocks: list[Block], alts: set[str]) -> None:
    boxes = Answers(_is_small_picture_box)
    box: HtmlElement | None = None  # the one around the last caption
    for block in blocks:
        is_beside = box is not None and box in block.path[-2:] and _is_short(block, box, boxes)
        is_printed = is_beside or block.text in alts or _is_of_picture(block, boxes)
        if is_printed and not _leads_elsewhere(block):
            block.marks |= Mark.CAPTION
            block.marked += ((block.element, Mark.CAPTION),)
            box = block.path[-2] if len(block.path) > 2 else None
        else:
            box = None


def _leads_elsewhere(block: Block) -> bool:
    """Whether a line beside a picture is the linked title of another story."""
    return block.link_share >= 0.9 or block.is_heading


def _is_of_picture(block: Block, boxes: Answers) -> bool:
    """Whether a line stands below a picture, or in a box that is named for one and holds little."""
    is_below = block.after_image and _is_below_picture(block, boxes)
    return is_below or (block.has(Mark.MEDIA) and _is_in_picture_box(block, boxes))


def _is_in_picture_box(block: Block, boxes: Answers) -> bool:
    box = next(element for element, mark in reversed(block.marked) if mark & Mark.MEDIA)
    return _is_short(block, box, boxes)


def _is_below_picture(block: Block, boxes: Answers) -> bool:
    """Whether a short line shares a small box with the picture before it, and little else."""
    if len(block.path) < 3 or block.tag == "p":
        return False
    box = block.path[-2]
    holds_little = _is_short(block, box, boxes) and block.element.find(".//img") is None
    return holds_little and len(tidy(box.text_content())) <= 2 * len(block.text) + 40


def _is_short(block: Block, box: HtmlElement, boxes: Answers) -> bool:
    """Whether a line is short and shares a box with a picture and with little else."""
    return len(block.text) <= _LONGEST_CAPTION and boxes[box]


def _is_small_picture_box(box: HtmlElement) -> bool:
    if box.tag in _LARGE or next(box.iterdescendants("img", "picture", "amp-img"), None) is None:
        return False
    return len(tidy(box.text_content())) <= 2 * _LONGEST_CAPTION + 40


def tidy(text: str) -> str:
    """Returns text with single spaces and without what cannot be seen."""
    shown = text if text.isascii() else _INVISIBLE.sub("", text)
    return " ".join(shown.split())


@dataclass(slots=True)
class _Reader:
    """Walks the tree once; the stacks hold what is known of the open elements."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0
    in_link: int = 0
    in_bold: int = 0
    image_seen: bool = False
    alts: set[str] = field(default_factory=set)
    marked: list[tuple[HtmlElement, int]] = field(default_factory=list)
    around: list[tuple[HtmlElement, int]] | None = None  # the marked that hold all words so far
    open_blocks: list[HtmlElement] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)

    def read(self, root: HtmlElement) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag: Any = element.tag
            does = _DOES.get(tag, _BREAKS)
            if event == "start":
                if does == _IS_SKIPPED:
                    walker.skip_subtree()
                else:
                    self._enter(element, tag, does)
            else:
                if does != _IS_SKIPPED:
                    self._leave(element, does)
                if element.tail and element is not root:
                    self._add(element.tail)
            if len(self.blocks) >= MOST_BLOCKS:
                break

    def _enter(self, element: HtmlElement, tag: str, does: int) -> None:
        if does:
            self._begin(element, tag, does)
        text = element.text
        if text or len(element):  # what is empty need not be asked what it is
            found = _own_marks(element, tag)
            if found:
                self.marked.append((element, found))
        if text:
            self._add(text)

    def _begin(self, element: HtmlElement, tag: str, does: int) -> None:
        if does & _BREAKS:
            if self.pieces:
                self._flush()
            self.open_blocks.append(element)
            self.open_tags.append(tag)
        elif does == _LINKS:
            self.in_link += 1
        elif does == _IS_BOLD:
            self.in_bold += 1
        elif does == _IS_CELL and self.pieces:
            self._flush() if sum(map(len, self.pieces)) > 120 else self.pieces.append(" | ")
        if does & _IS_IMAGE:
            self._see_image(element)

    def _see_image(self, element: HtmlElement) -> None:
        self.image_seen = True
        alt = tidy(element.get("alt") or "")
        if len(alt) > 15:
            self.alts.add(alt)

    def _leave(self, element: HtmlElement, does: int) -> None:
        if does & _BREAKS:
            if self.pieces:
                self._flush()
            self.open_blocks.pop()
            self.open_tags.pop()
        elif does == _LINKS:
            self.in_link -= 1
        elif does == _IS_BOLD:
            self.in_bold -= 1
        if self.marked and self.marked[-1][0] is element:
            self.marked.pop()

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        if text.isspace():
            return
        self._narrow()
        if self.in_link:
            self.linked += len(text.strip())
        if self.in_bold:
            self.bold += len(text.strip())

    def _narrow(self) -> None:
        """Inline elements that hold a block whole say what it is, as block elements do."""
        around, marked = self.around, self.marked
        if around is None:
            self.around = marked.copy()
            return
        while around and (len(around) > len(marked) or around[-1] is not marked[len(around) - 1]):
            around.pop()

    def _flush(self) -> None:
        if self.around is not None:
            self._close(self.around, _shown("".join(self.pieces)[:LONGEST]).strip("| "))
            self.linked = self.bold = 0
            self.around = None
        self.pieces.clear()

    def _close(self, around: list[tuple[HtmlElement, int]], text: str) -> None:
        if not _WORD.search(text) or not self.open_blocks:
            return
        marks = 0
        for _, found in around:
            marks |= found
        block = Block(
            text=text,
            path=tuple(self.open_blocks),
            way=tuple(self.open_tags),
            marked=tuple(around),
            marks=marks,
            linked=self.linked,
            bold=self.bold,
            after_image=self.image_seen,
            index=len(self.blocks),
        )
        self.blocks.append(block)
        self.image_seen = False


def _shown(text: str) -> str:
    """Returns what a reader sees of a text, in one line."""
    line = " ".join(text.split())
    return line if line.isprintable() else tidy(clean(text))


def _own_marks(element: HtmlElement, tag: str) -> int:
    found = marks.of_tag(tag)
    attributes = element.keys()
    if not _TELLING.isdisjoint(attributes):
        found |= _marks_of_attributes(element)
    elif "class" in attributes:
        found |= marks.of_names(element.get("class", ""))
    return found


def _marks_of_attributes(element: HtmlElement) -> int:
    get = element.get
    found = marks.of_names(marks.names_on(element))
    if get("itemprop") == "articleBody":
        found |= Mark.BODY
    if get("role") in _ROLES:
        found |= Mark.NAVIGATION
    if get("hidden") is not None or _HIDING.search(get("style", "")):
        found |= Mark.HIDDEN
    return found
