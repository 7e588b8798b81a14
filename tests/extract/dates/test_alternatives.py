"""A pattern that goes by first letters finds what the plain one does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from storywatch.extract.dates.alternatives import any_branch_of

WORDINGS = r"ab|abc|a?c|(?:b )?cab|\bba|b|ca(?:b|c)b"


@given(st.text("abc ", max_size=12))
def test_a_pattern_by_first_letters_finds_as_much_as_the_plain_one(text: str) -> None:
    by_letter, plain = re.compile(any_branch_of(WORDINGS)), re.compile(WORDINGS)

    assert bool(by_letter.search(text)) is bool(plain.search(text))
    assert bool(by_letter.fullmatch(text)) is bool(plain.fullmatch(text))
