"""The error family: surprises that a person has to act on; expected outcomes are values instead.

StorywatchError
├── Misconfigured        mistakes in outlets/, topics/ or the environment, all listed at once
├── QueryError           a query that does not parse, with its column
├── UnknownOutlet        no outlet of that id is declared
├── UnknownTopic         no topic of that id is declared
├── UnknownStory         no story of that id is recorded
├── IndexUnusable        Elasticsearch or Kibana cannot be reached, refuses us or is not set up
├── JournalUnusable      the journal cannot be opened, is locked or comes from a newer version
├── SourceUnreadable     a fetched document is not what its source says it is
└── WrongUse             a command was called with words that do not fit together
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MOST_NAMES = 20  # that a message lists


class StorywatchError(Exception):
    """The base of all errors that storywatch raises on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing that is wrong in a declaration: where it stands, what, and what to write.

    `line` counts from 1; a folder has none.
    """

    path: Path
    line: int | None
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}. {self.instead}"

    @property
    def place(self) -> str:
        """`PATH:LINE`, or `PATH` alone for a folder."""
        return str(self.path) if self.line is None else f"{self.path}:{self.line}"


class Misconfigured(StorywatchError):
    """Declarations cannot be used; `mistakes` holds every one that was found."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class QueryError(StorywatchError):
    """A query cannot be read: `column` counts from 1, `instead` says what to write."""

    def __init__(self, what: str, *, query: str, column: int, instead: str) -> None:
        self.what = what
        self.query = query
        self.column = column
        self.instead = instead
        super().__init__(f"column {column}: {what}. {instead}")


class UnknownOutlet(StorywatchError):
    """No outlet of that id is declared."""

    def __init__(self, outlet: str, known: Iterable[str]) -> None:
        super().__init__(f"outlet {outlet!r} is not declared; declared are: {listed(known)}")


class UnknownTopic(StorywatchError):
    """No topic of that id is declared."""

    def __init__(self, topic: str, known: Iterable[str]) -> None:
        super().__init__(f"topic {topic!r} is not declared; declared are: {listed(known)}")


class UnknownStory(StorywatchError):
    """No story of that id is in the journal."""

    def __init__(self, story: str) -> None:
        super().__init__(
            f"story {story!r} is not in the journal; `storywatch search` prints the ids it knows"
        )


class JournalUnusable(StorywatchError):
    """The journal cannot be used; the message says why and what to do."""


class IndexUnusable(StorywatchError):
    """Elasticsearch or Kibana cannot be used; the message says why and what to do."""


class SourceUnreadable(StorywatchError):
    """A source's document is not what its kind promises; the message is the ledger's sentence."""


class WrongUse(StorywatchError):
    """The command line's words do not fit together."""


def listed(names: Iterable[str]) -> str:
    """Writes names in order, of very many the first."""
    ordered = sorted(names)
    rest = len(ordered) - MOST_NAMES
    return ", ".join(ordered[:MOST_NAMES]) + (f" and {rest} more" if rest > 0 else "") or "none"
