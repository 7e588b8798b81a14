"""A field's words as Elasticsearch is told them: all of them folded, other forms where they differ.

Most words are their own stem and are written as they are folded; so this is half of what it would
be in full. Each word keeps its place, for phrases that are partly in one form, partly in another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from operator import ne

from storywatch.query import fields

Analysed = dict[str, dict[str, str]]
GAP = "-"  # stands where a form has nothing of its own to say; no word is a dash


def sparse(analysed: Mapping[str, Mapping[str, str]]) -> Analysed:
    """Returns the words of fields whose forms are given in full, each form between blanks.

    `exact` and `stemmed` are left where they differ from `folded`; `otherwise` has the folded words
    of those that the text writes otherwise.
    """
    return {
        name: _sparse(forms) if name in fields.SEARCHED else dict(forms)
        for name, forms in analysed.items()
    }


def _sparse(forms: Mapping[str, str]) -> dict[str, str]:
    folded, exact, stemmed = (forms[form].split(" ") for form in ("folded", "exact", "stemmed"))
    written = list(compress(range(len(folded)), map(ne, folded, exact)))
    inflected = list(compress(range(len(folded)), map(ne, folded, stemmed)))
    found = {
        "folded": forms["folded"],
        "exact": _only(exact, written),
        "otherwise": _only(folded, written),
        "stemmed": _only(stemmed, inflected),
    }
    return {form: text for form, text in found.items() if text}


def _only(words: Sequence[str], places: Sequence[int]) -> str:
    """Returns the words of those places, with gaps for all before them."""
    if not places:
        return ""
    left = [GAP] * (places[-1] + 1)
    for place in places:
        left[place] = words[place]
    return " ".join(left)
