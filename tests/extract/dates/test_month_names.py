"""The kept month names are CLDR's."""

from __future__ import annotations

import pytest

from storywatch.extract.dates.month_names import LANGUAGES, from_cldr, names


@pytest.mark.parametrize("language", LANGUAGES[::6])
def test_the_kept_names_are_those_of_cldr(language: str) -> None:
    assert names(language) == from_cldr(language)


def test_a_language_that_is_not_kept_has_no_names() -> None:
    assert names("xx") == []
