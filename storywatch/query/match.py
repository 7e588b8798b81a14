"""Whether one story meets one query, and the passages that say so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from storywatch.query import fields
from storywatch.query.analysed import AnalysedStory, Text
from storywatch.query.analysis import stem
from storywatch.query.syntax import (
    And,
    Everything,
    Exact,
    Leaf,
    Near,
    Not,
    Or,
    Prefix,
    Present,
    Query,
    Range,
    Tree,
    Wildcard,
    Words,
    normal,
    words_of,
)
from storywatch.story import Passage


def match(
    query: Query, story: AnalysedStory, *, per_clause: int | None = None
) -> tuple[Passage, ...] | None:
    """Returns the passages with which the story meets the query, or None if it does not.

    Every occurrence is cited, or at most `per_clause` of each clause. A clause that holds because
    something is absent cites nothing.
    """
    if not holds(query.tree, story, query.stemming):
        return None
    cited = (
        passage
        for leaf in supporting(normal(query.tree), story, query.stemming)
        for passage in islice(passages(leaf, story, query.stemming), per_clause)
    )
    return tuple(dict.fromkeys(cited))


def holds(tree: Tree, story: AnalysedStory, stemming: str | None = None) -> bool:
    """Returns whether the tree holds for the story."""
    match tree:
        case And(parts):
            return all(holds(part, story, stemming) for part in parts)
        case Or(parts):
            return any(holds(part, story, stemming) for part in parts)
        case Not(part):
            return not holds(part, story, stemming)
        case Everything():
            return True
        case Range() | Present():
            return any(True for _ in passages(tree, story, stemming))
        case leaf:
            return any(_is_met(leaf, *sought) for sought in _texts(leaf, story, stemming))


def supporting(tree: Tree, story: AnalysedStory, stemming: str | None = None) -> Iterator[Leaf]:
    """Yields the leaves by whose presence a `normal` tree holds that does hold."""
    match tree:
        case And(parts):
            for part in parts:
                yield from supporting(part, story, stemming)
        case Or(parts):
            for part in parts:
                if holds(part, story, stemming):
                    yield from supporting(part, story, stemming)
        case Not() | Everything():
            return
        case leaf:
            yield leaf


def passages(leaf: Leaf, story: AnalysedStory, stemming: str | None = None) -> Iterator[Passage]:
    """Yields the places where a leaf meets the story, field by field and from first to last."""
    match leaf:
        case Everything():
            return
        case Range(field, since, until):
            instant = fields.moment(story.story, field)
            if instant and (not since or since <= instant) and (not until or instant < until):
                yield _whole(field, story, leaf)
        case Present(field):
            if field in fields.MOMENTS:
                is_there = fields.moment(story.story, field) is not None
            else:
                is_there = bool(story.text(field).words)
            if is_there:
                yield _whole(field, story, leaf)
        case _:
            clause = str(leaf)
            for field, first, last in occurrences(leaf, story, stemming):
                start, end = story.span(field, first, last)
                text = fields.text(story.story, field)[start:end]
                yield Passage(field=field, start=start, end=end, text=text, clause=clause)


def occurrences(
    leaf: Words, story: AnalysedStory, stemming: str | None = None
) -> Iterator[tuple[str, int, int]]:
    """Yields the field, the first word and the last word of each place that a leaf finds."""
    names = (leaf.field,) if leaf.field else fields.SEARCHED
    for field, (text, wanted) in zip(names, _texts(leaf, story, stemming), strict=True):
        for first, last in _places(leaf, text, wanted):
            yield field, first, last


def _texts(
    leaf: Words, story: AnalysedStory, stemming: str | None
) -> Iterator[tuple[Text, tuple[str, ...]]]:
    """Yields the texts that a leaf looks in, each with the words wanted in the text's form."""
    wanted = words_of(leaf)
    form = "exact" if isinstance(leaf, Exact) else "folded"
    if stemming and form == "folded" and wanted and (leaf.field or "body") in fields.SEARCHED:
        form, wanted = "stemmed", tuple(map(stem, wanted))
    for field in (leaf.field,) if leaf.field else fields.SEARCHED:
        yield story.text(field, form), wanted


def _is_met(leaf: Words, text: Text, wanted: tuple[str, ...]) -> bool:
    if isinstance(leaf, Prefix):
        return text.has_start(leaf.start)
    if isinstance(leaf, Near | Wildcard):
        return any(True for _ in _places(leaf, text, wanted))
    return text.vocabulary.issuperset(wanted) and (len(wanted) == 1 or text.has_phrase(wanted))


def _places(leaf: Words, text: Text, wanted: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    if isinstance(leaf, Prefix | Wildcard):
        return text.words_like(leaf)
    if not text.vocabulary.issuperset(wanted):
        return iter(())
    if isinstance(leaf, Near):
        return text.neighbours(frozenset(wanted), leaf.distance)
    return text.phrases(wanted)


def _whole(field: str, story: AnalysedStory, leaf: Leaf) -> Passage:
    text = fields.text(story.story, field)
    return Passage(field=field, start=0, end=len(text), text=text, clause=str(leaf))
