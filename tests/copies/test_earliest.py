from __future__ import annotations

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.copies import Twin
from storywatch.copies.twins import earliest
from tests.copies.samples import HOUR, NOON, PLAIN, found, story, twin


def test_the_earliest_story_with_the_same_words_is_the_original() -> None:
    first, later = twin("crier", seen=NOON - 2 * HOUR), twin("echo", seen=NOON - HOUR)

    original = found(twins=(later, first)).original

    assert original is not None
    assert (original.outlet, original.url, original.tier) == ("crier", first.url, "earliest")
    assert "2025-12-02 10:00" in original.evidence


def test_a_story_that_was_first_has_no_original() -> None:
    assert found(twins=(twin(seen=NOON + HOUR),)).original is None


def test_an_outlets_own_other_story_is_no_original() -> None:
    assert found(twins=(twin("bugle", seen=NOON - HOUR),)).original is None


def test_a_published_time_counts_before_the_time_it_was_seen() -> None:
    early = twin(seen=NOON + HOUR, published_at=NOON - HOUR)

    assert found(twins=(early,)).original is not None


def test_a_bare_day_counts_from_its_end() -> None:
    day = twin(seen=NOON + HOUR, published_at=NOON - HOUR, published_latest=NOON + 11 * HOUR)

    assert found(twins=(day,)).original is None


def test_words_that_name_an_original_go_before_the_earliest_twin() -> None:
    original = found(f"KYIV (AP) — They met.\n{PLAIN}", twins=(twin(seen=NOON - HOUR),)).original

    assert original is not None
    assert (original.outlet, original.tier) == ("The Associated Press", "dateline")


HOURS = st.integers(-5, 5).map(lambda count: NOON + count * HOUR)


@settings(max_examples=60, deadline=None)
@given(st.lists(HOURS, min_size=2, max_size=6))
def test_copies_of_copies_never_run_in_a_circle_and_lead_to_one(seen: list[datetime]) -> None:
    stories = [
        story(outlet=f"outlet{place}", first_seen_at=when) for place, when in enumerate(seen)
    ]
    twins = [Twin.of(one) for one in stories]

    firsts = [earliest(one, twins) for one in stories]

    assert len({one.story_id for one in firsts if one}) == 1
    assert all(
        one.rank < Twin.of(two).rank for one, two in zip(firsts, stories, strict=True) if one
    )
    assert firsts.count(None) == 1
