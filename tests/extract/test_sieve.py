from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storywatch.extract.dates.relative import NUMBERLESS, NUMBERLESS_SIEVE
from storywatch.extract.phrases import Phrases
from storywatch.extract.sieve import Sieve

PIECES = [
    "Courtesy",
    " of",
    "of",
    " ",
    "© ",
    "2026",
    "İeri",
    "ıeri",
    "IERI",
    "Straße",
    "STRASSE",
    "",
]
PHRASES = Phrases(r"courtesy\ of | ©\s?\d{4} | straße | ieri")


def test_of_many_texts_those_with_letters_for_a_phrase_are_kept() -> None:
    texts = ["Nothing", "Picture: courtesy of the Bugle", "", "© The Bugle", "Courtesy", "STRASSE"]
    assert Sieve([PHRASES]).kept(texts) == {1, 3, 5}
    assert Sieve([PHRASES]).kept([]) == set()


@given(st.lists(st.lists(st.sampled_from(PIECES)).map("".join)))
def test_no_text_that_has_a_phrase_is_sifted_out(texts: list[str]) -> None:
    kept = Sieve([PHRASES]).kept(texts)
    assert {place for place, text in enumerate(texts) if PHRASES.whole.search(text)} <= kept


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "Yesterday",
                    "Gestern,",
                    "vor einer Stunde",
                    "İERİ",
                    "ıeri",
                    "kello",
                    "Player",
                    "12",
                ]
            )
        ).map(" ".join)
    )
)
def test_no_line_that_names_a_day_in_words_is_sifted_out(texts: list[str]) -> None:
    named = {place for place, text in enumerate(texts) if NUMBERLESS.match(text)}
    assert named <= NUMBERLESS_SIEVE.kept(texts)
