from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand import Kind, blocks_of
from newsstand.stand import STORIES
from newsstand.stock import offset, read_stock, spoken
from newsstand.story import inline, plain


def test_a_line_says_by_its_first_sign_what_it_is() -> None:
    blocks = blocks_of("One.\n## Two\n> Three.\n* Four\n!! Five\n\n![six | under it | Ann]")

    assert [block.kind for block in blocks] == [
        Kind.PARAGRAPH, Kind.HEADING, Kind.QUOTE, Kind.BULLET, Kind.VIDEO, Kind.FIGURE,
    ]  # fmt: skip
    assert [block.is_text for block in blocks] == [True, True, True, True, False, False]
    assert (blocks[-1].text, blocks[-1].caption, blocks[-1].credit) == ("six", "under it", "Ann")


def test_inline_marks_become_elements_and_vanish_from_plain_words() -> None:
    text = "A [*good* link](https://a.example/x) and **bold** & <b>"

    assert plain(text) == "A good link and bold & <b>"
    assert inline(text) == (
        'A <a href="https://a.example/x"><em>good</em> link</a> and <strong>bold</strong>'
        " &amp; &lt;b&gt;"
    )


@pytest.mark.parametrize(
    ("text", "minutes"), [("-1d6h", -1800), ("+20m", 20), ("+1h5m", 65), ("-2d", -2880)]
)
def test_an_offset_is_read_as_it_is_written(text: str, minutes: int) -> None:
    assert offset(text) == timedelta(minutes=minutes)


@given(st.text(max_size=8).filter(lambda text: not text.startswith(("+", "-"))))
def test_what_is_no_offset_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write one such as"):
        offset(text)


def test_an_outlet_does_nothing_with_a_story_that_the_stand_does_not_know() -> None:
    with pytest.raises(ValueError, match="burns"):
        spoken("burns", {})


def test_the_timetable_is_in_order_and_has_every_outlet() -> None:
    stock = read_stock(STORIES)

    assert [each.after for each in stock] == sorted(each.after for each in stock)
    assert {each.outlet for each in stock} == {path.stem for path in Path(STORIES).glob("*.toml")}
    assert {each.verb for each in stock} >= {
        "publish", "edit", "repost", "redirect", "amp", "paywalls", "withdraws", "lists_missing",
    }  # fmt: skip


def test_every_kind_of_block_is_in_some_story() -> None:
    stories = [each.words["story"] for each in read_stock(STORIES) if "story" in each.words]

    assert {block.kind for story in stories for block in story.blocks} >= set(Kind) - {Kind.QUOTE}
