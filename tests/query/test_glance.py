"""A glance at a text misses none of the words that analysis finds in it."""

from __future__ import annotations

import pickle
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storywatch.query.analysis import words
from storywatch.query.glance import MOST_SOUGHT, Glance, glance_for
from storywatch.query.page_text import page_text, words_apart
from tests.query.corpus import CORPUS, needs_corpus

# Of all that analysis drops, folds, joins and parts; and what only looks like it.
PIECES = [
    *"abEsKxyz09 .,'&+_-\n\t",
    *("’", "é", "e\u0301", "o\u0308", "o\u031b", "ß", "Ø", "ﬁ", "Ａ", "İ", "\u212a", "ſ", "Σ", "ς"),
    *("я", "\u00ad", "\u200b", "\u2024", "＋", "＆", "·", "—", "\u00a0", "\u2028", "\x85", "🙂"),
    *("\ud800", "'s", "’s.", "++", "c++", "u.s.a", "l'", "us", "war"),
]
texts = st.lists(st.sampled_from(PIECES) | st.characters(max_codepoint=0x24F), max_size=30).map(
    "".join
)


def is_plain(word: str) -> bool:
    return len(word) > 1 and word.isascii() and word.isalnum()


def plain_words(text: str) -> set[str]:
    return {word for apart in words_apart(text) for word in words(apart) if is_plain(word)}


@given(texts)
@example("e's.s")
@example("e’s's.s.t")
@example("n.a.t.o and c++")
def test_every_plain_word_and_every_beginning_of_one_is_found(text: str) -> None:
    for word in plain_words(text):
        assert Glance([word]).may_find(text)
        assert Glance([word[:2], "elsewhere"]).may_find(text)


def test_a_text_without_the_words_is_told_apart() -> None:
    text = "The café’s “crème brûlée” — and the council’s report on the bridge.\n" * 9

    assert not Glance(["estuary", "zelensky"]).may_find(text)
    assert Glance(["estuary", "creme"]).may_find(text)


def test_only_a_few_plain_words_are_looked_for_at_a_glance() -> None:
    assert glance_for(["kyiv", "immigra*"])
    for literal in ("", "~kyiv", "київ", "o'neill", "at_t", ":author:smith", "a b", "x", "x*"):
        assert glance_for(["kyiv", literal]) is None
    assert glance_for([f"word{number}" for number in range(MOST_SOUGHT + 1)]) is None


def test_it_can_be_sent_to_a_worker_after_use() -> None:
    glance = Glance(["kyiv"])
    assert glance.may_find("In Kyiv")

    assert pickle.loads(pickle.dumps(glance)).may_find("In Kyiv")


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.timeout(300)
@needs_corpus
def test_no_word_of_a_real_page_is_missed() -> None:
    from bench.prefilter import pages  # noqa: PLC0415

    chosen = random.Random(7)
    asked = 0
    for name, page in list(pages(CORPUS))[::3]:
        text = page_text(page)
        if text is None:
            continue
        found = sorted(plain_words(text))
        for word in chosen.sample(found, min(len(found), 20)):
            asked += 1
            assert Glance([word]).may_find(text), (name, word)
    assert asked > 5_000
