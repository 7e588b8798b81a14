from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

from newsstand import Serving, Stand, Truth, declare, topics
from storywatch.declarations import read_house
from storywatch.query import TopicSet, analyse, match, parse
from storywatch.story import Story, story_id


def story_of(told: Truth) -> Story:
    return Story(
        id=story_id(told.outlet, told.url),
        outlet=told.outlet,
        url=told.url,
        title=told.title,
        standfirst=told.standfirst,
        body="\n".join(told.body),
        first_seen_at=told.published_at,
        fetched_at=told.published_at,
    )


def test_what_is_declared_can_be_read(serving: Serving, tmp_path: Path) -> None:
    outlets, watched = read_house(declare(serving, tmp_path), topics(tmp_path))

    assert set(outlets) == set(serving.addresses)
    for name, outlet in outlets.items():
        profile = serving.stand.shelf(name).profile
        assert outlet.homepage == serving.addresses[name] + "/"
        assert [source.kind for source in outlet.sources] == [c.kind for c in profile.channels]
        assert outlet.timezone == (profile.zone.key if profile.is_zone_known else None)
        assert outlet.pace.delay == 0
    assert TopicSet(watched.values(), outlets).errors == ()


def test_the_topics_match_exactly_the_stories_that_say_so(stand: Stand, tmp_path: Path) -> None:
    watched = {path.stem: path for path in topics(tmp_path).glob("*.toml")}
    stand.clock.advance(timedelta(hours=2))
    told = stand.truth()
    assert {topic for each in told for topic in each.topics} == set(watched)

    for topic in watched.values():
        query = parse(read_query(topic))
        found = {each.url for each in told if match(query, analyse(story_of(each)))}
        assert found == {each.url for each in told if topic.stem in each.topics}


def read_query(path: Path) -> str:
    return str(tomllib.loads(path.read_text("utf-8"))["query"])
