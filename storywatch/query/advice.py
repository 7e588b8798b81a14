"""What to write instead of what the language does not know, or takes otherwise than it is meant."""

from __future__ import annotations

import re

from luqum import tree as lq  # type: ignore[import-untyped]

from storywatch.query.fields import MOMENTS, SCOPES, TEXTS

UNSUPPORTED = {
    lq.Fuzzy: (
        "Fuzzy words (~) are not supported",
        "Write the spellings: (Kyiv OR Kiev), or wom?n",
    ),
    lq.Boost: ("Boosts (^) are not supported", "Remove the ^: a story matches or it does not"),
    lq.Regex: (
        "Regular expressions are not supported",
        "Write prefix* or wom?n, or quote the words",
    ),
}
CLOSE_QUOTE = 'Close the quotation mark, or write \\" for the character itself'
_OPERATORS = {"&&": "AND", "&": "AND", "||": "OR", "|": "OR", "!": "NOT"}
_CALLED_OTHERWISE = {
    "published": ("date", "published_at", "time", "pubdate", "day"),
    "title": ("headline", "intitle", "heading"),
    "body": ("text", "content", "intext"),
    "standfirst": ("description", "summary", "lead", "teaser"),
    "author": ("byline", "by", "authors"),
    "outlet": ("site", "domain", "source", "publisher"),
    "language": ("lang",),
    "section": ("category", "rubric"),
    "url": ("inurl", "link", "address"),
}
_FIELDS = {other: field for field, others in _CALLED_OTHERWISE.items() for other in others}
_NEAR = re.compile(r"NEAR|(?i:o?near/?\d+|adj/?\d+|(?:pre|w)/(?:\d+|[ps]))")
_OPERATOR = frozenset({"and", "or", "not", "andnot"})
_LANGUAGE = re.compile(r"[a-z]{2,3}")  # a story's, of which script and region are not known
_STRAY_QUOTE = re.compile(r'\\.|(?<=\w)"(?=\w)|(?P<stray>")', re.DOTALL)


def of_field(name: str) -> str:
    """Returns what to write for a field that there is not."""
    if name in ("http", "https"):
        return 'Put an address in quotes after url:, such as url:"example.org/politics"'
    if name in _FIELDS:
        return f"Write {_FIELDS[name]}: or put the words in quotes"
    listed = ", ".join(f"{known}:" for known in (*TEXTS, *MOMENTS, *SCOPES))
    return f"Write one of {listed} or put the words in quotes"


def of_sign(raw: str) -> str | None:
    """Returns what to write for a sign that is an operator elsewhere; None for any other word."""
    if raw.strip("&|") and not raw.startswith("!"):
        return None
    ours = _OPERATORS.get(raw if raw.strip("&|") == "" else "!", "AND, OR, NOT")
    return f"Write {ours}, or put it in quotes to look for it"


def of_word(word: str, *, is_first: bool) -> str | None:
    """Returns what a word draws that is likely meant as an operator."""
    small = word.lower()
    if small in _OPERATOR and (small == "not" or not is_first):
        meant = "AND NOT" if small == "andnot" else word.upper()
        return f"{word!r} is looked for as a word; write {meant} for the operator"
    if not is_first and _NEAR.fullmatch(word):
        return f'{word!r} is looked for as a word; write "apple pie"~5 for words that stand near'
    return None


def of_signs(raw: str) -> str | None:
    """Returns what a word draws whose signs mean more elsewhere than here."""
    if raw.endswith("!"):
        return f"the ! of {raw} is not looked for; write * for a beginning, as in immigra*"
    if raw.startswith(("‘", "‚")):
        return f'the {raw[0]} before {raw[1:]} begins no phrase; write "apple pie"'
    return None


def of_beginning(words: list[str]) -> str:
    """Returns what to write for a beginning of a word that is not one."""
    if len(words) > 1 and all(len(word) == 1 and not word.isascii() for word in words):
        return f"Leave the * out: {''.join(words)} is found inside longer words too"
    return "Write a longer beginning of one word; split a word with hyphens: smith AND jon*"


def of_value(field: str | None, words: tuple[str, ...]) -> str | None:
    """Returns what words draw that no story holds in the field."""
    if field == "language" and not _LANGUAGE.fullmatch(" ".join(words)):
        return f"language: holds codes such as en, and {' '.join(words)} is none"
    return None


def stray_quote(raw: str) -> int | None:
    """Returns where in a word a quotation mark stands that opens or closes nothing.

    One between two letters is a part of the word, as in Hebrew acronyms.
    """
    found = (match for match in _STRAY_QUOTE.finditer(raw) if match["stray"])
    return next((match.start() for match in found), None)
