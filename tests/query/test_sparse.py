from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from storywatch.query import fields
from storywatch.query.analysed import analyse
from storywatch.query.elastic import analysed_fields
from storywatch.query.sparse import GAP
from storywatch.query.sqlite import analysed_row, fts_row
from storywatch.story import Story
from tests.query.stories import NOON

PIECES = (
    "WHO",
    "who",
    "Running",
    "runs",
    "García",
    "l'eau",
    "U.S.",
    "C++",
    "-",
    "—",
    "x_y",
    "'s",
    "北约",
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), st.text(max_size=40)
)


def story(title: str, body: str) -> Story:
    return Story(
        id="1",
        outlet="bugle",
        url="https://bugle.example/1",
        title=title,
        body=body,
        first_seen_at=NOON,
        fetched_at=NOON,
    )


def whole(forms: Mapping[str, str], form: str) -> list[str]:
    """All words of a form that is told where it differs."""
    found = forms["folded"].split(" ")
    for place, word in enumerate(forms.get(form, GAP).split(" ")):
        if word != GAP:
            found[place] = word
    return found


@given(TEXTS, TEXTS)
def test_every_form_can_be_told_in_full_again(title: str, body: str) -> None:
    one = story(title, body)
    read, told = analyse(one), analysed_fields(one)

    for name in fields.SEARCHED:
        for form in ("folded", "exact", "stemmed"):
            words = read.text(name, form).words
            assert GAP not in words
            assert words == (whole(told[name], form) if name in told else [])


@given(TEXTS, TEXTS)
def test_what_is_written_otherwise_stands_where_the_exact_words_do(title: str, body: str) -> None:
    for name, forms in analysed_fields(story(title, body)).items():
        exact, otherwise = (
            [word != GAP for word in forms.get(form, "").split(" ")]
            for form in ("exact", "otherwise")
        )
        assert exact == otherwise, name
        assert whole(forms, "otherwise") == forms["folded"].split(" ")


@given(TEXTS, TEXTS)
def test_the_full_text_table_remembers_the_same_words(title: str, body: str) -> None:
    one = story(title, body)

    assert analysed_row(fts_row(one)) == analysed_fields(one)


def test_most_words_are_told_once() -> None:
    told = analysed_fields(story("Rain in Kyiv", "The rains fall on the port of Kyiv today."))

    assert told["title"] == {
        "folded": "rain in kyiv",
        "exact": "Rain - Kyiv",
        "otherwise": "rain - kyiv",
    }
    assert told["body"]["stemmed"] == "- rain"
