"""Builds a small, well-formed tree from XML of any size and shape, in linear time and memory."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from storywatch.discover.hostile_xml import beginning
from storywatch.errors import SourceUnreadable
from storywatch.extract.charset import clean

_CHUNK = 65_536  # bytes given to the parser at once
_MOST_EVENTS = 4_000_000  # tags and texts read before the rest is left; large sitemaps have half
_MOST_ATTRIBUTES = 40  # of one element
_LONGEST_TEXT = 20_000  # characters of one element or attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruning:
    """What of a document is kept, by local names in lower case.

    `items` are what the document lists: one that opens inside an unclosed one ends it. `dropped`
    elements go with everything in them, of `hollow` ones the attributes stay.
    """

    items: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    hollow: frozenset[str] = frozenset()
    most_items: int = 5_000
    most_children: int = 100
    deepest: int = 12


def pruned_tree(text: bytes, pruning: Pruning) -> etree._Element:
    """Returns the tree of what can be read of UTF-8; raises `SourceUnreadable` if nothing can."""
    target = _Target(pruning)
    parser = etree.XMLParser(  # type: ignore[call-overload]  # the stubs ask for every event's method
        target=target,
        recover=True,
        resolve_entities="internal",  # XML's own five; no DTD that declares others comes this far
        no_network=True,
        load_dtd=False,
        huge_tree=True,  # the target keeps little
        encoding="utf-8",
    )
    # A parser that gives up has still told its target all that it could read.
    with contextlib.suppress(etree.XMLSyntaxError):
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
            if target.is_full:
                break
        parser.close()
    root = target.root()
    if root is None:
        raise SourceUnreadable(f"answered no XML that can be read: it begins {beginning(text)!r}")
    return root


def local_name(element: etree._Element | str) -> str:
    """Returns an element's or tag's name without its namespace, in lower case."""
    tag = element if isinstance(element, str) else str(element.tag)
    return tag.rpartition("}")[2].lower()


@dataclass(slots=True)
class _Open:
    """An element that the parser has open; a kept one is open in the built tree too."""

    tag: str
    is_kept: bool
    is_item: bool
    is_hollow: bool = False
    child_count: int = 0
    text_room: int = _LONGEST_TEXT


class _Target:
    """The parser's target: passes on to a tree builder what the pruning keeps."""

    def __init__(self, pruning: Pruning) -> None:
        self.event_count = 0
        self._pruning = pruning
        self._builder = etree.TreeBuilder()
        self._open: list[_Open] = []
        self._open_items: list[int] = []  # where they stand among these
        self._item_count = 0
        self._is_begun = False

    @property
    def is_full(self) -> bool:
        """Whether nothing that still comes would be kept, or too much has come already."""
        return self.event_count > _MOST_EVENTS or self._item_count > self._pruning.most_items

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.event_count += 1
        name = local_name(tag)
        is_item = name in self._pruning.items
        if is_item:
            self._end_open_item()
        is_hollow = name in self._pruning.hollow
        opened = _Open(tag, self._keeps(name, is_item), is_item, is_hollow)
        if is_item:
            self._open_items.append(len(self._open))
        self._open.append(opened)
        if opened.is_kept:
            self._is_begun = True
            few = list(attributes.items())[:_MOST_ATTRIBUTES]
            self._builder.start(tag, {key: clean(value[:_LONGEST_TEXT]) for key, value in few})

    def end(self, _tag: str) -> None:
        if self._open:
            closed = self._open.pop()
            if closed.is_item:
                self._open_items.pop()
            self._end(closed)

    def data(self, text: str) -> None:
        self.event_count += 1
        if self._open and self._open[-1].is_kept and not self._open[-1].is_hollow:
            current = self._open[-1]
            self._builder.data(clean(text[: current.text_room]))  # `&#1;` is read as it stands
            current.text_room = max(0, current.text_room - len(text))

    def close(self) -> None:
        """Does nothing: `root` ends what a cut document left open."""

    def root(self) -> etree._Element | None:
        """Returns the built tree, if the document had any element."""
        while self._open:
            self._end(self._open.pop())
        return self._builder.close() if self._is_begun else None

    def _end(self, closed: _Open) -> None:
        if closed.is_kept:
            self._builder.end(closed.tag)
            closed.is_kept = False

    def _end_open_item(self) -> None:
        """Ends an unclosed item around the parser's place, so that a new one stands beside it.

        Those around it ended when it began.
        """
        for inner in reversed(self._open[self._open_items[-1] :] if self._open_items else []):
            self._end(inner)

    def _keeps(self, name: str, is_item: bool) -> bool:
        if not self._open:
            return not self._is_begun
        if is_item:
            self._item_count += 1
            return self._item_count <= self._pruning.most_items and self._open[0].is_kept
        parent = self._open[-1]
        parent.child_count += 1
        return (
            parent.is_kept
            and not parent.is_hollow
            and name not in self._pruning.dropped
            and parent.child_count <= self._pruning.most_children
            and len(self._open) < self._pruning.deepest
        )
