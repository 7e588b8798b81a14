"""What the query language refuses: every time with the column, what is wrong and what to write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.errors import QueryError
from storywatch.query import Query, parse
from tests.query.queries import several

REFUSED = [
    ("kyiv~", 1, "Fuzzy", "(Kyiv OR Kiev)"),
    ("a kyiv~2", 3, "Fuzzy", "(Kyiv OR Kiev)"),
    ("nato trump^2", 6, "Boosts", "Remove the ^"),
    ("a /tr.*p/", 3, "Regular expressions", "prefix*"),
    ("(a", 3, "ends too early", "Close the parenthesis"),
    ("a)", 2, "')' cannot stand here", "open a parenthesis"),
    ("()", 2, "')' cannot stand here", "Remove it"),
    ('a "b', 3, "'\"' cannot stand here", "Close the quotation mark"),
    ('apple"', 6, "'\"' cannot stand here", "Close the quotation mark"),
    ('"apple "pie"', 12, "'\"' cannot stand here", "Close the quotation mark"),
    ('title:"apple" OR 5" x', 19, "'\"' cannot stand here", '\\" for the character'),
    ("a /5 b", 3, "'/' cannot stand here", '"apple pie"~5'),
    ("published:[2025 to 2026]", 17, "'to' cannot stand here", "Write TO between"),
    ("published:[2025, 2026]", 18, "'2026' cannot stand here", "Write TO between"),
    ("published:[2025", 16, "ends too early", "Write TO between"),
    ("a AND", 6, "ends too early", "after the last operator"),
    ("OR a", 1, "'OR' cannot stand here", "a word on both sides of OR"),
    ("a foo:b", 3, "no field 'foo'", "title:"),
    ("http://example.com/a", 1, "no field 'http'", 'url:"example.org'),
    ("a *rump", 3, "* can only end a word", "immigra*"),
    ("?rump", 1, "? cannot begin it", "wom?n"),
    ("tr*p", 1, "* can only end a word", "wom?n"),
    ("东京*", 1, "two letters", "Leave the * out: 东京 is found inside longer words too"),
    ("a*", 1, "two letters", "longer beginning"),
    ("", 1, "empty", "Write * for everything"),
    (" \n ", 1, "empty", "Write * for everything"),
    ('a ""', 3, "There is no word", "at least one letter or digit"),
    ("a \x00", 3, "There is no word", "at least one letter or digit"),
    ("a && b", 3, "no operator", "Write AND, or"),
    ("a || b", 3, "no operator", "Write OR, or"),
    ("!a", 1, "no operator", "Write NOT, or"),
    ("a date:2025", 3, "no field 'date'", "Write published:"),
    ("headline:a", 1, "no field 'headline'", "Write title:"),
    ('"a b"~', 1, "~ needs a number", '"apple pie"~5'),
    ('"a b"~500', 1, "~500 is too far apart", "up to 50"),
    ('exact:"a b"~2', 7, "~ cannot stand here", "without it"),
    ("exact:wh*", 7, "whole words only", "Remove the *"),
    ("author:exact:WHO", 8, "exact: cannot look in author", "title, standfirst, body"),
    ("title:(a body:b)", 10, "body: cannot stand inside title:", "Move it outside"),
    ("title:(topic:x)", 8, "topic: cannot stand inside", "Move it outside"),
    ("exact:topic:x", 7, "topic: cannot stand inside", "Move it outside"),
    ("title:[a TO b]", 7, "Only published: takes a range", "published:[2025-12-01 TO *]"),
    ("published:monday", 11, "'monday' is no date", "2025-12-06"),
    ("published:2025-02-30", 11, "is no date", "2025-12-06"),
    ("published:[2025-12 TO 2025-11]", 11, "holds no moment", "earlier date first"),
    ("published:{2025-12-01 TO 2025-12-01}", 11, "holds no moment", "[ ] where"),
    ("published:2025-12-02T12:32+99:00", 11, "is no date", "2025-12-06T10:30+05:30"),
    ("topic:nobody", 7, "no topic 'nobody'", "Known topics: broken, knows_itself"),
    ("topic:knows_itself", 1, "knows_itself → knows_itself", "Mend that topic first"),
    ("a topic:one", 3, "one → two → one", "Mend that topic first"),
    ("topic:broken", 1, "topic:broken cannot be read", "Close the parenthesis"),
    ("a\\", 2, "cannot stand here", "the character that it escapes"),
]
KNOWN = {
    "knows_itself": "a topic:knows_itself",
    "one": "a OR topic:two",
    "two": "b NOT topic:one",
    "broken": "(a",
}


@pytest.mark.parametrize(("text", "column", "what", "instead"), REFUSED)
def test_a_refusal_names_the_column_the_reason_and_the_way_out(
    text: str, column: int, what: str, instead: str
) -> None:
    with pytest.raises(QueryError) as refused:
        parse(text, known=KNOWN)

    assert refused.value.column == column
    assert what in str(refused.value)
    assert instead in str(refused.value)


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("a and b", "column 3: 'and' is looked for as a word; write AND for the operator"),
        ("title:(a or b)", "column 10: 'or' is looked for as a word; write OR for the operator"),
        ("not a", "column 1: 'not' is looked for as a word; write NOT for the operator"),
        ("a b OR c", "OR binds tighter"),
        ('"a*"', "inside quotes * is no wildcard"),
        ("why?", "the ? in why? stands for one more letter"),
        ('"apple apple"~3', "two different words"),
        ("a NEAR b", "column 3: 'NEAR' is looked for as a word; write \"apple pie\"~5"),
        ("a W/5 b", "column 3: 'W/5' is looked for as a word"),
        ("a C#", "column 3: of C# only c is looked for"),
        ("a And b", "column 3: 'And' is looked for as a word; write AND for the operator"),
        ("Not a", "column 1: 'Not' is looked for as a word"),
        ("a ANDNOT b", "write AND NOT for the operator"),
        ("a near/5 b", "column 3: 'near/5' is looked for as a word; write \"apple pie\"~5"),
        ("a adj3 b", "column 3: 'adj3' is looked for as a word"),
        ("a w/p b", "column 3: 'w/p' is looked for as a word"),
        ("immigra!", "column 1: the ! of immigra! is not looked for; write * for a beginning"),
        ("Bros - Discovery", "column 6: - excludes what follows; put a name with a dash in quotes"),
        ("a ‘apple pie’", "column 3: the ‘ before apple begins no phrase"),
        ("language:en-GB", "column 10: language: holds codes such as en, and en gb is none"),
        ("language:english", "column 10: language: holds codes such as en, and english is none"),
    ],
)
def test_what_is_likely_meant_otherwise_draws_a_warning(text: str, warning: str) -> None:
    assert any(warning in said for said in parse(text).warnings)


@pytest.mark.parametrize(
    "text",
    [
        *several("C++ x R&D @potus *"),
        *(
            "a AND b OR c",
            "sand or",
            "or a",
            "NEAR a",
            "a W c",
            "a near b",
            '"a and b"',
            '"Yahoo!"',
            '"C#"',
            "a\nOR b",
            "a -b",
            "- b",
            "language:en",
        ),
    ],
)
def test_plain_queries_draw_none(text: str) -> None:
    assert parse(text).warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "a" + ")" * 10_000,
        "(" * 9_900 + "a" + ")" * 9_900,
        "(" * 9_900,
        "NOT " * 4_900 + "a",
        "-" * 19_000 + "a",
        "title:" * 3_000 + "a",
        "exact:" * 3_000 + "a",
        "(a OR " * 2_000 + "b" + ")" * 2_000,
        "a " * 50_000,
        "x" * 100_000,
        "a " * 9_000,
        "[" * 9_000,
        '"' * 9_999,
    ],
    ids=lambda text: f"{text[:8]} … {len(text)}",
)
def test_a_hostile_query_is_refused(text: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(text)

    assert refused.value.instead


def test_topics_that_double_at_every_step_are_refused() -> None:
    known = {"t0": "a OR b"} | {
        f"t{step}": f"topic:t{step - 1} topic:t{step - 1}" for step in range(1, 15)
    }

    with pytest.raises(QueryError, match="more than 4,000 clauses"):
        parse("topic:t14", known=known)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            several(
                'a b nato AND OR NOT + - ( ) " ~ ^ / * ? : title: exact: published: topic: [ ] { } '
                "TO "
                "\\ && || ! 2025-12-06 ~2 <= > ’ “ ” 北约 \x00 \ud800"
            )
        ),
        max_size=12,
    ),
    st.sampled_from(["", " "]),
)
def test_any_text_is_a_query_or_a_refusal(pieces: list[str], between: str) -> None:
    outcome = read_or_refused(between.join(pieces))

    if isinstance(outcome, QueryError):
        assert 1 <= outcome.column <= len(outcome.query) + 1
        assert outcome.what
        assert outcome.instead
    else:
        assert parse(str(outcome)).tree == outcome.tree, "a tree can be written down as a query"


def read_or_refused(text: str) -> Query | QueryError:
    try:
        return parse(text, known={"a": "b"})
    except QueryError as refused:
        return refused
