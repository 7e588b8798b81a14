"""What samples of an outlet's pages say: alarms for what changed, silence for what did not."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storywatch.layout import Sample, alarms, is_odd

START = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
USUAL = {"title": "h1", "body": "article blocks", "authors": "byline", "published_at": "json-ld"}


def sample(
    number: int, *, words: int = 300, reason: str = "", without: str = "", **others: str
) -> Sample:
    origins: Mapping[str, str] = {
        name: place for name, place in {**USUAL, **others}.items() if name != without
    }
    return Sample(
        url=f"https://news.example/{number}",
        at=START + timedelta(minutes=number),
        words=0 if reason else words,
        origins={} if reason else origins,
        reason=reason,
    )


def test_an_outlet_that_is_read_as_ever_raises_no_alarm() -> None:
    assert alarms([sample(number) for number in range(60)]) == ()


def test_a_field_that_is_gone_raises_an_alarm_at_the_fourth_page() -> None:
    pages = [sample(n) for n in range(40)] + [sample(n, without="authors") for n in range(40, 44)]

    (alarm,) = alarms(pages)

    assert str(alarm) == "authors is missing on 4 of the last 4 pages"
    assert alarm.since == pages[40].at
    assert alarm.examples == tuple(page.url for page in pages[41:])


def test_a_field_from_a_new_place_raises_an_alarm() -> None:
    pages = [sample(n) for n in range(40)]
    pages += [sample(n, published_at="date in text") for n in range(40, 46)]

    (alarm,) = alarms(pages)

    assert (alarm.field, alarm.usual, alarm.now) == ("published_at", "json-ld", "date in text")


@pytest.mark.parametrize("changed", [{"reason": "no_body"}, {"words": 20}, {"words": 3000}])
def test_a_body_that_is_gone_or_swollen_raises_an_alarm(changed: dict[str, int | str]) -> None:
    pages = [sample(n) for n in range(40)]
    pages += [sample(n, **changed) for n in range(40, 48)]  # type: ignore[arg-type]

    assert "body" in {alarm.field for alarm in alarms(pages)}


def test_pages_that_are_blocked_or_gone_say_nothing_of_the_layout() -> None:
    pages = [sample(n) for n in range(40)] + [sample(n, reason="blocked") for n in range(40, 60)]

    assert alarms(pages) == ()


def test_what_a_hint_gives_is_no_surprise() -> None:
    pages = [sample(n) for n in range(40)] + [sample(n, title="hint") for n in range(40, 60)]

    assert alarms(pages) == ()
    assert not is_odd(pages[-1], pages[:40])


def test_a_new_design_is_usual_once_it_has_lasted() -> None:
    pages = [sample(n) for n in range(40)] + [sample(n, title="h2") for n in range(40, 120)]

    assert alarms(pages) == ()


def test_a_page_is_odd_when_it_gives_less_than_the_others() -> None:
    usual = [sample(number) for number in range(20)]

    assert not is_odd(sample(20), usual)
    assert is_odd(sample(20, without="published_at"), usual)
    assert is_odd(sample(20, reason="no_body"), usual)
    assert is_odd(sample(20, words=10), usual)
    assert not is_odd(sample(20, reason="blocked"), usual)


@given(
    share=st.floats(min_value=0.1, max_value=0.9),
    seed=st.integers(min_value=0, max_value=2**32),
)
def test_chance_alone_hardly_ever_raises_an_alarm(share: float, seed: int) -> None:
    """Authors are there on some of the pages, as on an outlet with unsigned briefs."""
    dice = random.Random(seed)
    pages = [sample(n, without="authors" if dice.random() > share else "") for n in range(200)]
    told = sum(bool(alarms(pages[:end])) for end in range(60, 200, 10))

    assert told <= 1


def test_too_few_pages_say_nothing() -> None:
    assert alarms([sample(n, without="title" if n > 10 else "") for n in range(18)]) == ()
