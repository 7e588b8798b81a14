"""The names of agencies and outlets: every printed form to the one that storywatch writes."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

import ahocorasick_rs

from storywatch.copies.sites import host_of

_PLAIN = (("’", "'"), ("‘", "'"), ("\u00a0", " "), ("\u202f", " "), ("\u2009", " "))
_EDGES = " \t\r\n.,;:|/()[]{}<>\"'“”«»*_–—-"
_LAST_WORDS = (
    "Times", "Post-Dispatch", "Post", "Herald", "Tribune", "Gazette", "Chronicle", "Journal",
    "News", "Observer", "Courier", "Dispatch", "Inquirer", "Examiner", "Telegraph", "Press",
    "Radio", "Globe", "Mail", "Standard", "Star", "Sentinel", "Register", "Monitor", "Republic",
    "Bulletin", "Advertiser", "Zeitung", "Nachrichten", "Rundschau",
)  # fmt: skip
_LAST_WORD = ahocorasick_rs.AhoCorasick(_LAST_WORDS)
# Newspapers that no list knows: "the Anchorage Daily News reported".
NEWSPAPER = re.compile(
    rf"\b(?!The )(?:[A-Z][\w.'-]{{1,20}}+ ){{1,3}}(?:{'|'.join(_LAST_WORDS)})\b(?!-)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """An agency or outlet; a `common` form is an everyday word unless a sentence credits it."""

    name: str
    also: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    agency: bool = False

    @property
    def printed(self) -> dict[str, bool]:
        """Every form that may stand in a text, and whether it is a common word."""
        whole = {form: form in self.common for form in (self.name, *self.also)}
        # A common word keeps its article: "Sun" alone is never the paper.
        articled = [form[4:] for form in whole if form.startswith("The ")]
        lowered = {f"the {rest}": whole[f"The {rest}"] for rest in articled}
        bare = {rest: False for rest in articled if not whole[f"The {rest}"]}
        return whole | lowered | bare


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name where it stands in a text; `is_common` marks a form that is an everyday word too.

    One that `is_shaped` is on no list, but has the form of a newspaper's name.
    """

    name: str
    start: int
    end: int
    is_common: bool = False
    is_agency: bool = False
    is_shaped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All known names, found by form, by web address, or anywhere in a text."""

    names: Mapping[str, Name]
    _by_form: Mapping[str, str] = field(repr=False)
    _by_domain: Mapping[str, str] = field(repr=False)
    _forms: Sequence[tuple[str, bool]] = field(repr=False)
    _finder: ahocorasick_rs.AhoCorasick = field(repr=False)

    @classmethod
    def of(cls, names: Sequence[Name]) -> Lexicon:
        """Builds the lookups once for many texts."""
        printed = [
            (form, name.name, common) for name in names for form, common in name.printed.items()
        ]
        return cls(
            names={name.name: name for name in names},
            _by_form={fold(form): name for form, name, _ in reversed(printed)},
            _by_domain={domain: name.name for name in names for domain in name.domains},
            _forms=[(name, common) for _, name, common in printed],
            _finder=ahocorasick_rs.AhoCorasick(
                [form for form, *_ in printed], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
            ),
        )

    def resolve(self, printed: str) -> str | None:
        """Returns the one form of a name that stands alone, or None when it is not known."""
        return self._by_form.get(fold(printed[:200])) or self.at(printed.strip(_EDGES)[:200])

    def at(self, address: str | None) -> str | None:
        """Returns who publishes at a web address or host, as far as is known."""
        labels = host_of(address or "").split(".")
        for start in range(len(labels) - 1):
            if name := self._by_domain.get(".".join(labels[start:])):
                return name
        return None

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yields each whole-word name of a `plain` text in reading order, longest form first."""
        for form, start, end in self._finder.find_matches_as_indexes(text):
            if _is_whole(text, start, end):
                name, is_common = self._forms[form]
                is_agency = self.names[name].agency
                yield Mention(
                    name=name, start=start, end=end, is_common=is_common, is_agency=is_agency
                )


def newspapers(text: str) -> Iterator[re.Match[str]]:
    """Yields what has the form of a newspaper's name in a `plain` text, in reading order."""
    if _LAST_WORD.find_matches_as_indexes(text):  # many times as quick as the pattern
        yield from NEWSPAPER.finditer(text)


def plain(text: str) -> str:
    """Returns the text with simple quotes and spaces, character for character."""
    if text.isascii():
        return text
    for fancy, simple in _PLAIN:
        text = text.replace(fancy, simple)
    return encodable(text)


def encodable(text: str) -> str:
    """Returns the text as valid Unicode, character for character."""
    return text.encode("utf-8", "replace").decode("utf-8")


def fold(printed: str) -> str:
    """Returns what two printings of one name share: no case, accents, article or edges."""
    parts = unicodedata.normalize("NFKD", plain(printed)).casefold()
    if not parts.isascii():
        parts = "".join(character for character in parts if not unicodedata.combining(character))
    return " ".join(parts.strip(_EDGES).removeprefix("the ").split())


@cache
def lexicon() -> Lexicon:
    """Returns the names of the trade, those of names.toml, read once."""
    table = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    return Lexicon.of([_name(name, entry) for name, entry in table.items()])


@lru_cache(maxsize=2)  # the outlets declared now and, while crawls of these go on, before
def lexicon_with(declared: frozenset[str]) -> Lexicon:
    """Returns the names of the trade and of the outlets that a house `declared`."""
    known = lexicon()
    added = [_outlet_name(name) for name in sorted(declared) if known.resolve(name) is None]
    return Lexicon.of([*known.names.values(), *added])


def _outlet_name(name: str) -> Name:
    """An outlet's name; one word alone may be an everyday word, as Time and Nature are."""
    return Name(name=name, common=() if " " in name.removeprefix("The ") else (name,))


def _name(name: str, entry: Mapping[str, object]) -> Name:
    lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
    return Name(name=name, agency=bool(entry.get("agency")), **lists)


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (before.isalnum() or before in ("@", "#", "_")) and not after.isalnum()
