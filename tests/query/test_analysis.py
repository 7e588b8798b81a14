"""What a word is, and that stories, queries and passages agree about it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storywatch.query import analysis
from storywatch.query.analysis import exact_words, spans, tokens, words
from tests.query import reference
from tests.query.queries import WORDS
from tests.query.stories import STORIES

hostile = st.lists(
    st.one_of(
        st.sampled_from([*WORDS, "'", "’", "'s", "l'", ".", "&", "++", "_", "-", " ", "\u0301"]),
        st.sampled_from(
            "ßæĳŚśΣςİıﬁ½²🄰𝗕𝓈ⓔℂℓ𝛓𝟮🇺🇸क़한\u1112\u1161\u11ab北ひカไ\u00ad\u200b１Ａ\u093c\x00\ud800"
        ),
        st.characters(),
    ),
    max_size=30,
).map("".join)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NATO's “plans”", ["nato", "plans"]),
        ("O’Brien l’amour rock'n'roll", ["o'brien", "l", "amour", "rock'n'roll"]),
        ("U.S. J.R.R. e.g. St. example.com", ["us", "jrr", "eg", "st", "example", "com"]),
        ("AT&T C++ C# R & D", ["at_t", "cplusplus", "c", "r", "d"]),
        ("COVID-19 García-López e\u00admail", ["covid", "19", "garcia", "lopez", "email"]),
        ("3.14 1,000 10:30 2025-12-06", ["3.14", "1,000", "10", "30", "2025", "12", "06"]),
        ("北约 ひら カタカナ สวัสดี 한국", ["北", "约", "ひ", "ら", "カタカナ", "สวัสดี", "한국"]),
        (
            "Straße ÆON Łódź İstanbul ΟΔΟΣ ﬁne",
            ["strasse", "aeon", "lodz", "istanbul", "οδοσ", "fine"],
        ),
        ("𝗕𝗼𝗹𝗱 𝓈𝒸𝓇𝒾𝓅𝓉’𝓈 𝟮𝟬𝟮𝟲 ⓒⓘⓡⓒⓛⓔ ℂ𝛼ς 𝐔.𝐒.", ["bold", "script", "2026", "circle", "cασ", "us"]),
        ("x_y __init__ 👍🏽 🇺🇸 ½", ["x_y", "init"]),
        ("", []),
    ],
)
def test_the_words_of_a_text(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_exact_words_keep_case_and_accents() -> None:
    assert exact_words("The W.H.O.’s Résume\u0301") == ["The", "WHO", "Résumé"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Café’s «Zürich»; l’été – Pelé's", ["Café", "Zürich", "l", "été", "Pelé"]),
        ("ß.B. ss.B ç'est Ç'a qu'ßt", ["ß", "B", "ss", "B", "ç", "est", "Ç", "a", "qu", "ßt"]),
        ("it's't dog's.B 3's.5 A's.B", ["it's't", "dog", "B", "3's.5", "A'sB"]),
        ("“ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß”", ["ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ", "ØÙÚÛÜÝÞß"]),
    ],
)
def test_exact_words_are_parted_as_the_folded_ones_are(text: str, found: list[str]) -> None:
    assert exact_words(text) == found
    assert len(words(text)) == len(found)


def test_the_reference_reads_the_made_up_stories_alike() -> None:
    for story in STORIES:
        for text in (story.title, story.standfirst or "", story.body, story.url, *story.authors):
            assert words(text) == reference.words(text)
            assert exact_words(text) == reference.exact_words(text)


@settings(max_examples=120, deadline=None)
@given(hostile)
def test_every_word_has_a_place_and_an_exact_form(text: str) -> None:
    found = words(text)

    assert len(found) == len(spans(text)) == len(exact_words(text))
    for token in tokens(text):
        assert text[token.start : token.end] == token.original
        assert token.text == found[token.position]
    assert all(one[1] <= other[0] for one, other in zip(spans(text), spans(text)[1:], strict=False))


@settings(max_examples=120, deadline=None)
@given(hostile, st.integers(0, 9))
def test_the_first_words_stand_where_all_words_say(text: str, most: int) -> None:
    assert spans(text, most) == spans(text)[:most]


@settings(max_examples=120, deadline=None)
@given(hostile)
@example("Plain words, 3.14 of them")
def test_exact_words_do_not_change_with_what_stands_elsewhere(text: str) -> None:
    assert exact_words(f"{text}\nit's") == [*exact_words(text), "it"]


@settings(max_examples=120, deadline=None)
@given(hostile)
@example("l'l'trump")
@example("d'l'l'rock'n'roll")
def test_words_written_down_again_are_the_same_words(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)
    assert words(" ".join(exact_words(text))) == words(text)
    assert exact_words(" ".join(exact_words(text))) == exact_words(text)


@settings(max_examples=80, deadline=None)
@given(hostile)
def test_no_word_has_a_blank_or_an_end_of_text_in_it(text: str) -> None:
    for word in (*words(text), *exact_words(text)):
        assert word
        assert len(word) <= analysis.LONGEST_WORD
        assert not any(char.isspace() or char == "\x00" for char in word)


@settings(max_examples=80, deadline=None)
@given(hostile)
def test_how_accents_are_encoded_does_not_count(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))


def test_a_very_long_word_is_cut() -> None:
    assert words("a" * 300 + " b") == ["a" * 255, "b"]
