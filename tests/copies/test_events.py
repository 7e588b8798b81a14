from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.copies.events import grouped, join_event, renamed
from storywatch.copies.index import Index
from storywatch.copies.likeness import LAYOUT, LEAST_LIKE, MOST_HOLDERS, compared
from storywatch.copies.traits import COMMON_LEAST, Trait, number, rarest, rarity, traits_of
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

    assert traits.words["aceh"] > traits.words["boat"]
    assert traits.words["earthquake"] > traits.words["boat"]
    assert ("saw", "boat") not in traits.pairs
    assert ("aceh", "saw") in traits.pairs


def test_a_word_that_every_tenth_story_has_tells_no_event() -> None:
    traits = traits_of(story("election debate", title=""))
    common = rarity(COMMON_LEAST, 2 * COMMON_LEAST)

    kept = {trait.number for trait in rarest(traits, {"election": common, "debate": 1.0})}

    assert number("election") not in kept
    assert number("debate") in kept


def test_groups_are_joined_by_their_average_and_not_by_one_strong_link() -> None:
    alike = {1: {2: 0.9}, 2: {1: 0.9, 3: 0.15}, 3: {2: 0.15, 4: 0.8}, 4: {3: 0.8}}

    assert grouped([1, 2, 3, 4, 5], alike) == [{1, 2}, {3, 4}, {5}]


def held(*families: list[Trait]) -> tuple[Index, list[float]]:
    """An index of these families, numbered from 1, each compared with those before it."""
    index = Index(LAYOUT)
    lengths: list[float] = []
    for family, traits in enumerate(families, 1):
        lengths.append(compared(traits, index, lengths).length)
        numbers, strengths = zip(*traits, strict=True)
        index.add(family, numbers, strengths)
    return index, lengths


def traits(*numbers: int, strength: float = 1.0) -> list[Trait]:
    return [Trait(number, strength) for number in numbers]


def test_families_are_as_alike_as_the_rare_traits_that_both_have() -> None:
    common = [traits(7, 1_000 + at) for at in range(50)]
    index, lengths = held(traits(1, 2), traits(3, 7), *common)

    alike = compared(traits(1, 2), index, lengths).alike

    assert alike == {1: pytest.approx(1.0, abs=0.15)}
    assert compared(traits(3, 8), index, lengths).alike[2] > 0.4
    assert compared(traits(7, 9), index, lengths).alike.get(2, 0.0) < 0.1


def test_what_very_many_families_have_is_not_compared() -> None:
    index, lengths = held(*(traits(7) for _ in range(MOST_HOLDERS + 1)))

    assert compared(traits(7), index, lengths).alike == {}


def test_a_family_that_is_gone_is_like_nobody() -> None:
    index, lengths = held(traits(1, 2), traits(1, 2))
    index.drop([1])

    assert list(compared(traits(1, 2), index, lengths).alike) == [2]


VECTORS = st.lists(
    st.dictionaries(st.integers(0, 12), st.sampled_from([1.0, 1.5, 3.0]), min_size=1, max_size=6),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(VECTORS)
def test_likeness_is_told_in_parts_of_one_and_from_its_least_on(
    vectors: list[dict[int, float]],
) -> None:
    *before, last = [[Trait(*pair) for pair in vector.items()] for vector in vectors]
    index, lengths = held(*before)

    found = compared(last, index, lengths)

    assert found.length > 0
    assert all(LEAST_LIKE <= likeness <= 2.0 for likeness in found.alike.values())
    for family, likeness in found.alike.items():
        shared = {number for number, _ in before[family - 1]} & {number for number, _ in last}
        assert shared, likeness


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
