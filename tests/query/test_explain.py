"""Explanations are true: what they cite carries a hit, and what they blame stands in its way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, combinations
from random import Random

import pytest
from hypothesis import given, settings

from storywatch.outlet import Outlet, Source
from storywatch.query import analyse, match, parse
from storywatch.query.explain import Clause, Explanation, Finding, explain, explain_topic
from storywatch.query.match import holds
from storywatch.query.syntax import And, Leaf, Not, Or, Query, Tree, leaves, normal
from storywatch.story import Story
from storywatch.topic import Topic
from tests.query.made_up import (
    made_up_query,
    made_up_story,
    planted,
    randoms,
    rests_on_presence,
    silenced,
)

SEEN_AT = datetime(2025, 12, 2, 12, tzinfo=UTC)
STORY = Story(
    id="1",
    outlet="meridian",
    url="https://example.org/ukraine/vote",
    title="Trump card in Kyiv",
    body="NATO’s leaders asked who Apple makes its pie for. Elections loom.",
    authors=("Ann Lee", "Bo Ek"),
    language="en",
    published_at=datetime(2025, 12, 2, 7, 2, tzinfo=UTC),
    first_seen_at=SEEN_AT,
    fetched_at=SEEN_AT,
)


def explained(query: str, story: Story = STORY) -> Explanation:
    return explain(parse(query), analyse(story))


def the_blocker(query: str) -> Clause:
    (blocker,) = explained(query).blockers
    return blocker


def test_a_hit_names_each_clause_with_all_of_its_passages() -> None:
    found = explained("nato AND (kiev OR kyiv) AND NOT putin")

    assert found.matched
    assert [(clause.clause, clause.finding) for clause in found.clauses] == [
        ("nato", Finding.MET),
        ("kyiv", Finding.MET),
        ("putin", Finding.ABSENT),
    ]
    assert [passage.text for clause in found.clauses for passage in clause.passages] == [
        "NATO",
        "Kyiv",
    ]


def test_a_miss_names_the_clause_that_failed_and_what_did_hold() -> None:
    found = explained("nato AND kiev")

    assert not found.matched
    assert [clause.clause for clause in found.blockers] == ["kiev"]
    assert Clause(clause="nato", finding=Finding.MET, passages=_cited("nato")) in found.clauses


def test_a_veto_cites_what_the_exclusion_found() -> None:
    blocker = the_blocker('kyiv -"trump card"')

    assert (blocker.finding, blocker.clause) == (Finding.VETOED, '"trump card"')
    assert [passage.text for passage in blocker.passages] == ["Trump card"]


def test_alternatives_that_would_all_do_are_one_clause() -> None:
    assert the_blocker("nato AND (moscow OR minsk)").clause == "moscow OR minsk"


def test_of_several_ways_the_nearest_is_told() -> None:
    assert the_blocker("(moscow AND minsk) OR (nato AND kyiv AND riga)").clause == "riga"


def test_a_way_that_only_an_exclusion_blocks_goes_before_one_that_lacks_a_word() -> None:
    assert the_blocker("riga OR (nato AND NOT apple)").finding is Finding.VETOED


@pytest.mark.parametrize(
    ("query", "sentence", "shown"),
    [
        ('"apple pie"', "its words come with 2 words among them", "Apple makes its pie"),
        ('"pie apple"~1', "its words come with 2 words among them; at most 1 may be", "Apple"),
        ('"card trump"', "its words come in another order", "Trump card"),
        ('"apple tart"', "of its words the story holds apple, not tart", "Apple"),
        ('"tart its apple"', "of its words the story holds its, apple, not tart", "Apple"),
        ('"its tart"', "nothing like it is in the story", ""),
        ("exact:WHO", "it is written otherwise", "who"),
        ("election", 'another form of the word is there; elect* or stemming = "en"', "Elections"),
        ("body:kyiv", "it stands in title, where the clause does not look", "Kyiv"),
        ("ukraine", "it stands in url, where the clause does not look", "ukraine"),
        ("published:[2025-12-04 TO *]", "it was published 40 hours too early", "2025-12-02"),
        ("published:[* TO 2025-11-30]", "it was published 31 hours too late", "2025-12-02"),
        ("section:*", "the story has no section", ""),
        ("moscow", "nothing like it is in the story", ""),
    ],
)
def test_a_miss_says_how_near_it_came(query: str, sentence: str, shown: str) -> None:
    blocker = the_blocker(query)

    assert blocker.near.startswith(sentence)
    assert "".join(passage.text for passage in blocker.passages)[: len(shown)] == shown


def test_a_story_without_a_date_misses_a_range_for_want_of_one() -> None:
    undated = replace(STORY, published_at=None)
    (blocker,) = explained("published:2025", undated).blockers

    assert blocker.near == "when the story was published is not known"


def test_the_scope_of_a_topic_can_keep_a_story_out() -> None:
    outlet = Outlet(
        id="meridian",
        homepage="https://example.org/",
        source=(Source(kind="feed", url="https://example.org/feed"),),
    )
    topic = Topic(id="t", query="nato", outlets=("paisa",), languages=("de",))
    found = explain_topic(topic, parse("nato"), analyse(STORY), outlet)

    assert not found.matched
    assert [(clause.clause, clause.near) for clause in found.blockers] == [
        ("outlets and collections: paisa", "the story is from meridian"),
        ("languages: de", "the story is in en"),
    ]
    assert explain_topic(Topic(id="t", query="nato"), parse("nato"), analyse(STORY), None).matched


@settings(max_examples=60, deadline=None)
@given(random=randoms)
def test_an_explanation_has_the_matchers_verdict_and_passages(random: Random) -> None:
    query, story = made_up_query(random), analyse(made_up_story(random))
    found, expected = explain(query, story), match(query, story)

    assert found.matched == (expected is not None)
    assert found.matched == (not found.blockers)
    if expected is not None:
        assert set(_met(found)) == set(expected)


@settings(max_examples=60, deadline=None)
@given(random=randoms)
def test_without_the_cited_passages_a_hit_is_none(random: Random) -> None:
    assert_citations_carry(made_up_query(random, with_not=False), made_up_story(random))


@settings(max_examples=60, deadline=None)
@given(random=randoms)
def test_a_named_clause_that_is_satisfied_moves_the_verdict_or_names_the_next(
    random: Random,
) -> None:
    assert_blame_moves(made_up_query(random), made_up_story(random))


@settings(max_examples=60, deadline=None)
@given(random=randoms)
def test_a_miss_names_the_fewest_clauses(random: Random) -> None:
    query, story = made_up_query(random), made_up_story(random)
    if len(set(leaves(query.tree))) == len(leaves(query.tree)) <= 8:
        named = len(explain(query, analyse(story)).blockers)

        assert named == _fewest_changes(query, story)


def test_the_laws_hold_for_a_long_run_of_made_up_stories() -> None:
    told: Counter[str] = Counter()
    for seed in range(2_000):
        random = Random(seed)
        query, story = made_up_query(random, with_not=seed % 2 == 0), made_up_story(random)
        told[assert_citations_carry(query, story)] += 1
        told[assert_blame_moves(query, story)] += 1

    assert min(told["carried"], told["moved"], told["named the next"]) > 100


def assert_citations_carry(query: Query, story: Story) -> str:
    """Deletes the cited passages of a hit: the pair flips, or the match rests on an absence."""
    found = explain(query, analyse(story))
    if not found.matched:
        return "a miss"
    left = explain(query, analyse(silenced(story, _met(found))))
    if rests_on_presence(query.tree):
        assert not left.matched, (str(query), story)
        return "carried"
    assert not left.matched or _rests_on_absence(left), (str(query), story)
    return "rests on absence"


def assert_blame_moves(query: Query, story: Story) -> str:
    """Satisfies the first clause that a miss names: it is a hit, or others are named."""
    found = explain(query, analyse(story))
    if found.matched or found.blockers[0].clause == "*":
        return "nothing to satisfy"
    named = found.blockers[0]
    vetoed = named.finding is Finding.VETOED
    mended = silenced(story, named.passages) if vetoed else planted(story, named.clause)
    after = explain(query, analyse(mended))
    still = {(blocker.clause, blocker.finding) for blocker in after.blockers}
    assert (named.clause, named.finding) not in still, (str(query), story)
    if _only_changed(query, named.clause, story, mended):
        assert len(after.blockers) < len(found.blockers), (str(query), story)
    return "moved" if after.matched else "named the next"


def _rests_on_absence(found: Explanation) -> bool:
    return any(clause.finding is Finding.ABSENT or clause.clause == "*" for clause in found.clauses)


def _only_changed(query: Query, clause: str, before: Story, after: Story) -> bool:
    """Whether of the query's leaves, all different, only the clause's changed its truth."""
    if len(set(leaves(query.tree))) < len(leaves(query.tree)):
        return False
    then, now = _truths(query, before), _truths(query, after)
    changed = [leaf for leaf in then if then[leaf] != now[leaf]]
    return len(changed) == 1 and changed[0] in leaves(parse(clause).tree)


def _truths(query: Query, story: Story) -> dict[Leaf, bool]:
    analysed = analyse(story)
    return {leaf: holds(leaf, analysed, query.stemming) for leaf in leaves(query.tree)}


def _fewest_changes(query: Query, story: Story) -> int:
    tree, truths = normal(query.tree), _truths(query, story)
    choices = chain.from_iterable(combinations(truths, size) for size in range(len(truths) + 1))
    return next(len(flipped) for flipped in choices if _value(tree, truths, set(flipped)))


def _value(tree: Tree, truths: dict[Leaf, bool], flipped: set[Leaf]) -> bool:
    match tree:
        case And(parts):
            return all(_value(part, truths, flipped) for part in parts)
        case Or(parts):
            return any(_value(part, truths, flipped) for part in parts)
        case Not(part):
            return not _value(part, truths, flipped)
        case leaf:
            return truths[leaf] != (leaf in flipped)


def _met(found: Explanation) -> list:
    return [
        passage
        for clause in found.clauses
        if clause.finding is Finding.MET
        for passage in clause.passages
    ]


def _cited(query: str) -> tuple:
    return match(parse(query), analyse(STORY)) or ()
