"""Whom a story's text names as its source: "Reuters reported", "told AFP", "laut Spiegel"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storywatch.copies.names import Lexicon, Mention, newspapers, plain
from storywatch.copies.wording import wording

WINDOW = 120  # characters beside a name in which its attribution has to stand
MOST_TEXT = 200_000  # characters; no story is longer, and what follows costs nothing

_JOINED = re.compile(r"(?:,|\s*/|,?\s+(?:and|&|und|et|y|e|or|as well as))\s+(?:the\s+)?|\s*/\s*")
_ARTICLE = re.compile(r"\b(?:the|der|die|das) $", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A name that the text gives as its source, and the words that do so."""

    name: str
    evidence: str


def credits_of(text: str, names: Lexicon) -> list[Credit]:
    """Returns whom the text attributes something to, in the order of their first attribution."""
    body = plain(text[:MOST_TEXT])
    found: dict[str, Credit] = {}
    for run in _runs(body, _all_mentions(body, names)):
        if not _is_person(body, run[0], names) and _is_attributed(body, run):
            quote = _quote(body, run[0].start, run[-1].end)
            for mention in run:
                found.setdefault(mention.name, Credit(name=mention.name, evidence=quote))
    return [credit for credit in found.values() if not _is_short_for(credit.name, found)]


def _quote(body: str, start: int, end: int) -> str:
    """Returns the names with the whole words around them."""
    before = body[max(0, start - 40) : start]
    after = body[end : end + 30]
    first = before.find(" ") + 1 if start > 40 else 0
    last = after.rfind(" ") if end + 30 < len(body) else len(after)
    return " ".join((before[first:] + body[start:end] + after[:last]).split())


def _is_short_for(name: str, others: Iterable[str]) -> bool:
    """Whether "The Times" stands for the New York Times that the same text credits."""
    bare = name.removeprefix("The ")
    return any(other != f"The {bare}" and other.endswith(f" {bare}") for other in others)


def _all_mentions(body: str, names: Lexicon) -> list[Mention]:
    known = list(names.mentions(body))
    taken = {place for mention in known for place in range(mention.start, mention.end)}
    shaped = [
        Mention(
            name=match.group(),
            start=match.start(),
            end=match.end(),
            is_common=True,
            is_shaped=True,
        )
        for match in newspapers(body)
        if not taken.intersection(range(match.start(), match.end()))
    ]
    return sorted((*known, *shaped), key=lambda mention: mention.start)


def _runs(body: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Yields mentions that share one attribution: "Reuters, AFP and the BBC"."""
    run = list(mentions[:1])
    for last, mention in pairwise(mentions):
        if not _JOINED.fullmatch(body, last.end, mention.start):
            yield run
            run = []
        run.append(mention)
    if run:
        yield run


def _is_person(body: str, mention: Mention, names: Lexicon) -> bool:
    known = names.names.get(mention.name)
    return known is not None and any(person in body for person in known.people)


def _is_attributed(body: str, run: Sequence[Mention]) -> bool:
    words = wording()
    before = body[max(0, run[0].start - WINDOW) : run[0].start]
    after = body[run[-1].end : run[-1].end + WINDOW]
    if words.staff.match(after):
        return False
    if words.before_strong.search(before) or words.after_strong.match(after):
        return True
    if all(mention.is_common for mention in run):
        is_named = all(mention.is_shaped for mention in run) and _ARTICLE.search(before)
        ends = is_named and words.said_before.search(before) and words.clause_end.match(after)
        return bool(ends or words.said_alone.match(after))
    return bool(
        words.before.search(before)
        or words.after.match(after)
        or words.said_after.match(after)
        or (words.said_before.search(before) and words.clause_end.match(after))
    )
