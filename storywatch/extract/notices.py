"""What a page says of itself where a story should stand: blocked, down, for sale, not there."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import regex

from storywatch.extract.phrases import Phrases
from storywatch.extract.sieve import Sieve
from storywatch.story import Reason

_OPENING = 500  # characters; a notice says at once what it is
_LONGEST_HEADING = 500  # characters; notices' own have a tenth
_SHORT = 150  # words; most notices say less than that, and stories about them more
_FEWEST_VOUCHED = 40  # words of a story whose title could be a notice's: a film named Captcha
_HARDLY_ANY_WORDS = 60
_A_STORYS_LENGTH = 1_500  # words; notices with lists of partners or of other stories are shorter
_SHORTER_THAN_A_STORY = 25  # words; so few of a page with a challenge's markup are the challenge's
_FEWEST_TITLE_WORDS = 3
_SENTENCE_END = regex.compile(r"(?<=[.!?])\s|[。！？\n]")
_QUOTED = regex.compile(r"[\"“”«„‘][^\"“”»“’]{0,200}[\"“”»“’]")
_FILLER = regex.compile(
    r"""\b(?:lorem|ipsum|dolor|sit|amet|consectetu\w*|adipiscing|elit|sed|do|eiusmod|tempor|ut
      |incididunt|labore|et|dolore|magna|aliqua|enim|ad|minim|veniam|quis|nostrud|exercitation
      |ullamco|laboris|nisi|aliquip|ex|ea|commodo|consequat|duis|aute|irure|in|reprehenderit
      |voluptate|velit|esse|cillum|eu|fugiat|nulla|pariatur|excepteur|sint|occaecat|cupidatat
      |non|proident|sunt|culpa|qui|officia|deserunt|mollit|anim|id|est|laborum)\b""",
    regex.VERBOSE | regex.IGNORECASE,
)
_WHOLE = r"\W*(?:{})\W*"
_BEHIND_A_HEADING = r"\W*(?:(?:[|·:–—-]|cloudflare).{0,60})?"  # the outlet's name

Pattern = regex.Pattern[str]
Said = tuple["Notice", str]


class Wordings:
    """Wordings, one a line, of which the pattern is compiled when a text has the letters for one.

    That takes long, and most texts have them for none.
    """

    def __init__(self, lines: str, around: str = "{}") -> None:
        self._written = (lines, around)
        wordings = "|".join(lines.split("\n")[:-1])
        self._sieve = Sieve([Phrases(wordings.replace(" ", r"\ "))] if wordings else [])

    @cached_property
    def _pattern(self) -> Pattern:
        return _any_of(*self._written)

    def are(self, text: str) -> bool:
        """Whether a text is one of them, whole but for what may stand around it."""
        return bool(self._sieve.kept([text]) and self._pattern.fullmatch(text))

    def first_in(self, text: str) -> str:
        """Returns the first that stands in a text, or nothing."""
        found = self._pattern.search(text) if self._sieve.kept([text]) else None
        return found[0] if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One kind of notice: the reason that it is counted under, and how it is worded."""

    reason: Reason
    what: str
    headings: Wordings
    addresses: Wordings
    openings: Wordings
    traces: Pattern
    markup: Pattern
    most_words: int
    longest: int

    def names(self, heading: str) -> bool:
        """Whether a heading is this notice's, and not a headline that only begins with its words:
        "Access denied: court keeps its files closed".
        """
        if len(heading) > _LONGEST_HEADING or not self.headings.are(heading):
            return False
        _, colon, rest = heading.partition(": ")
        is_headline = bool(colon) and len(rest.split()) >= _FEWEST_TITLE_WORDS
        return not is_headline or any(one.headings.are(rest) for one in notices())


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What a page says: its headings, of which the first is its title, and the text read of it.

    `vouchers` counts what speaks for a story: that it has a date, that the page calls itself one.
    `name` is what its address calls it: the end of the path, if that is short.
    """

    headings: Sequence[str]
    body: str
    words: int
    vouchers: int
    name: str = ""


@cache
def notices() -> tuple[Notice, ...]:
    """Returns all kinds of notices; they are read when the first page is short enough for one."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return tuple(map(_notice, tomllib.loads(text)["notice"]))


def _notice(written: dict[str, Any]) -> Notice:
    around = _WHOLE if written.get("whole") else rf"\W*(?:{{}}){_BEHIND_A_HEADING}"
    return Notice(
        reason=Reason(written["reason"]),
        what=written["what"],
        headings=Wordings(written.get("headings", ""), around),
        addresses=Wordings(written.get("addresses", "")),
        openings=Wordings(written.get("openings", "")),
        traces=_any_of(written.get("traces", "")),
        markup=_any_of(written.get("markup", "")),
        most_words=written.get("most_words", _SHORT),
        longest=written.get("longest", _A_STORYS_LENGTH),
    )


def _any_of(lines: str, around: str = "{}") -> Pattern:
    wordings = "|".join(lines.split("\n")[:-1]) or r"(?!)"
    return regex.compile(around.replace("{}", wordings), regex.IGNORECASE)


def notice_in(saying: Saying) -> Said | None:
    """Returns the notice that a page is by its headings or its first words, and what it says.

    Words within quotation marks are somebody else's. What is vouched for in every way is a notice
    by its first sentence only, or by its heading if it is hardly longer than one.
    """
    opening = _opening(saying)
    for notice in notices():
        found = _heading_of(notice, saying)
        if not found and saying.words < notice.most_words:
            found = notice.openings.first_in(opening)
        if found:
            return notice, found[:120]
    return None


def trace_in(seen: str, markup: str, words: int) -> Said | None:
    """Returns the notice that an undated page is by what is seen of it, or by its markup.

    Both are looked at only where there is hardly any text.
    """
    if words >= _HARDLY_ANY_WORDS:
        return None
    looked_at = markup if words < _SHORTER_THAN_A_STORY else ""
    for notice in notices():
        found = notice.traces.search(seen) or notice.markup.search(looked_at)
        if found:
            return notice, found[0][:120]
    return None


def is_challenge(markup: str) -> bool:
    """Whether a page's markup is that of a challenge to prove to be human."""
    return any(notice.markup.search(markup) for notice in notices())


def is_filler(body: str) -> bool:
    """Whether a text is the printers' Latin that stands for one."""
    if "ipsum" not in body and "dolor sit amet" not in body:
        return False
    sample = body[:20_000]
    return len(_FILLER.findall(sample)) * 2 > len(sample.split())


def _opening(saying: Saying) -> str:
    lines = saying.body[: 2 * _OPENING].splitlines()
    said = "\n".join(line for line in lines if line not in saying.headings)
    if saying.vouchers == 2:
        said = _SENTENCE_END.split(said, maxsplit=1)[0]
    return _QUOTED.sub(" ", " ".join(said[:_OPENING].split()))


def _heading_of(notice: Notice, saying: Saying) -> str:
    """The heading that is the notice's; where there is more text only the title counts."""
    is_there = bool(saying.name) and notice.addresses.are(saying.name)
    vouchers = 0 if is_there else saying.vouchers
    if saying.words >= _most_words(notice, vouchers):
        return ""
    headings = saying.headings if saying.words < _SHORT else saying.headings[:1]
    return next(filter(notice.names, headings), "")


def _most_words(notice: Notice, vouchers: int) -> int:
    if not vouchers:
        return max(notice.longest, notice.most_words)
    # Outlets date and type their "page not found" as they do their stories.
    if vouchers == 2 and notice.reason is not Reason.NOT_FOUND:
        return min(_FEWEST_VOUCHED, notice.most_words)
    return notice.most_words
