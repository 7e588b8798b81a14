from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.copies.index import KEY_BITS, Index

# Few buckets and few keys, and among them such as look like parts of other records.
NUMBERS = (0, 1, 2, 255, 256, 257, 1 << KEY_BITS, (1 << KEY_BITS) + 1, (1 << 30) - 1)
ENTRIES = st.lists(
    st.tuples(st.integers(0, 300), st.lists(st.sampled_from(NUMBERS), max_size=5, unique=True)),
    max_size=300,
)


@settings(max_examples=80, deadline=None)
@given(ENTRIES, st.sets(st.integers(0, 300)), st.integers(1, 300))
def test_an_index_finds_the_last_entries_that_a_plain_search_finds(
    entries: list[tuple[int, list[int]]], gone: set[int], most: int
) -> None:
    index = Index()
    for family, numbers in entries:
        index.add(family, numbers)
    index.drop(gone)

    for sought in NUMBERS:
        places = [
            (place,)
            for place, (family, numbers) in enumerate(entries)
            if sought in numbers and family not in gone
        ]
        assert index.find(sought, most) == places[::-1][:most]
    assert len(index) == sum(family not in gone for family, _ in entries)


def test_what_is_beside_a_number_comes_back_with_it() -> None:
    index = Index("e")
    index.add(7, [5, 6], [1.5, 2.0])
    index.add(8, [6], [0.25])

    assert index.find(6, 5) == [(1, 0.25), (0, 2.0)]
    assert index.find(4, 5) == []


def test_an_index_says_when_it_holds_much_of_what_is_gone() -> None:
    index = Index()
    for family in range(10):
        index.add(family, [1])

    index.drop([0, 1, 2])
    assert not index.is_wasteful
    index.drop([3])
    assert index.is_wasteful
