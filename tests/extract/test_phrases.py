"""Phrases are found wherever their patterns match, and looked for only where they can be."""

from __future__ import annotations

import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from storywatch.extract.phrases import Finder, Phrases
from storywatch.extract.signs import branches, signs

PATTERNS = (
    r"read\ (?:more|on)\b",
    r"(?:sign|log)-?\ ?in$",
    r"^\W*(?:©|\(c\))\s?\d{4}",
    r"[©ⓒ]\s?\w+",
    r"colou?r(?=.{0,9}blind)",
    r"(?:by|von)\s?[:：]\s?.{2,9}",
    r"(?<=\s)no\ one{1,2}",
    r"\d+\ of\ \d+",
    r"(?:a|b(?:c|d)+){2}x?",
    r"(?:straße|gasse)n*",
)
KINDS = (
    Phrases(r"read\ more | lesen\ sie\ (?:auch|mehr)", before=r"^\W*", after=r"\W*$"),
    Phrases(r"newsletters? | (?:sign|subscrib)\w+", before=r"\b"),
    Phrases(r"\d\d\.\d\d | über\ uns"),
)
FINDER = Finder([(kind, 40) for kind in KINDS])
WORDS = ("read more", "LESEN SIE AUCH", "newsletter", "Signed", "İ", "12.30", "ÜBER UNS", "bridge")


@pytest.mark.parametrize("pattern", PATTERNS)
@given(data=st.data())
def test_every_match_of_a_pattern_has_one_of_its_signs(pattern: str, data: st.DataObject) -> None:
    flags = re.VERBOSE | re.IGNORECASE
    text = data.draw(st.from_regex(re.compile(pattern, flags)))
    assert signs(pattern)
    if regex.search(pattern, text, flags):
        assert any(sign in text.casefold() for sign in signs(pattern))


@pytest.mark.parametrize("pattern", [r"\w\d?", r"a?", r"(?:a|\w)", r"(?=sure)", r".{0,9}[^a]"])
def test_a_pattern_that_insists_on_nothing_has_no_signs(pattern: str) -> None:
    assert not signs(pattern)


def test_the_rarest_letters_that_a_pattern_insists_on_are_its_signs() -> None:
    assert signs(r"in\ (?:your|my)\ inbox") == {" inbox"}
    assert signs(r"(?:on|at)\ (?:twitter|whats?app)") == {"twitter", "what"}
    assert signs(r"[(\[].{0,9}(?:ap|tt)") == {"(", "["}
    assert signs(r"(?<!figure-)footer") == {"footer"}


def test_a_pattern_parts_at_its_outer_bars_only() -> None:
    assert branches(r"a(?:b|c)|[|]d|\|") == ["a(?:b|c)", "[|]d", r"\|"]


@given(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))
def test_the_finder_finds_what_the_patterns_match(text: str) -> None:
    expected = [i for i, kind in enumerate(KINDS) if len(text) <= 40 and kind.whole.search(text)]
    assert list(dict.fromkeys(FINDER.places(text))) == expected
