"""The block that prints the headline is found under any of the page's names for the story."""

from __future__ import annotations

from storywatch.extract.blocks import read_blocks
from storywatch.extract.headline import find_headlines
from tests.extract.opened import HEADLINE, opened


def found(inner: str, *titles: str) -> list[str]:
    blocks = read_blocks(opened(f"<html><body>{inner}</body></html>").tree)
    return [blocks[index].text for index in find_headlines(blocks, titles)]


def test_the_heading_is_preferred_to_other_prints_of_the_title() -> None:
    page = f"<div>{HEADLINE}</div><h1>{HEADLINE}!</h1><h3>{HEADLINE}</h3>"

    assert found(page, HEADLINE) == [f"{HEADLINE}!"]


def test_the_outlets_name_in_the_title_does_not_matter() -> None:
    for title in (
        f"{HEADLINE} | The Paper of the Harbour",
        f"{HEADLINE} › Paper",
        f"Paper - {HEADLINE}",
    ):
        assert found(f"<h1>{HEADLINE}</h1>", title) == [HEADLINE]


def test_a_linked_line_is_another_pages_headline() -> None:
    assert found(f"<div><a href='/b'>{HEADLINE}</a></div>", HEADLINE) == []


def test_the_only_h1_is_the_headline_where_no_title_is_printed() -> None:
    assert found("<h1>A bridge too old</h1>", "Something else entirely") == ["A bridge too old"]
    assert found("<h1>A bridge too old</h1><h1>Another great thing</h1>", "Something else") == []
