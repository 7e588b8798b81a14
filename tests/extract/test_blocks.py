"""Blocks are the runs of text between breaks, each with its place, its links and its bold type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from storywatch.extract import blocks, marks
from storywatch.extract.blocks import MOST_BLOCKS, Block, read_blocks
from storywatch.extract.marks import Mark, of_names, of_tag
from tests.extract.opened import opened


def blocks_of(inner: str) -> list[Block]:
    return read_blocks(opened(f"<html><body>{inner}</body></html>").tree)


def texts_of(inner: str) -> list[str]:
    return [block.text for block in blocks_of(inner)]


def test_inline_elements_do_not_break_a_block_and_line_breaks_do() -> None:
    assert texts_of("<p>One <b>and</b> <a href='/'>two</a></p>three<br>four") == [
        *("One and two", "three", "four")
    ]


def test_what_no_reader_sees_is_no_text() -> None:
    hidden = "<script>a()</script><style>p{}</style><noscript>no</noscript><template>t</template>"

    assert texts_of(f"{hidden}<p>So\u00adft\u200b hyphen</p>") == ["Soft hyphen"]


def test_how_ruby_is_read_is_not_said_twice() -> None:
    assert texts_of("<p><ruby>橋<rp>（</rp><rt>はし</rt><rp>）</rp></ruby>を直す</p>") == [
        "橋を直す"
    ]


def test_a_rows_cells_are_one_block() -> None:
    assert texts_of("<table><tr><td>Bridge</td><td>1932</td></tr></table>") == ["Bridge | 1932"]


def test_links_and_bold_type_are_counted() -> None:
    linked, bold = blocks_of("<p><a href='/'>all of it</a></p><p><strong>bold</strong></p>")

    assert linked.link_share == 1
    assert bold.is_bold
    assert not linked.is_bold


def test_a_block_has_the_marks_of_all_elements_around_it() -> None:
    (block,) = blocks_of("<aside class='Newsletter_box'><div hidden><p>Hello</p></div></aside>")

    assert block.has(Mark.ASIDE)
    assert block.has(Mark.SIGN_UP)
    assert block.has(Mark.HIDDEN)
    assert not block.has(Mark.COMMENTS)


def test_an_inline_element_around_all_of_a_block_says_what_it_is() -> None:
    whole, part = blocks_of(
        "<div><img><strong class='caption'><i>Dawn</i> at sea</strong></div>"
        "<div>The bridge <strong class='caption'>at dawn</strong> and later</div>"
    )

    assert whole.has(Mark.CAPTION)
    assert not part.has(Mark.CAPTION)


def test_a_printed_alternative_text_is_a_caption() -> None:
    _, printed = blocks_of(
        "<p>Words</p><img alt='The bridge at early dawn'><p>The bridge at early dawn</p>"
    )

    assert printed.has(Mark.CAPTION)


def test_names_are_read_however_they_are_joined() -> None:
    for names in ("articleBody", "article_body", "article__body x", "wide article-body"):
        assert of_names(names) & Mark.BODY
    assert not of_names("bodyguard headed") & (Mark.BODY | Mark.HEADER)
    assert of_names("related relatedPosts") == Mark.RELATED
    assert not of_names("relative grid")
    assert of_names("page_footer") == Mark.FOOTER
    assert not of_names("buzz__figure-footer") & Mark.FOOTER
    assert of_tag("paper-related-list") & Mark.RELATED
    assert of_tag("nav") == Mark.NAVIGATION


def test_a_page_of_many_blocks_is_read_up_to_a_bound() -> None:
    assert len(blocks_of("<p>x1</p>" * (MOST_BLOCKS + 50))) <= MOST_BLOCKS


NAMES = st.lists(
    st.sampled_from([*"-_ x9", "site", "Footer", "figure", "nav", "bar", "more", "stories", "ads"]),
    max_size=6,
).map("".join)


@given(NAMES)
def test_no_name_is_thought_to_say_nothing_that_says_something(name: str) -> None:
    assert bool(of_names(name)) == bool(marks._PATTERN.search(marks.hyphenated(name)))


def test_a_picture_s_box_is_measured_once_however_many_lines_it_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measured: list[str] = []

    def measure(box: HtmlElement) -> bool:
        measured.append(str(box.tag))
        return False

    monkeypatch.setattr(blocks, "_is_small_picture_box", measure)
    lines = "The bridge at dawn<br>" * 50
    read_blocks(opened(f"<figure><img src=a><figcaption>{lines}</figcaption></figure>").tree)

    assert 0 < len(measured) == len(set(measured))
