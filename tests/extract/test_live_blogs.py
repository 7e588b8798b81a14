"""A live blog's body is its entries in the page's order, each below its time."""

from __future__ import annotations

import pytest

from tests.extract.opened import HEADLINE, body_of

LEAD = "We follow the storm over the coast as it happens, from its landing to its end tonight."
ENTRIES = {
    "17:15": "The harbour master of Otterbourne has closed the outer gate, and no ship may leave "
    "before the morning; eleven boats had come in during the afternoon, he said.",
    "16:40": "Power is out in the lower town. The works say that a mast fell at the mill, and that "
    "it will take two hours at the least until the street is cleared.",
    "15:02": "The school of Netherby sends its pupils home an hour early. Buses run until the road "
    "along the shore is flooded, which is expected at about six.",
    "14:30": "The storm has reached the islands. The lighthouse measured a wind of forty metres a "
    "second, more than in any November since the measuring began.",
}


def entry(time: str, text: str, markup: str) -> str:
    return f"<div class='entry'>{markup.format(time=time)}<p>{text}</p></div>"


@pytest.mark.parametrize(
    "markup",
    [
        "<time datetime='2026-11-25T17:15:00Z'>{time}</time>",
        "<div class='timestamp'>{time}</div>",
        "<h3>{time}</h3>",
        "<header><span>{time} GMT</span></header>",
    ],
)
def test_entries_keep_their_order_and_their_times(markup: str) -> None:
    entries = "".join(entry(time, text, markup) for time, text in ENTRIES.items())

    body = body_of(f"<article><h1>{HEADLINE}</h1><p>{LEAD}</p>{entries}</article>")

    wanted = [each for pair in ENTRIES.items() for each in pair]
    assert [line.removesuffix(" GMT") for line in body.lines if line != LEAD] == wanted


def test_a_single_time_in_a_story_is_a_date_and_not_body() -> None:
    (time, text), *others = ENTRIES.items()
    rest = "".join(f"<p>{text}</p>" for _, text in others)

    body = body_of(f"<article><h1>{HEADLINE}</h1><p>{text}</p><div>{time}</div>{rest}</article>")

    assert body.lines == tuple(ENTRIES.values())
