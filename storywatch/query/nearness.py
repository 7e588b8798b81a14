"""How near a story came to a clause that it misses: elsewhere, apart, or written otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice

from storywatch.query import fields
from storywatch.query.analysed import AnalysedStory
from storywatch.query.analysis import stem, words
from storywatch.query.match import occurrences
from storywatch.query.syntax import (
    Everything,
    Exact,
    Leaf,
    Near,
    Phrase,
    Present,
    Range,
    Term,
    Words,
)
from storywatch.story import Passage

SHORT = 3  # letters of a word that says nothing by itself
SHOWN = 3  # passages that show how near it came


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """A sentence about what the story holds instead, with the passages that show it."""

    sentence: str
    passages: tuple[Passage, ...] = ()


def nearness(leaf: Leaf, story: AnalysedStory, stemming: str | None = None) -> Nearness:
    """Returns what of the story comes nearest to a leaf that it does not hold."""
    match leaf:
        case Everything():
            return Nearness(sentence="every story holds it")
        case Present(field):
            return Nearness(sentence=f"the story has no {field}")
        case Range():
            return _of_moment(leaf, story)
        case _:
            return next(_ways(leaf, story, stemming))


def _ways(leaf: Words, story: AnalysedStory, stemming: str | None) -> Iterator[Nearness]:
    """Yields what comes near, the nearest first; the last holds of every story."""
    if isinstance(leaf, Exact):
        yield from _shown(_folded(leaf), story, stemming, "it is written otherwise")
    if isinstance(leaf, Phrase | Near):
        yield from _apart(leaf, story, stemming)
    if isinstance(leaf, Term) and stemming is None:
        yield from _other_forms(leaf, story)
    for field in fields.SEARCHED if isinstance(leaf, Exact) else fields.TEXTS:
        if field != leaf.field:
            sentence = f"it stands in {field}, where the clause does not look"
            yield from _shown(replace(leaf, field=field), story, stemming, sentence)
    yield Nearness(sentence="nothing like it is in the story")


def _folded(leaf: Exact) -> Words:
    found = tuple(words(" ".join(leaf.words)))
    return Term(found[0], leaf.field) if len(found) == 1 else Phrase(found, leaf.field)


def _shown(
    other: Words, story: AnalysedStory, stemming: str | None, sentence: str
) -> Iterator[Nearness]:
    cited = _cited(other, occurrences(other, story, stemming), story)
    if cited:
        yield Nearness(sentence=sentence, passages=cited)


def _apart(leaf: Phrase | Near, story: AnalysedStory, stemming: str | None) -> Iterator[Nearness]:
    """What there is of several words: all in one field though too far apart, or only some."""
    asked = tuple(dict.fromkeys(leaf.words))
    found = [word for word in asked if _is_there(Term(word, leaf.field), story, stemming)]
    lost = [word for word in asked if word not in found]
    telling = max(found, key=len, default="")
    if found and lost:
        if len(telling) <= SHORT:  # that a story holds an "of" is not near to anything
            return
        first = Term(telling, leaf.field)
        sentence = f"of its words the story holds {', '.join(found)}, not {', '.join(lost)}"
        yield from _shown(first, story, stemming, sentence)
    elif found:
        yield from _stretch(leaf, asked, story, stemming)


def _stretch(
    leaf: Phrase | Near, asked: tuple[str, ...], story: AnalysedStory, stemming: str | None
) -> Iterator[Nearness]:
    widest = max(len(story.text(field).words) for field in fields.TEXTS)
    anywhere = Near(asked, widest, leaf.field)
    shortest = min(occurrences(anywhere, story, stemming), key=_length, default=None)
    if shortest is None:
        return
    between = _length(shortest) - len(asked)
    where = f"with {between} words among them" if between > 0 else "in another order"
    allowed = f"; at most {leaf.distance} may be" if isinstance(leaf, Near) else ""
    cited = _cited(leaf, [shortest], story)
    yield Nearness(sentence=f"its words come {where}{allowed}", passages=cited)


def _other_forms(leaf: Term, story: AnalysedStory) -> Iterator[Nearness]:
    """Words with the English stem of the one that is missing."""
    if leaf.field in (None, *fields.SEARCHED):
        cited = _cited(leaf, occurrences(leaf, story, "en"), story)
        if cited:
            yield Nearness(
                sentence=f"another form of the word is there; {stem(leaf.word)}* or "
                'stemming = "en" may find it',
                passages=cited,
            )


def _of_moment(leaf: Range, story: AnalysedStory) -> Nearness:
    instant = fields.moment(story.story, leaf.field)
    if instant is None:
        return Nearness(sentence=f"when the story was {leaf.field} is not known")
    text = fields.text(story.story, leaf.field)
    if leaf.start and instant < leaf.start:
        sentence = f"it was {leaf.field} {_in_words(leaf.start - instant)} too early"
    else:
        sentence = f"it was {leaf.field} {_in_words(instant - (leaf.end or instant))} too late"
    whole = Passage(field=leaf.field, start=0, end=len(text), text=text, clause=str(leaf))
    return Nearness(sentence=sentence, passages=(whole,))


def _is_there(leaf: Words, story: AnalysedStory, stemming: str | None) -> bool:
    return any(True for _ in occurrences(leaf, story, stemming))


def _cited(
    leaf: Words, found: Iterable[tuple[str, int, int]], story: AnalysedStory
) -> tuple[Passage, ...]:
    clause = str(leaf)
    return tuple(
        Passage(
            field=field,
            start=(place := story.span(field, first, last))[0],
            end=place[1],
            text=fields.text(story.story, field)[slice(*place)],
            clause=clause,
        )
        for field, first, last in islice(found, SHOWN)
    )


def _length(found: tuple[str, int, int]) -> int:
    return found[2] - found[1] + 1


def _in_words(gap: timedelta) -> str:
    """Returns a length of time in its largest whole unit, at least a minute."""
    minutes = max(int(gap.total_seconds() // 60), 1)
    for unit, length in (("days", 24 * 60), ("hours", 60)):
        if minutes >= 2 * length:
            return f"{minutes // length} {unit}"
    return f"{minutes} minutes" if minutes > 1 else "a minute"
