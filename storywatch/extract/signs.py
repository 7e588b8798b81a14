"""Which letters a text must have for a pattern to match it, read off the pattern itself."""

from __future__ import annotations

import re
from collections import deque
from math import prod
from string import ascii_letters, digits

_TOKEN = re.compile(
    r"(?P<open>\((?:\?[\w-]*:|\?<?[=!])?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<repeat>\{\d+(?:,\d*)?\}[+?]?|[?*+]{1,2})"
    r"|(?P<set>\[(?:\\.|[^]\\])+\])|(?P<any>\\[a-zA-Z](?:\{\w+\})?|[.^$])"
    r"|(?P<escaped>\\.)|(?P<letters>[^\W_]+(?![?*+{])|\S)|\s",
    re.DOTALL,
)
_LETTERS = ("letters", "escaped")
_ENDS = ("bar", "close")
_LOOKAROUND = ("(?=", "(?!", "(?<!")
_OPTIONAL = ("?", "*", "{0")
_OPEN_SET = re.compile(r"\[\^|\\[a-zA-Z]|[^\[]-[^\]]")  # all but some, or classes, or ranges
_IN_SET = re.compile(r"\\?(.)")
# Shares of the characters of a text.
_SHARES = {" ": 0.15, **dict.fromkeys(ascii_letters + digits, 0.06)}
_SHARE_OF_OTHERS = 0.003

Signs = frozenset[str]
_Tokens = deque[tuple[str, str]]  # of what kind, and how it is written
_UNKNOWN: Signs = frozenset()


def branches(pattern: str) -> list[str]:
    """Returns the alternatives of a verbose pattern, parted at the bars outside its groups."""
    depth, start, found = 0, 0, []
    for token in _TOKEN.finditer(pattern):
        kind = token.lastgroup
        depth += (kind == "open") - (kind == "close")
        if kind == "bar" and not depth:
            found.append(pattern[start : token.start()])
            start = token.end()
    return [*found, pattern[start:]]


def signs(pattern: str) -> Signs:
    """Returns pieces of text, casefolded, of which every match of a verbose pattern has one.

    They are the rarest that the pattern insists on; none where it insists on nothing.
    """
    found = _TOKEN.finditer(pattern)
    return _of_group(deque((token.lastgroup, token[0]) for token in found if token.lastgroup))


def _of_group(tokens: _Tokens) -> Signs:
    """Takes the tokens to the end of a group, each match of which is one of its branches."""
    found = [_of_branch(tokens)]
    while tokens and tokens.popleft()[0] == "bar":
        found.append(_of_branch(tokens))
    return _UNKNOWN.union(*found) if all(found) else _UNKNOWN


def _of_branch(tokens: _Tokens) -> Signs:
    known, run = [], ""
    while tokens and tokens[0][0] not in _ENDS:
        kind, written = tokens.popleft()
        inner = _of_group(tokens) if kind == "open" else _of_set(kind, written)
        repeat = tokens.popleft()[1] if tokens and tokens[0][0] == "repeat" else ""
        letters = written.removeprefix("\\") if kind in _LETTERS else ""
        if not repeat.startswith(_OPTIONAL):
            run += letters.casefold()
            known.append(_UNKNOWN if written in _LOOKAROUND else inner)
        if repeat or not letters:
            known.append(_of_letters(run))
            run = ""
    return min((*known, _of_letters(run)), key=_chance)


def _of_letters(run: str) -> Signs:
    return frozenset({run}) if run else _UNKNOWN


def _of_set(kind: str, written: str) -> Signs:
    """The characters of a set that names each of them."""
    if kind != "set" or _OPEN_SET.search(written):
        return _UNKNOWN
    return frozenset(map(str.casefold, _IN_SET.findall(written[1:-1])))


def _chance(signs: Signs) -> float:
    """About how often one of them begins at a place of a text."""
    return sum(map(_share, signs)) if signs else 1.0


def _share(sign: str) -> float:
    return prod([_SHARES.get(character, _SHARE_OF_OTHERS) for character in sign])
