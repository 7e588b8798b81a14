"""Many topics at once: put in force, replaced, built on each other, within their scope."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.outlet import Outlet, Source
from storywatch.query import TopicSet, analyse, match, parse
from storywatch.topic import Topic
from tests.query.queries import random_query
from tests.query.stories import STORIES, story

TEA = story(title="Tea grows dear", body="Prices of tea leaves rose. Tea again, tea and more tea.")


def met(topics: TopicSet, one: object = TEA) -> list[str]:
    return [found.topic for found in topics.match(one)]  # type: ignore[arg-type]


def topic(name: str, query: str, **facts: object) -> Topic:
    return Topic(id=name, query=query, **facts)  # type: ignore[arg-type]


def test_topics_that_a_story_meets_come_in_order_with_their_first_passages() -> None:
    found = TopicSet([topic("b", "tea"), topic("a", "leaves rose"), topic("c", "coffee")]).match(
        TEA
    )

    assert [one.topic for one in found] == ["a", "b"]
    assert [(p.field, p.start, p.text) for p in found[1].passages] == [
        ("title", 0, "Tea"),
        ("body", 10, "tea"),
        ("body", 27, "Tea"),
    ]
    assert {p.clause for p in found[0].passages} == {"leaves", "rose"}


def test_passages_far_behind_the_beginning_are_where_they_say() -> None:
    names = tuple(f"Ann{number} Lee" for number in range(90))
    long = story(
        title="x", body="first " + "word " * 700 + "tea, " + "word " * 900 + "cup", authors=names
    )

    [found] = TopicSet([topic("a", "first tea cup author:ann3 author:ann88")]).match(long)

    assert [(p.text, p.start) for p in found.passages] == [
        ("first", 0),
        ("tea", 3_506),
        ("cup", 8_011),
        ("Ann3", 27),
        ("Ann88", 870),
    ]


def test_a_changed_topic_leaves_the_older_set_as_it_was() -> None:
    before = TopicSet([topic("a", "tea"), topic("b", "cof*")])
    after = before.with_topic(topic("a", "coffee")).with_topic(topic("c", "lea*"))

    assert met(before) == ["a"]
    assert met(after) == ["c"]
    assert met(after.without_topic("c")) == []
    assert len(before) == 2
    assert len(after) == 3


def test_a_topic_that_cannot_be_read_keeps_its_last_good_version() -> None:
    topics = TopicSet([topic("a", "tea")]).with_topic(topic("a", "tea AND"))

    assert met(topics) == ["a"]
    assert "its last good version stays" in str(topics.errors[0])
    assert topics.with_topic(topic("a", "coffee")).errors == ()


def test_a_topic_that_fails_its_own_example_is_not_put_in_force() -> None:
    topics = TopicSet([topic("a", "tea", must_not_match=("a cup of tea",))])

    assert met(topics) == []
    assert "its own example fails: must_not_match 1 matches" in str(topics.errors[0])
    assert "it matches nothing" in str(topics.errors[0])


def test_topics_build_on_each_other_and_follow_changes() -> None:
    topics = TopicSet(
        [
            topic("drink", "coffee"),
            topic("news", "topic:drink rose"),
            topic("all", "topic:news OR x"),
        ]
    )
    assert met(topics) == []

    changed = topics.with_topic(topic("drink", "tea OR coffee"))
    assert met(changed) == ["all", "drink", "news"]

    without = changed.without_topic("drink")
    assert [error.topic for error in without.errors] == ["all", "news"]
    assert met(without) == ["all", "news"], "their last good versions stay"


def test_a_topic_that_is_built_on_is_read_by_the_builders_stemming() -> None:
    topics = TopicSet(
        [topic("plain", "leaf price"), topic("stemmed", "topic:plain", stemming="en")]
    )

    assert met(topics, story(body="prices of leaf")) == ["stemmed"]


@pytest.mark.parametrize("declared", ["pt", "pt-BR"])
def test_a_region_neither_of_a_topics_language_nor_of_a_storys_loses_it(declared: str) -> None:
    topics = TopicSet([topic("cha", "tea", languages=(declared,))])

    assert [met(topics, story(title="tea", language=one)) for one in ("pt", "pt-PT", "es")] == [
        ["cha"],
        ["cha"],
        [],
    ]


def test_scope_is_by_outlet_collection_and_language() -> None:
    bugle = Outlet(
        id="bugle",
        homepage="https://bugle.example/",
        collections=("dailies",),
        source=(Source(kind="feed", url="https://bugle.example/feed"),),
    )
    topics = TopicSet(
        [
            topic("here", "tea", outlets=("bugle",)),
            topic("dailies", "tea", collections=("dailies",)),
            topic("there", "tea", outlets=("echo",)),
            topic("german", "tea", languages=("de",)),
        ],
        {"bugle": bugle},
    )

    assert met(topics, story(title="tea", language="en")) == ["dailies", "here"]
    assert met(topics, story(title="tea", language="de")) == ["dailies", "german", "here"]
    assert met(topics, story(title="tea", outlet="wire")) == ["german"]


def test_topics_follow_what_is_declared_now() -> None:
    before = TopicSet([topic("a", "tea"), topic("b", "coffee"), topic("c", "topic:b")])

    after = before.following(
        {"a": topic("a", "cocoa"), "c": topic("c", "topic:d"), "d": topic("d", "leaves")}, {}
    )

    assert met(before) == ["a"]
    assert met(after) == ["c", "d"]
    assert sorted(after.in_force) == ["a", "c", "d"]
    assert after.errors == ()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.randoms(use_true_random=False).map(random_query), min_size=1, max_size=6))
def test_topics_added_one_by_one_are_the_same_as_topics_together(queries: list[object]) -> None:
    declared = [topic(f"t{at}", typed.text) for at, typed in enumerate(queries)]  # type: ignore[attr-defined]
    together, one_by_one = TopicSet(declared), TopicSet([topic("t0", "absent")])
    for one in declared:
        one_by_one = one_by_one.with_topic(one)

    for one_story in STORIES[:12]:
        assert one_by_one.match(one_story) == together.match(one_story)


@pytest.mark.parametrize("seed", range(40))
def test_passages_are_where_they_say_and_hold_every_clause(seed: int) -> None:
    query = parse(random_query(Random(seed)).text)
    for one in STORIES:
        for passage in match(query, analyse(one)) or ():
            value = "\n".join(one.authors) if passage.field == "author" else None
            text = value or getattr(one, passage.field, None) or str(one.published_at)
            if passage.field != "published":
                assert text[passage.start : passage.end] == passage.text
            assert passage.clause in str(query.tree)


def test_trees_are_what_was_put_in_force() -> None:
    topics = TopicSet([topic("a", '(tea OR "a b" OR caf*) NOT (x OR title:y)')])

    assert [str(tree) for _, tree in topics.trees()] == [
        '(tea OR "a b" OR caf*) AND NOT x AND NOT title:y'
    ]


def test_a_topic_of_two_long_lists_needs_a_word_of_both() -> None:
    one, other = (" OR ".join(f"{word}{at}" for at in range(300)) for word in ("tea", "milk"))
    topics = TopicSet([topic("both", f"({one}) AND ({other})")])

    assert met(topics, story(body="tea7 and milk8")) == ["both"]
    assert met(topics, story(body="tea7 and tea8")) == []
    assert met(topics.without_topic("both"), story(body="tea7 and milk8")) == []


def test_a_retired_topic_s_literals_are_not_asked_for_any_more() -> None:
    topics = TopicSet([topic("a", "author:smi* OR tea* OR x NOT y"), topic("b", "lea*")])
    again = topics.without_topic("a").with_topic(topic("a", '"tea leaves" OR author:smi*'))

    assert met(topics.without_topic("a")) == ["b"]
    assert met(again) == ["a", "b"]
    assert met(again, story(authors=("Ann Smith",))) == ["a"]
    assert met(again, story(body="authors")) == [], "a field's name is no word of the story"
