"""A query in words says what it asks for."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings

from storywatch.query import parse
from storywatch.query.syntax import leaves
from storywatch.query.wording import clause_in_words, in_words
from tests.query.made_up import made_up_query, randoms


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("nato", "the word nato in title, standfirst or body"),
        ("title:nato", "the word nato in title"),
        ('"apple pie"', "the words “apple pie”, one right after the other, in title"),
        ('"apple pie"~0', "the words apple, pie, in any order, side by side, in title"),
        ("東京", "the words “東京”, one right after the other, in title"),
        ("exact:東京", "“東京” with case and accents as written in"),
        ("immigra*", "a word that begins with immigra in"),
        ("wom?n", "a word of the form wom?n, each ? one character, in"),
        ("wom?n*", "a word of the form wom?n, each ? one character, and goes on as it likes, in"),
        ("exact:WHO", "“WHO” with case and accents as written in"),
        ("author:*", "any author at all"),
        ("*", "every story"),
        ("-nato", "not: the word nato in"),
        ("published:2025-12", "published from 2025-12-01 and before 2026-01-01"),
        ("published:>=2025-12-02T07:02Z", "published from 2025-12-02 07:02:00 UTC"),
        ("published:>=2025-12-02T12:32+05:30", "published from 2025-12-02 07:02:00 UTC"),
        ("published:[2025-12-02T12:32:10-05:00 TO *]", "published from 2025-12-02 17:32:10 UTC"),
        ('published:"2025-12-02T12:32+0530"', "published from 2025-12-02 07:02:00 UTC and before"),
        ("published:<2025", "published before 2025-01-01"),
    ],
)
def test_a_clause_in_words(query: str, words: str) -> None:
    (line,) = in_words(parse(query))

    assert line.startswith(words)


@pytest.mark.parametrize(
    ("query", "clause"),
    [
        ("東京", "東京"),
        ('"東京都 知事"', "東京都知事"),
        ("台風ニュース", "台風ニュース"),
        ("2026年", "2026年"),
        ("title:exact:東京の", "title:(exact:東京の)"),
        ('"北京 大学"~5', '"北京大学"~5'),
        ('"トヨタ ホンダ"', '"トヨタ ホンダ"'),
        ('"한국 은행"', '"한국 은행"'),
        ("tea-time", '"tea time"'),
    ],
)
def test_a_clause_is_shown_as_people_write_it(query: str, clause: str) -> None:
    read = parse(query)

    assert str(read.tree) == clause
    assert parse(clause).tree == read.tree


def test_parts_are_indented_below_what_joins_them() -> None:
    lines = in_words(parse("nato AND (kyiv OR kiev)"))

    assert [line.split(" in ")[0] for line in lines] == [
        "all of:",
        "  the word nato",
        "  at least one of:",
        "    the word kyiv",
        "    the word kiev",
    ]


def test_stemming_is_told() -> None:
    assert in_words(parse("nato", stemming="en"))[-1].startswith("other forms of the words count")


@settings(max_examples=50, deadline=None)
@given(randoms)
def test_every_clause_has_its_line(random: Random) -> None:
    query = made_up_query(random)
    lines = "\n".join(in_words(query))

    assert all(clause_in_words(leaf) in lines for leaf in leaves(query.tree))
