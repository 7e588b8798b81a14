"""Lines that come back under other stories of an outlet are its furniture; a story's never are."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.extract.furniture import MOST_LINES, MOST_STORIES, NOTHING_KNOWN, Furniture
from storywatch.extract.strip import strip_chrome
from storywatch.story import Draft, Traces
from storywatch.workers import Workers
from tests.extract.pages import article, html, outlet, page

BOX = "<div class='q7'>Readers of this paper meet every Thursday night at the old granary</div>"
BOX_TEXT = "Readers of this paper meet every Thursday night at the old granary"
BACKGROUND = (
    "<p>The bridge was built in 1904, and it has been closed twice since it was opened.</p>"
)
PITCH = "<p>This paper belongs to those who read it, and it has no other owners at all.</p>"
NOUNS = (
    "anchor",
    "canal",
    "ember",
    "ferry",
    "granite",
    "jetty",
    "lantern",
    "orchard",
    "quarry",
    "sail",
)


def paragraphs(seed: int, count: int = 9) -> list[str]:
    dice = random.Random(seed)
    return [f"<p>The {' and the '.join(dice.sample(NOUNS, 8))} stayed.</p>" for _ in range(count)]


def read(inside: str, known: Furniture = NOTHING_KNOWN) -> Draft:
    draft = strip_chrome(page(html(article(inside))), outlet(), furniture=known)
    assert isinstance(draft, Draft), draft
    return draft


def taught(pages: Iterable[str]) -> Furniture:
    known = NOTHING_KNOWN
    for inside in pages:
        known = known.after(read(inside, known).traces)
    return known


def boxed(seed: int, box: str = BOX) -> str:
    return "".join([*paragraphs(seed, 3), box, *paragraphs(-seed - 1, 6)])


def ended(seed: int, last: str) -> str:
    return "".join([*paragraphs(seed), last])


def test_a_first_page_is_read_without_any_state() -> None:
    assert BOX_TEXT in read(boxed(0)).story.body


def test_a_box_is_left_out_once_two_other_pages_had_it() -> None:
    one, two = (taught(map(boxed, range(count))) for count in (1, 2))

    assert BOX_TEXT in read(boxed(9), one).story.body
    draft = read(boxed(9), two)
    assert BOX_TEXT not in draft.story.body
    assert draft.traces.left_out == (BOX_TEXT,)
    assert len(draft.story.body.splitlines()) == 9


def test_numbers_in_a_box_do_not_hide_that_it_comes_back() -> None:
    known = taught(boxed(n, BOX.replace("Thursday", f"{n}th")) for n in range(3))

    assert "granary" not in read(boxed(9, BOX.replace("Thursday", "12th")), known).story.body


def test_a_story_that_is_read_again_teaches_nothing() -> None:
    once = taught([boxed(0)])

    assert taught([boxed(0)] * 8) == once
    assert BOX_TEXT in read(boxed(9), once).story.body


def test_a_paragraph_of_background_in_some_stories_stays() -> None:
    known = taught(ended(n, BACKGROUND if n % 3 == 0 else "") for n in range(24))

    assert "built in 1904" in read(ended(99, BACKGROUND), known).story.body


def test_a_paragraph_that_nearly_every_page_ends_with_is_left_out() -> None:
    known = taught(ended(n, PITCH) for n in range(8))

    assert "other owners" not in read(ended(99, PITCH), known).story.body


def test_a_heading_above_nothing_but_furniture_goes_with_it() -> None:
    inside = "<h3>At the granary</h3>" + BOX
    known = taught(ended(n, inside) for n in range(3))

    assert "granary" not in read(ended(99, inside), known).story.body


def test_a_heading_above_each_storys_own_text_stays() -> None:
    def asked(seed: int) -> str:
        question = "<h2>What did the commentators say?</h2>"
        return "".join([*paragraphs(seed, 4), question, *paragraphs(-seed - 1, 4)])

    body = read(asked(99), taught(map(asked, range(8)))).story.body

    assert body.splitlines()[4] == "What did the commentators say?"


def test_a_form_that_is_filled_in_daily_is_not_emptied() -> None:
    form = "".join(f"<div class='r'>The tide table of station {name}</div>" for name in NOUNS)
    known = taught(paragraphs(n, 1)[0] * 2 + form for n in range(6))

    draft = read("".join(paragraphs(99, 1)) * 2 + form, known)

    assert draft.traces.left_out == ()


def test_what_left_the_pages_is_forgotten() -> None:
    known = taught(map(boxed, range(3)))
    for number in range(100):
        known = known.after(Traces(story=str(number), lines=()))

    assert BOX_TEXT in read(boxed(999), known).story.body


@settings(max_examples=20)
@given(st.lists(st.lists(st.integers(0, 3_000), max_size=80), max_size=60))
def test_what_is_kept_of_an_outlet_is_bounded_and_survives_json(pages: list[list[int]]) -> None:
    known = NOTHING_KNOWN
    for number, lines in enumerate(pages):
        known = known.after(Traces(story=str(number), lines=tuple(map(str, lines))))

    assert len(known.lines) <= MOST_LINES
    assert len(known.stories) <= MOST_STORIES
    assert Furniture.of(json.loads(json.dumps(known.document))) == known


def test_what_pages_are_judged_by_says_of_each_as_much_as_all_that_is_kept() -> None:
    known = NOTHING_KNOWN
    for number in range(6):
        inside = ended(number, "<p>The Bugle is read by the people of four towns.</p>")
        told = boxed(number) if number % 2 else inside
        whole = read(told, known)

        assert read(told, known.to_judge_by) == whole
        known = known.after(whole.traces)

    assert 0 < len(known.to_judge_by.lines) < len(known.lines)


def test_a_page_in_a_batch_is_read_as_alone_with_the_same_furniture() -> None:
    known = taught(map(boxed, range(4)))
    pages = [page(html(article(boxed(number)))) for number in range(10, 16)]

    async def together() -> list[object]:
        workers = Workers(2)
        try:
            calls = (workers.run(strip_chrome, each, outlet(), furniture=known) for each in pages)
            return list(await asyncio.gather(*calls))
        finally:
            workers.close()

    assert asyncio.run(together()) == [
        strip_chrome(each, outlet(), furniture=known) for each in pages
    ]
