"""What is looked for in steps is what is found character by character: gaps and long tags."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storywatch.extract.document import _LONG_TAG, _WIDE_GAP, _has_long_tag, _has_wide_gap

PIECES = st.lists(
    st.tuples(st.sampled_from(["x", "é<p>", ""]), st.integers(0, 1_600), st.sampled_from(" \n\t")),
    max_size=6,
)


@given(PIECES)
def test_no_wide_gap_is_overlooked(pieces: list[tuple[str, int, str]]) -> None:
    text = "".join(word + gap * width for word, width, gap in pieces)

    assert _has_wide_gap(text) or not _WIDE_GAP.search(text)


TAGS = st.lists(
    st.tuples(st.sampled_from(["<a ", "<b", "</p ", ">", "1<2", "y", ""]), st.integers(0, 5_600)),
    max_size=6,
)


@given(TAGS)
def test_no_long_tag_is_overlooked(pieces: list[tuple[str, int]]) -> None:
    text = "".join(start + "x" * width for start, width in pieces) + ">"

    assert _has_long_tag(text) or not _LONG_TAG.search(text)


def test_a_long_script_is_no_long_tag() -> None:
    script = "if(a<b){" + "x();" * 3_000 + "}"

    assert not _has_long_tag(f"<script>{'x();' * 3_000}</script><script>{script}</script>")
