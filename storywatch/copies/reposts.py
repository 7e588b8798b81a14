"""Sentences by which a page says outright that it first stood elsewhere, in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick_rs

from storywatch.copies.names import NEWSPAPER, Lexicon, Mention, encodable, plain
from storywatch.copies.wording import wording

LONGEST_LINE = 1_000  # characters; a credit line is a sentence, what is longer is read at both ends
MOST_LINES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One place that says whose story this is; `tier` is how strong such a place is."""

    name: str
    tier: str
    evidence: str
    url: str | None = None


# A line without one of these stems is not worth the long pattern.
_STEMS = (
    *("first", "original", "publish", "print", "provided", "syndicated", "reproduced", "courtesy"),
    *("appear", "produced", "supplied", "distributed", "adapted", "excerpted", "permission"),
    *("generated", "sourced", "taken"),
    *("zuerst", "zunächst", "ursprünglich", "erstmals", "paru", "publié", "primero", "publicad"),
    *("proviene", "apparso", "pubblicato", "primo su", "primeiro", "eerst op"),
)
_STEM = ahocorasick_rs.AhoCorasick(_STEMS)
_HOLDER = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)[\s©]{0,4}(?:\(c\))?\s{0,3}"
    r"(?:\d{4}(?:\s?[-–]\s?\d{2,4})?,?\s+)?(?:by )?",
    re.IGNORECASE,
)
_LONGER = re.compile(r" (?!(?:Limited|Ltd|Inc|LLC|L\.?P|GmbH|AG|Newspapers|Company|All)\b)[A-Z]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PICTURE = re.compile(
    r"\b(?:photos?|images?|pictures?|foto|bild|video|data|quotes|markets?|prices|delayed|indices|stock|weather|map)\b",
    re.IGNORECASE,
)
_RUN = re.compile(
    r"(?:(?:The|La|Le|Les|El|Los|Il|Der|Die|Das|O|A)\s+)?[A-Z0-9À-ÖØ-ÞĀ-Ž][\w.'&+-]*"
    r"(?:\s+(?:(?:of|the|and|for|de|del|della|di|des|du|da|do|la|le|&)\s+){0,2}[A-Z0-9À-ÖØ-ÞĀ-Ž][\w.'&+-]*){0,5}"
)
# "St. Louis Post-Dispatch" goes on after its point, "The Conversation. Read …" does not.
_SENTENCE_END = re.compile(r"(?<=\w{4})[.!?:]\s")
_DOMAIN = re.compile(
    r"(?:https?://)?(?:www\.)?((?:[\w-]{1,63}\.){1,4}[a-z]{2,12})\b", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tues?|wednes|thurs?|fri|satur|sun)[a-z]{0,6}\b(?!\s+[A-Z])"
    r"|(?:english|german|french|spanish|italian|portuguese|russian|chinese|japanese|arabic|hebrew|ukrainian|print|part|full)\b(?!\s+[A-Z])"
    r"|[\d\s.,:/-]+$|\d{1,2}[ .])",
    re.IGNORECASE,
)
_PREAMBLE = re.compile(
    r"(?:[\"'“”„«*_(\[]|(?:our|its|the) (?:\w+ )?partner(?:s| site| publication)?,? "
    r"|the (?:website|site|newsletter|magazine|newspaper|blog) "
    r"|(?:in )?(?:english|german|french|spanish) (?:by|in|on) ){1,4}",
    re.IGNORECASE,
)


def reposts(text: str, names: Lexicon, url: str | None = None) -> Iterator[Claim]:
    """Yields what the lines of a text say about where it first appeared, in their order."""
    everything = encodable(text.lower())
    found = _STEM.find_matches_as_indexes(everything, overlapping=True)
    stems = {_STEMS[number] for number, *_ in found}
    for line in _lines(text) if stems else ():
        lowered = line.lower()
        if not any(stem in lowered for stem in stems):
            continue
        for match in wording().repost.finditer(line):
            name = name_at(line[match.end() : match.end() + 160], names)
            if name and (match["weak"] is None or _is_outlet(name, names)):
                yield Claim(name=name, tier="text", evidence=_quote(line, match), url=url)
                break


def holders(lines: Iterable[str], names: Lexicon, url: str | None = None) -> Iterator[Claim]:
    """Yields the known names that own the copyright of a text, from its last lines or footer."""
    for line in map(plain, lines):
        sign = _HOLDER.search(line[:LONGEST_LINE])
        if not sign or len(line) > 300 or _PICTURE.search(line) or not _YEAR.search(line):
            continue
        owner = next((m for m in names.mentions(line) if m.start >= sign.end()), None)
        if owner and _is_holder(line, sign.end(), owner):
            yield Claim(name=owner.name, tier="text", evidence=_quote(line, sign), url=url)


def name_at(rest: str, names: Lexicon) -> str | None:
    """Returns the name that a text begins with: a known one, else its capitalised words."""
    rest = rest.lstrip()
    if preamble := _PREAMBLE.match(rest):
        rest = rest[preamble.end() :]
    if rest.startswith("the ") and NEWSPAPER.match(rest, len("the ")):
        rest = rest.removeprefix("the ")
    domain = _DOMAIN.match(rest)
    if domain:
        return names.at(domain.group(1)) or domain.group(1).lower()
    run = _RUN.match(_SENTENCE_END.split(rest, maxsplit=1)[0])
    mention = next(names.mentions(rest), None)
    if mention and mention.start <= 4 and not rest[: mention.start].strip("Tthe "):
        longer = run and run.end() > mention.end and mention.is_common
        return run.group().rstrip(".'-") if run and longer else mention.name
    if not run or _NO_NAME.match(run.group()) or len(run.group()) < 2:
        return None
    return run.group().rstrip(".'-")


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(plain(text).splitlines()):
        if number > MOST_LINES:
            return
        yield line if len(line) <= 2 * LONGEST_LINE else line[:LONGEST_LINE] + line[-LONGEST_LINE:]


def _is_outlet(name: str, names: Lexicon) -> bool:
    return name in names.names or "." in name or NEWSPAPER.fullmatch(name) is not None


def _is_holder(line: str, sign_end: int, owner: Mention) -> bool:
    """Whether the name is all of the holder's: Vox Media is not Vox."""
    between = line[sign_end : owner.start].strip().lower()
    return between in ("", "the", "by the", "by") and not _LONGER.match(line, owner.end)


def _quote(line: str, match: re.Match[str]) -> str:
    start = max(0, match.start() - 20)
    return " ".join(line[start : match.end() + 80].split())[:300]
