from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.copies.events import grouped, join_event, likeness, renamed
from storywatch.copies.traits import COMMON_LEAST, number, traits_of, vector
from tests.copies.memory import Events
from tests.copies.samples import story

QUAKE = (
    "Quake of magnitude 6.1 shakes Aceh",
    "A magnitude 6.1 earthquake struck Aceh on Tuesday, killing 22 people in Bener Meriah.",
)
QUAKE_TOO = (
    "Aceh earthquake kills 22",
    "At least 22 people died when the earthquake hit Bener Meriah in Aceh, officials said Tuesday.",
)
TRADE = (
    "Red Sox sign Teixeira for eight years",
    "Mark Teixeira agreed to an eight-year contract with the Red Sox, the Boston club announced.",
)


def event_of(store: Events, family: int, told: tuple[str, str]) -> int:
    title, body = told
    return join_event(story(body, title=title, slug=str(family)), family, store)


@pytest.fixture
def store() -> Events:
    return Events()


def test_stories_of_one_event_meet_and_those_of_another_stay_apart(store: Events) -> None:
    events = [event_of(store, at, told) for at, told in enumerate((QUAKE, TRADE, QUAKE_TOO))]

    assert events == [1, 2, 1]


def test_a_copy_has_its_familys_event_and_no_vote(store: Events) -> None:
    first = event_of(store, 7, QUAKE)

    assert event_of(store, 7, TRADE) == first
    assert store.story_count == 1


def test_a_story_without_a_word_is_an_event_of_its_own(store: Events) -> None:
    assert event_of(store, 1, ("", "")) == 1
    assert event_of(store, 2, ("", "")) == 2


def test_names_and_the_title_weigh_more_than_other_words() -> None:
    traits = traits_of(story("A man in Aceh saw a boat.", title="Earthquake"))

    assert traits["aceh",] > traits["boat",]
    assert traits["earthquake",] > traits["boat",]
    assert ("saw", "boat") not in traits
    assert ("aceh", "saw") in traits


def test_a_word_that_every_tenth_story_has_tells_no_event() -> None:
    traits = traits_of(story("election debate", title=""))
    counts = {number(("election",)): COMMON_LEAST, number(("debate",)): 1}

    kept = {trait.number for trait in vector(traits, counts, 2 * COMMON_LEAST)}

    assert number(("election",)) not in kept
    assert number(("debate",)) in kept


def test_groups_are_joined_by_their_average_and_not_by_one_strong_link() -> None:
    alike = {1: {2: 0.9}, 2: {1: 0.9, 3: 0.15}, 3: {2: 0.15, 4: 0.8}, 4: {3: 0.8}}

    assert grouped([1, 2, 3, 4, 5], alike) == [{1, 2}, {3, 4}, {5}]


def test_families_are_as_alike_as_the_rare_traits_that_both_have() -> None:
    held = [
        [(1, 1.0), (2, 1.0)],
        [(1, 1.0), (2, 1.0), (3, 1.0), (4, 1.0)],
        [(3, 2.0)],
        [(4, 2.0)],
    ]

    alike = likeness(held, 100)

    assert alike[1][2] == pytest.approx(1.0)
    assert alike[3][4] == pytest.approx(0.12, abs=0.01)


def test_an_event_keeps_its_id_where_most_of_its_families_stay() -> None:
    current = {1: 10, 2: 10, 3: 10, 4: 20, 5: 20}
    groups = [frozenset({1}), frozenset({2, 3, 4}), frozenset({5})]

    assert renamed(groups, current) == [(None, groups[0]), (10, groups[1]), (20, groups[2])]


WEIGHTS = st.dictionaries(
    st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(0.01, 1.0),
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(WEIGHTS)
def test_grouping_loses_nobody_and_is_settled(weights: dict[tuple[int, int], float]) -> None:
    alike: dict[int, dict[int, float]] = {one: {} for one in range(1, 9)}
    for (one, other), weight in weights.items():
        alike[one][other] = alike[other][one] = weight

    groups = grouped(range(1, 9), alike)

    assert sorted(one for group in groups for one in group) == list(range(1, 9))
    current = {one: at for at, group in enumerate(groups, 100) for one in group}
    assert renamed(groups, current) == [(at, group) for at, group in enumerate(groups, 100)]
