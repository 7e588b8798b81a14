"""Which letters a text must have for a pattern to match it, read off the pattern itself."""

from __future__ import annotations

import re
from collections import deque
from math import prod

_TOKEN = re.compile(
    r"(?P<open>\((?:\?[\w-]*:|\?<?[=!])?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<repeat>\{\d+(?:,\d*)?\}[+?]?|[?*+]{1,2})"
    r"|(?P<set>\[(?:\\.|[^]\\])+\])|(?P<any>\\[a-zA-Z](?:\{\w+\})?|[.^$])"
    r"|\\(?P<escaped>.)|(?P<letter>\S)|\s",
    re.DOTALL,
)
_LOOKAROUND = ("(?=", "(?!", "(?<!")
_OPTIONAL = ("?", "*", "{0")
_OPEN_SET = re.compile(r"\[\^|\\[a-zA-Z]|[^\[]-[^\]]")  # all but some, or classes, or ranges
_IN_SET = re.compile(r"\\?(.)")
# Shares of the characters of a text.
_BLANK, _LETTER, _MARK = 0.15, 0.06, 0.003

Signs = frozenset[str]
_Tokens = deque[re.Match[str]]
_UNKNOWN: Signs = frozenset()


def branches(pattern: str) -> list[str]:
    """Returns the alternatives of a verbose pattern, parted at the bars outside its groups."""
    depth, start, found = 0, 0, []
    for token in _TOKEN.finditer(pattern):
        depth += bool(token["open"]) - bool(token["close"])
        if token["bar"] and not depth:
            found.append(pattern[start : token.start()])
            start = token.end()
    return [*found, pattern[start:]]


def signs(pattern: str) -> Signs:
    """Returns pieces of text, casefolded, of which every match of a verbose pattern has one.

    They are the rarest that the pattern insists on; none where it insists on nothing.
    """
    return _of_group(deque(token for token in _TOKEN.finditer(pattern) if token.lastgroup))


def _of_group(tokens: _Tokens) -> Signs:
    """Takes the tokens to the end of a group, each match of which is one of its branches."""
    found = [_of_branch(tokens)]
    while tokens and tokens.popleft()["bar"]:
        found.append(_of_branch(tokens))
    return _UNKNOWN.union(*found) if all(found) else _UNKNOWN


def _of_branch(tokens: _Tokens) -> Signs:
    known, run = [], ""
    while tokens and not (tokens[0]["bar"] or tokens[0]["close"]):
        token = tokens.popleft()
        inner = _of_group(tokens) if token["open"] else _of_set(token["set"] or "")
        repeat = tokens.popleft()[0] if tokens and tokens[0]["repeat"] else ""
        letter = token["escaped"] or token["letter"] or ""
        if not repeat.startswith(_OPTIONAL):
            run += letter.casefold()
            known.append(_UNKNOWN if token["open"] in _LOOKAROUND else inner)
        if repeat or not letter:
            known.append(_of_letters(run))
            run = ""
    return min((*known, _of_letters(run)), key=_chance)


def _of_letters(run: str) -> Signs:
    return frozenset({run}) if run else _UNKNOWN


def _of_set(written: str) -> Signs:
    """The characters of a set that names each of them."""
    is_open = _OPEN_SET.search(written)
    return _UNKNOWN if is_open else frozenset(map(str.casefold, _IN_SET.findall(written[1:-1])))


def _chance(signs: Signs) -> float:
    """About how often one of them begins at a place of a text."""
    return sum(prod(map(_share, sign)) for sign in signs) if signs else 1.0


def _share(character: str) -> float:
    if character == " ":
        return _BLANK
    return _LETTER if character.isascii() and character.isalnum() else _MARK
