from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.copies import find_family, join_family
from storywatch.copies.families import POSTED, STANDING, Kinship
from storywatch.copies.kinship import Kind
from storywatch.copies.sketches import shingles
from storywatch.story import Story
from tests.copies.memory import Sketches
from tests.copies.samples import NOON, found, story
from tests.copies.texts import FOOTER, edited, part, text

ONE, TWO, THREE = text(1), text(2), text(3)


def told(body: str, outlet: str, *, minutes: int = 0, slug: str = "one") -> Story:
    return story(body, outlet=outlet, slug=slug, first_seen_at=NOON + timedelta(minutes=minutes))


def joined(store: Sketches, *stories: Story) -> list[Kinship]:
    kinships = [join_family(one, store) for one in stories]
    return [kinship for kinship in kinships if kinship]


@pytest.fixture
def store() -> Sketches:
    return Sketches()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (ONE, Kind.REPOST),
        (f"Home News Sports\n{ONE}\n{FOOTER}", Kind.REPOST),
        (edited(ONE), Kind.REPOST),
        (part(ONE, 0, 5), Kind.EXCERPT),
        (part(ONE, 3, 9), Kind.EXCERPT),
        (f"{part(ONE)}\n{FOOTER}", Kind.EXCERPT),
        (f"{ONE}\n{text(9, 20)}", Kind.UPDATE),
    ],
    ids=["whole", "in chrome", "edited", "beginning", "middle", "beginning in chrome", "grown"],
)
def test_a_story_with_another_outlets_words_is_its_copy(
    store: Sketches, body: str, kind: Kind
) -> None:
    _, copy = joined(store, told(ONE, "crier"), told(body, "bugle", minutes=5))

    assert copy.parent is not None
    assert (copy.parent.kind, copy.sketch.family) == (kind, 1)


def test_an_outlets_own_later_version_is_an_update(store: Sketches) -> None:
    _, later = joined(
        store, told(ONE, "crier"), told(f"{ONE}\n{text(9, 3)}", "crier", minutes=5, slug="two")
    )

    assert later.parent is not None
    assert later.parent.kind is Kind.UPDATE
    assert later.sources == ()


def test_a_round_up_is_of_the_family_that_it_begins_with_and_quotes_the_others(
    store: Sketches,
) -> None:
    *_, both = joined(
        store,
        told(ONE, "crier"),
        told(TWO, "echo"),
        told(f"{ONE}\n{TWO}", "bugle", minutes=5),
    )

    assert both.parent is not None
    assert (both.parent.parent, both.parent.kind) == (1, Kind.ROUND_UP)
    assert [(edge.parent, edge.kind) for edge in both.quotes] == [(2, Kind.ROUND_UP)]


def test_a_story_quoted_amid_a_round_up_does_not_become_its_copy(store: Sketches) -> None:
    round_up = "\n".join((text(7, 20), TWO, text(8, 20)))

    _, quoted = joined(store, told(round_up, "bugle"), told(TWO, "echo", minutes=5))

    assert (quoted.parent, quoted.sketch.family) == (None, 2)


def test_two_different_stories_on_one_event_are_not_copies(store: Sketches) -> None:
    shared = "“We will not sign this treaty before the people have had their say,” the envoy said."
    first = f"{shared}\n{text(11)}"
    second = f"{part(text(12), 0, 7)}\n{shared}\n{part(text(12), 7, 14)}"

    one, other = joined(store, told(first, "crier"), told(second, "bugle"))

    assert (one.sketch.family, other.sketch.family) == (1, 2)


def weather(place: str, *figures: object) -> str:
    high, low, wind, damp, sunset = figures
    return (
        f"The weather in {place} today: the temperature is likely to rise to {high} degrees in the "
        f"afternoon and to fall to {low} degrees at night, the weather office said.\n"
        f"The wind blows from the sea at a speed of {wind} kilometres an hour, and the humidity "
        f"stands at {damp} per cent this morning. The sun goes down at {sunset}.\n"
        "Those who have to be out of doors at noon are advised to drink enough water, to wear a "
        "hat, and to look up how clean the air is before they leave the house."
    )


@pytest.mark.parametrize("other", ["crier", "bugle"], ids=["one outlet", "two outlets"])
def test_a_form_filled_in_with_other_figures_is_no_copy(store: Sketches, other: str) -> None:
    monday, tuesday, elsewhere = joined(
        store,
        told(weather("Port Ann", 31, 19, 12, 64, "5:41"), "crier"),
        told(weather("Port Ann", 28, 17, 22, 71, "5:39"), other, minutes=5, slug="two"),
        told(weather("Bellmouth", 24, 15, 9, 80, "5:52"), other, minutes=9, slug="three"),
    )

    assert [one.parent for one in (monday, tuesday, elsewhere)] == [None, None, None]
    assert [one.quotes for one in (monday, tuesday, elsewhere)] == [(), (), ()]
    assert len({one.sketch.family for one in (monday, tuesday, elsewhere)}) == 3


def test_a_text_with_most_of_the_figures_is_still_a_copy(store: Sketches) -> None:
    first = weather("Port Ann", 31, 19, 1200, 64, "5:41")
    second = first.replace("1200", "1,200").replace("64 per cent", "66 percent")

    _, copy = joined(store, told(first, "crier"), told(second, "bugle", minutes=5))

    assert copy.parent is not None


def test_a_report_whose_few_figures_all_have_changed_is_an_update(store: Sketches) -> None:
    first = f"{ONE}\nAt least 14 people died, 40 were hurt and 9 are missing, the crew said."
    later = first.replace("14", "19").replace("40", "52").replace("9 are", "3 are")

    _, update = joined(store, told(first, "crier"), told(later, "crier", minutes=50, slug="two"))

    assert update.parent is not None
    assert update.parent.kind is Kind.UPDATE


def test_a_table_of_very_many_figures_is_told_by_its_words(store: Sketches) -> None:
    first = f"{ONE}\n{' '.join(map(str, range(1000, 2000)))}"

    _, copy = joined(store, told(first, "crier"), told(f"{ONE}\n7 8 9", "bugle", minutes=5))

    assert copy.parent is not None


def test_what_many_stories_end_with_makes_no_copies_of_them(store: Sketches) -> None:
    short = [told(f"{text(seed, 4)}\n{FOOTER}", f"outlet{seed}") for seed in range(20, 32)]

    families = [one.sketch.family for one in joined(store, *short)]

    assert len(set(families[STANDING:])) == len(families) - STANDING


def test_of_a_text_that_many_stories_have_nothing_is_kept_posted_or_not(store: Sketches) -> None:
    *_, last = joined(
        store, *(told(f"{text(seed)}\n{FOOTER}", f"o{seed}") for seed in range(50, 60))
    )
    inside = shingles(FOOTER)[1:-1]

    assert any(shingle % POSTED for shingle in inside)
    assert any(shingle % POSTED == 0 for shingle in inside)
    assert set(inside).isdisjoint(last.sketch.shingles)
    assert set(shingles(text(59))) <= set(last.sketch.shingles)


def test_a_standing_text_is_still_known_after_many_families(store: Sketches) -> None:
    joined(store, *(told(f"{text(seed)}\n{FOOTER}", f"o{seed}") for seed in range(100, 140)))

    held = store.postings(shingles(FOOTER))

    assert min(len(families) for families in held.values()) == STANDING
    assert max(posting.number for families in held.values() for posting in families) > 16


def test_an_agencys_story_at_forty_outlets_is_one_family(store: Sketches) -> None:
    copies = [told(f"{edited(ONE, 20 + n)}\n{FOOTER}", f"outlet{n}", minutes=n) for n in range(40)]

    kinships = joined(store, *copies)

    assert {one.sketch.family for one in kinships} == {1}
    assert all(one.parent for one in kinships[1:])


def test_a_story_that_was_earlier_but_came_in_later_becomes_the_original(store: Sketches) -> None:
    copy, original = joined(store, told(ONE, "bugle", minutes=30), told(ONE, "crier"))

    assert (original.parent, original.sketch.family) == (None, copy.sketch.family)
    (adopted,) = original.adopted
    assert (adopted.child, adopted.parent, adopted.kind) == (1, 2, Kind.REPOST)


def test_the_sources_of_a_copy_lead_back_to_the_earliest(store: Sketches) -> None:
    joined(store, told(ONE, "crier"), told(edited(ONE, 6), "echo", minutes=5))

    third = find_family(told(edited(ONE, 6), "bugle", minutes=9), store)

    assert third is not None
    assert [twin.outlet for twin in third.sources] == ["echo", "crier"]
    original = found(ONE, twins=third.sources, first_seen_at=NOON + timedelta(minutes=9)).original
    assert original is not None
    assert (original.outlet, original.tier) == ("crier", "earliest")


def test_a_revision_keeps_family_and_parent_and_is_found_by_its_new_words(
    store: Sketches,
) -> None:
    joined(store, told(ONE, "crier"), told(ONE, "bugle", minutes=5))

    (revised,) = joined(store, told(f"{part(ONE)}\n{TWO}", "bugle", minutes=5))

    assert (revised.sketch.number, revised.sketch.family) == (2, 1)
    assert store.edges[2].parent == 1
    assert [twin.outlet for twin in revised.sources] == ["crier"]
    (copy,) = joined(store, told(TWO, "echo", minutes=9))
    assert copy.sketch.family == 1


def test_a_text_too_short_to_tell_has_no_family(store: Sketches) -> None:
    assert find_family(told("Watch the video here.", "crier"), store) is None
    assert find_family(told("", "crier"), store) is None


def test_finding_writes_nothing(store: Sketches) -> None:
    find_family(told(ONE, "crier"), store)

    assert store.kept == {}


def test_texts_without_spaces_have_copies_too(store: Sketches) -> None:
    dice = random.Random(1)
    signs = "".join(chr(0x4E00 + dice.randint(0, 2_000)) for _ in range(400))

    _, copy = joined(store, told(signs, "crier"), told(signs[:150], "bugle", minutes=5))

    assert copy.parent is not None
    assert copy.parent.kind is Kind.EXCERPT


BODIES = st.sampled_from(
    [
        ONE,
        TWO,
        THREE,
        edited(ONE),
        part(ONE),
        part(TWO, 4, 9),
        f"{ONE}\n{TWO}",
        f"{THREE}\n{FOOTER}",
    ]
)
ARRIVALS = st.lists(
    st.tuples(BODIES, st.sampled_from(["crier", "bugle", "echo"]), st.integers(0, 6)),
    min_size=2,
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(ARRIVALS)
def test_every_edge_leads_from_a_later_story_to_an_earlier_one(
    arrivals: list[tuple[str, str, int]],
) -> None:
    store = Sketches()
    joined(store, *(told(body, outlet, minutes=minutes, slug=f"s{at}")
                    for at, (body, outlet, minutes) in enumerate(arrivals)))  # fmt: skip

    for edge in (*store.edges.values(), *store.quotes):
        assert store.kept[edge.parent].rank < store.kept[edge.child].rank
    for edge in store.edges.values():
        assert store.kept[edge.parent].family == store.kept[edge.child].family


@settings(max_examples=20, deadline=None)
@given(ARRIVALS)
def test_the_same_arrivals_give_the_same_graph(arrivals: list[tuple[str, str, int]]) -> None:
    stories = [
        told(body, outlet, minutes=minutes, slug=f"s{at}")
        for at, (body, outlet, minutes) in enumerate(arrivals)
    ]
    one, two = Sketches(), Sketches()

    assert joined(one, *stories) == joined(two, *stories)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_has_a_sketch_and_always_the_same(any_text: str) -> None:
    assert shingles(any_text) == shingles(any_text)
    assert all(0 <= number < 1 << 30 for number in shingles(any_text))
