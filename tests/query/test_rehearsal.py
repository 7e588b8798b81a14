"""A rehearsal says what a draft would have caught, and what of it is added and lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings

from storywatch.errors import QueryError
from storywatch.outlet import Outlet, Source
from storywatch.query import analyse, match, parse
from storywatch.query.rehearsal import Rehearsal, Version, rehearse
from storywatch.query.syntax import Query
from storywatch.story import Story
from storywatch.topic import Topic
from tests.query.made_up import made_up_query, made_up_story, randoms

FIRST = datetime(2025, 12, 2, 23, 30, tzinfo=UTC)
OUTLETS = {
    name: Outlet(
        id=name,
        homepage=f"https://{name}.example/",
        source=(Source(kind="feed", url=f"https://{name}.example/feed"),),
    )
    for name in ("bugle", "crier")
}


def story(name: str, body: str, *, outlet: str = "bugle", hours: int = 0) -> Story:
    seen_at = FIRST + timedelta(hours=hours)
    return Story(
        id=name,
        outlet=outlet,
        url=f"https://{outlet}.example/{name}",
        title=f"Story {name}",
        body=body,
        first_seen_at=seen_at,
        fetched_at=seen_at,
    )


STORIES = (
    story("1", "NATO meets"),
    story("2", "Kyiv waits", hours=1),
    story("3", "NATO and Kyiv", outlet="crier", hours=2),
    story("4", "Apple pie"),
)


def version(query: str, **given: object) -> Version:
    topic = Topic(id="alliance", query=query, **given)
    others = {"kyiv": Topic(id="kyiv", query="kyiv OR kiev", must_match=("not Minsk",))}
    return Version.of(topic, others, OUTLETS)


def ids(rehearsal: Rehearsal, kind: str) -> list[str]:
    return [catch.story for catch in getattr(rehearsal, kind)]


def test_a_draft_beside_the_live_version_adds_and_loses_stories() -> None:
    found = rehearse(version("kyiv"), version("nato").catch, STORIES)

    assert found.looked_at == 4
    assert ids(found, "caught") == ["2", "3"]
    assert ids(found, "added") == ["2"]
    assert ids(found, "lost") == ["1"]
    assert [passage.text for passage in found.caught[0].passages] == ["Kyiv"]


def test_catches_are_counted_by_outlet_and_day_of_first_sight() -> None:
    found = rehearse(version("kyiv"), version("nato").catch, STORIES)

    assert found.by_outlet_and_day() == {
        ("bugle", date(2025, 12, 2)): {"lost": 1},
        ("bugle", date(2025, 12, 3)): {"caught": 1, "added": 1},
        ("crier", date(2025, 12, 3)): {"caught": 1},
    }


def test_a_topic_without_a_live_version_adds_all_that_it_catches() -> None:
    found = rehearse(version("nato"), None, STORIES)

    assert ids(found, "added") == ids(found, "caught") == ["1", "3"]
    assert not found.lost


def test_a_draft_may_build_on_other_topics_whatever_their_examples_say() -> None:
    assert ids(rehearse(version("topic:kyiv"), None, STORIES), "caught") == ["2", "3"]


def test_a_drafts_own_failing_examples_do_not_keep_it_from_being_tried() -> None:
    draft = version("nato", must_match=("Apple pie",))

    assert ids(rehearse(draft, None, STORIES), "caught") == ["1", "3"]


def test_the_scope_counts_as_it_does_in_a_crawl() -> None:
    assert ids(rehearse(version("nato", outlets=("crier",)), None, STORIES), "caught") == ["3"]


def test_a_draft_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(QueryError, match="refers to itself"):
        version("topic:alliance")


@settings(max_examples=30, deadline=None)
@given(random=randoms)
def test_added_and_lost_are_the_difference_of_the_two_versions(random: Random) -> None:
    draft, live = made_up_query(random), made_up_query(random)
    stories = [made_up_story(random, id=str(number)) for number in range(8)]
    new, old = (_caught(query, stories) for query in (draft, live))

    found = rehearse(_version(draft), _version(live).catch, stories)

    assert set(ids(found, "caught")) == new
    assert set(ids(found, "added")) == new - old
    assert set(ids(found, "lost")) == old - new


def _version(query: Query) -> Version:
    return Version.of(Topic(id="t", query=str(query.tree), stemming=query.stemming), {}, OUTLETS)


def _caught(query: Query, stories: list[Story]) -> set[str]:
    read = parse(str(query.tree), stemming=query.stemming)
    return {one.id for one in stories if match(read, analyse(replace(one))) is not None}
