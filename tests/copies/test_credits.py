from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.copies import find_copies, lexicon_with
from storywatch.story import Draft
from tests.copies.samples import PLAIN, found, outlet, story


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("The talks failed, the Wall Street Journal reported.", ("The Wall Street Journal",)),
        ("According to Bloomberg, the talks failed.", ("Bloomberg",)),
        ("The talks failed, said Reuters.", ("Reuters",)),
        ("The minister told AFP that the talks failed.", ("Agence France-Presse",)),
        ("A Reuters poll showed that he leads.", ("Reuters",)),
        ("It was over, Grand said to The New York Times.", ("The New York Times",)),
        ("“No deal,” Military.com said.", ("Military.com",)),
        ("Reuters, dpa and the BBC reported the failure.", ("Reuters", "dpa", "BBC")),
        ("Kyodo News contributed to this report.", ("Kyodo News",)),
        ("With agency inputs from AFP", ("Agence France-Presse",)),
        ("The strike was over, The Sun reported.", ("The Sun",)),
        ("He told Time magazine that it was over.", ("Time",)),
        ("“He has no choice,” said the Gdansk Monitor.", ("Gdansk Monitor",)),
        ("The Anchorage Daily News reported a quake.", ("Anchorage Daily News",)),
        ("Das berichtete der Spiegel am Montag.", ("Der Spiegel",)),
        ("Selon Le Monde, la réunion a échoué.", ("Le Monde",)),
    ],
)  # fmt: skip
def test_whom_the_text_gives_as_its_source_is_credited(
    sentence: str, names: tuple[str, ...]
) -> None:
    read = found(f"{PLAIN}\n{sentence}")

    assert (read.credited_to, read.original) == (names, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "Time is running out, and time said nothing of it.",
        "Time said nothing as the clock ran on.",
        "The Sun rose over Kyiv as the guardian of the gate slept.",
        "Politico was sold to another publisher in 2021.",
        "Politico employees protested against the new owner.",
        "Reuters said in a statement that its reporter was hurt.",
        "The BBC said it would not pay.",
        "The New York Times sued, and The Times reported a profit.",
        "Mr. Bloomberg said he would run. Bloomberg said so again.",
        "The US Nation said its Independent Standard was met.",
        "“He has no choice,” said Emily Post.",
        "Thanks to the Gdansk Monitor, said the mayor, the bridge was saved.",
        "An AP photographer stood beside the road.",
    ],
)
def test_who_is_only_spoken_of_is_not_credited(sentence: str) -> None:
    assert found(f"{PLAIN}\n{sentence}").credited_to == ()


def test_the_outlets_that_a_house_watches_are_credited_by_their_names() -> None:
    watched = lexicon_with(frozenset(("Paisa Today", "Nordfunk")))
    body = "The loan fell, said Paisa Today. A works told Nordfunk so. Nordfunk moved its studio."
    one = story(f"{PLAIN}\n{body}")

    bare = Draft(story=one, page_url=one.url)
    assert find_copies(bare, outlet(), names=watched).story.credited_to == (
        "Paisa Today",
        "Nordfunk",
    )
    assert find_copies(bare, outlet()).story.credited_to == ()


def test_the_standfirst_credits_too_and_each_name_is_given_once_with_its_words() -> None:
    read = found(
        f"{PLAIN}\nReuters reported on Monday that the talks failed, and Reuters noted it twice.",
        standfirst="A deal is near, Politico reported",
    )

    assert read.credited_to == ("Politico", "Reuters")
    assert "Reuters reported" in read.evidence["credited_to"]


def test_the_original_needs_no_credit() -> None:
    read = found(f"WASHINGTON (Reuters) - The minister told Reuters and the BBC so.\n{PLAIN}")

    assert read.original is not None
    assert (read.original.outlet, read.credited_to) == ("Reuters", ("BBC",))


def test_the_outlet_credits_others_and_never_itself() -> None:
    at = outlet("The Week (US)", id="the_week_us", home="https://theweek.com/")

    assert found("The Week reported it, and so Politico reported.", at=at).credited_to == (
        "Politico",
    )


PIECES = st.sampled_from(
    ["Reuters", "The Sun", "said", "reported", "(", "AP", ") —", "©", "2025", "\n", ", ", " and ",
     "The post", "appeared first on", "originally published in", "\ud800", "By", "told", ". "]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=60))
def test_any_text_is_read_without_a_fault_and_always_the_same(pieces: str, noise: str) -> None:
    body = f"{pieces}{noise}"

    first, second = found(body, authors=(noise,)), found(body, authors=(noise,))

    assert first == second
    assert first.body == body
