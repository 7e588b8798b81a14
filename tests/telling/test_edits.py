from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.telling.edits import LONGEST_COMPARED, Edit, edits
from tests.cli.conftest import TEA

WORDS = st.lists(st.sampled_from(["tea", "rain", "is", "dear", "Coonoor.\n"]), max_size=25)


def told(edit: Edit) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text.strip()) for piece in edit.pieces]


def test_only_what_changed_is_told_texts_first() -> None:
    now = replace(TEA, tags=("Tea", "Rain"), title="Tea prices fall in Coonoor", revision=2)

    title, tags = edits(TEA, now)

    assert (title.field, tags.field) == ("title", "tags")
    assert told(title) == [
        ("same", "Tea prices"),
        ("removed", "rise"),
        ("added", "fall"),
        ("same", "in Coonoor"),
    ]
    assert told(tags) == [("removed", "Tea"), ("added", "Tea, Rain")]


def test_what_is_ours_and_not_the_outlets_is_no_edit() -> None:
    now = replace(TEA, revision=2, fetched_at=TEA.fetched_at.replace(hour=23), evidence={"x": "y"})

    assert edits(TEA, now) == ()


def test_words_far_from_a_change_are_left_out() -> None:
    long = " ".join(f"word{number}" for number in range(100))
    (body,) = edits(replace(TEA, body=long), replace(TEA, body=long.replace("word50 ", "other ")))

    assert told(body) == [
        ("same", "… word44 word45 word46 word47 word48 word49"),
        ("removed", "word50"),
        ("added", "other"),
        ("same", "word51 word52 word53 word54 word55 word56 …"),
    ]


def test_a_giant_text_is_told_as_one_change() -> None:
    was, now = "tea " * LONGEST_COMPARED, "rain " * LONGEST_COMPARED
    (body,) = edits(replace(TEA, body=was), replace(TEA, body=now))

    assert [piece.kind for piece in body.pieces] == ["removed", "added"]


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_no_changed_word_is_lost(was: list[str], now: list[str]) -> None:
    before, after = replace(TEA, body=" ".join(was)), replace(TEA, body=" ".join(now))
    found = {edit.field: edit for edit in edits(before, after)}

    assert ("body" in found) == (before.body != after.body)
    if "body" in found and "…" not in str(found):
        pieces = found["body"].pieces
        kept = " ".join(piece.text for piece in pieces if piece.kind != "added").split()
        came = " ".join(piece.text for piece in pieces if piece.kind != "removed").split()
        assert (kept, came) == (before.body.split(), after.body.split())
