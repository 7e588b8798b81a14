"""Gaps that are looked for in steps are those that are found character by character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storywatch.extract.document import _WIDE_GAP, _has_wide_gap

PIECES = st.lists(
    st.tuples(st.sampled_from(["x", "é<p>", ""]), st.integers(0, 1_600), st.sampled_from(" \n\t")),
    max_size=6,
)


@given(PIECES)
def test_no_wide_gap_is_overlooked(pieces: list[tuple[str, int, str]]) -> None:
    text = "".join(word + gap * width for word, width, gap in pieces)

    assert _has_wide_gap(text) or not _WIDE_GAP.search(text)
