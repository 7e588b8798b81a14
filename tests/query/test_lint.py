"""The linter names clauses without effect, and it is never wrong about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings

from storywatch.outlet import Outlet, Source
from storywatch.query import analyse, parse
from storywatch.query.implying import implies
from storywatch.query.lint import Fault, Lint, alternatives, lint, lint_on_stories
from storywatch.query.match import holds
from storywatch.query.syntax import Everything, Query, any_of, normal
from storywatch.story import Story
from storywatch.topic import Topic
from tests.query.made_up import made_up_leaf, made_up_query, made_up_story, made_up_tree, randoms

SEEN_AT = datetime(2025, 12, 2, 12, tzinfo=UTC)
STORY = Story(
    id="1",
    outlet="dw",
    url="https://example.org/1",
    title="",
    body="",
    first_seen_at=SEEN_AT,
    fetched_at=SEEN_AT,
)
DW = Outlet(
    id="dw",
    homepage="https://example.org/",
    source=(Source(kind="feed", url="https://example.org/feed"),),
)


def linted(query: str, *, stemming: str | None = None) -> list[tuple[Fault, str]]:
    found = lint("t", parse(query, stemming=stemming), {"dw": DW})
    return [(one.fault, one.clause) for one in found]


def on_stories(query: str, bodies: list[str]) -> list[Lint]:
    topics = {"t": (Topic(id="t", query=query), parse(query))}
    stories = [replace(STORY, body=body) for body in bodies]
    return list(lint_on_stories(topics, stories, {"dw": DW}))


@pytest.mark.parametrize(
    ("query", "clause"),
    [
        ("nato AND NOT nato", "nato AND NOT nato"),
        ('"nato summit" -nato', '"nato summit" AND NOT nato'),
        ("title:nato AND NOT nat*", "title:nato AND NOT nat*"),
        (
            "published:2024 AND published:2025",
            f"{parse('published:2024')} AND {parse('published:2025')}",
        ),
        ("nato OR (kyiv AND NOT *)", "NOT *"),
        ("exact:WHO AND NOT who", "exact:WHO AND NOT who"),
    ],
)
def test_what_can_never_match_is_named(query: str, clause: str) -> None:
    assert [found for fault, found in linted(query) if fault is Fault.NEVER] == [clause]


def test_a_story_is_not_from_two_outlets() -> None:
    assert linted("outlet:dw AND outlet:cnn")[0] == (Fault.NEVER, "outlet:dw AND outlet:cnn")


def test_an_outlet_that_nobody_declares_can_never_be_met() -> None:
    assert (Fault.NEVER, "outlet:cnn") in linted("nato outlet:cnn")
    assert linted("nato outlet:dw") == []


def test_an_id_that_is_written_with_a_hyphen_is_no_outlets() -> None:
    assert (Fault.NEVER, 'outlet:"the week"') in linted("nato outlet:the-week")


@pytest.mark.parametrize(
    ("query", "swallowed"),
    [
        ("nato OR nat*", "nato"),
        ('ukraine OR "ukraine war"', '"ukraine war"'),
        ("title:nato OR nato", "title:nato"),
        ("nato AND nat*", "nat*"),
        ("kyiv OR nato OR kyiv", "kyiv"),
        ('"apple pie" OR "pie apple"~2', '"apple pie"'),
        ('"apple plum pie" OR "pie apple"~1', '"apple plum pie"'),
        ('"apple plum pie"~2 OR "apple pie"~3', '"apple plum pie"~2'),
        ("outlet:dw AND outlet:dw", "outlet:dw"),
        ("(nato AND kyiv) OR nato", "nato AND kyiv"),
        ('nato -apple -"apple pie"', 'NOT "apple pie"'),
        ("published:2025-12 OR published:2025", str(parse("published:2025-12"))),
        ("wom?n OR wom*", "wom?n"),
        ("exact:WHO OR who", "exact:WHO"),
        ("nato OR *", "nato"),
    ],
)
def test_a_clause_that_another_swallows_is_named(query: str, swallowed: str) -> None:
    assert linted(query) == [(Fault.SWALLOWED, swallowed)]


def test_a_stem_swallows_the_other_forms_of_its_word_and_no_prefix() -> None:
    assert linted("election OR elections", stemming="en") == [(Fault.SWALLOWED, "elections")]
    assert linted("election OR elections") == []
    assert linted("elections OR elections*", stemming="en") == []


def test_in_a_very_long_list_what_stands_there_twice_is_named() -> None:
    words = [f"word{number}" for number in range(1_500)]

    assert linted(" OR ".join([*words, "word7"])) == [(Fault.SWALLOWED, "word7")]


def test_a_sound_query_is_left_alone_and_a_warning_is_passed_on() -> None:
    assert linted('nato AND (kyiv OR kiev) -"trump card"') == []
    assert linted('"apple plum pie" OR "apple pie"~0') == []
    assert linted('"apple plum pie"~2 OR "apple pie"~2') == []
    assert linted("nato and kyiv") == [(Fault.WARNING, "nato and kyiv")]


def test_an_alternative_that_catches_too_much_is_named_with_its_count() -> None:
    (found,) = on_stories("said OR nato", ["she said"] * 30 + ["nato"] * 5 + ["quiet"] * 15)

    assert (found.fault, found.clause, found.count, found.total) == (Fault.BROAD, "said", 30, 50)
    assert found.is_wrong


def test_an_alternative_that_no_story_met_is_told_though_it_may_be_right() -> None:
    (found,) = on_stories("nato OR minsk", ["nato"] + ["quiet"] * 49)

    assert (found.fault, found.clause, found.count) == (Fault.UNMET, "minsk", 0)
    assert not found.is_wrong


def test_everything_is_broad_on_purpose_and_few_stories_prove_nothing() -> None:
    assert on_stories("*", ["quiet"] * 50) == []
    assert on_stories("said", ["she said"] * 39) == []


def test_only_stories_in_a_topics_scope_count() -> None:
    topic = Topic(id="t", query="said", outlets=("cnn",))
    stories = [replace(STORY, body="she said")] * 50

    (found,) = lint_on_stories({"t": (topic, parse("said"))}, stories, {"dw": DW})

    assert found.fault is Fault.UNMET


@settings(max_examples=80, deadline=None)
@given(random=randoms)
def test_what_one_clause_is_said_to_imply_it_does_imply(random: Random) -> None:
    assert_implication_holds(random)


def test_implications_hold_for_a_long_run_of_made_up_clauses_and_stories() -> None:
    claimed = sum(assert_implication_holds(Random(seed)) for seed in range(5_000))

    assert claimed > 100


@settings(max_examples=40, deadline=None)
@given(random=randoms)
def test_no_story_meets_what_can_never_match(random: Random) -> None:
    query = made_up_query(random)
    never = {one.clause for one in lint("t", query, {}) if one.fault is Fault.NEVER}

    for _ in range(10):
        story = analyse(made_up_story(random))
        assert not any(holds(parse(clause).tree, story, query.stemming) for clause in never)


@settings(max_examples=40, deadline=None)
@given(random=randoms)
def test_no_story_is_lost_without_the_alternatives_that_are_swallowed(random: Random) -> None:
    tree = any_of(tuple(made_up_tree(random, depth=1) for _ in range(4)))
    query = Query(text="", tree=tree, stemming=random.choice((None, "en")))
    needless = {
        one.clause for one in lint("t", query, {}) if one.sentence.startswith("whatever it finds")
    }

    for _ in range(10):
        story = analyse(made_up_story(random))
        met = [part for part in alternatives(query) if holds(part, story, query.stemming)]
        assert not met or any(str(part) not in needless for part in met)


def assert_implication_holds(random: Random) -> bool:
    """Whether an implication was claimed; a claimed one holds for a dozen made-up stories."""
    if random.random() < 0.7:
        one, other = made_up_leaf(random), made_up_leaf(random)
    else:
        one, other = (normal(made_up_tree(random, depth=2)) for _ in range(2))
    stemming = random.choice((None, "en"))
    if isinstance(other, Everything) or one == other or not implies(one, other, stemming):
        return False
    for _ in range(12):
        story = analyse(made_up_story(random))
        if holds(one, story, stemming):
            assert holds(other, story, stemming), (str(one), str(other), stemming, story.story)
    return True
