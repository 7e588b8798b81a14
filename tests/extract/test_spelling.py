from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storywatch.extract.spelling import share_spelt, slug_words

SLUG = slug_words("https://bugle.example/stadt/die-neue-bruecke-ueber-den-fluss.html")


@pytest.mark.parametrize(
    ("headline", "share"),
    [
        ("Die neue Brücke über den Fluß", 1.0),
        ("Die neue Brücke", 1.0),  # the address says more
        ("Neue Brücke gesperrt: lange Staus", 2 / 5),
        ("Wetter", 0.0),
    ],
)
def test_a_headline_is_found_in_an_address_whatever_its_letters(
    headline: str, share: float
) -> None:
    assert share_spelt(headline, SLUG) == pytest.approx(share)


def test_an_address_of_numbers_or_that_is_none_spells_nothing() -> None:
    assert slug_words("https://bugle.example/2026/03/4711") == frozenset()
    assert slug_words("http://[broken/the-old-bridge") == frozenset()


@given(st.text(), st.text())
def test_a_share_lies_between_nothing_and_all(headline: str, path: str) -> None:
    assert 0 <= share_spelt(headline, slug_words("https://bugle.example/" + path)) <= 1
