"""The declared outlets and topics, as far as a verb that looks at topics needs them."""

from __future__ import annotations

import re
from pathlib import Path

from storywatch.cli.options import chosen_settings
from storywatch.declarations import read_house, read_topics
from storywatch.errors import UnknownTopic
from storywatch.outlet import Outlet
from storywatch.query import Query, parse
from storywatch.topic import Topic

_TOPIC = re.compile(r"topic\s*:", re.IGNORECASE)


def declared(
    topics: Path | None, outlets: Path | None
) -> tuple[dict[str, Outlet], dict[str, Topic]]:
    """Returns outlets and topics by id; raises `Misconfigured` with every mistake.

    Topics can be tried without any outlet, unless a folder of outlets was named.
    """
    settings = chosen_settings(topics=topics, outlets=outlets)
    if outlets is None and not any(settings.outlets_dir.glob("*.toml")):
        return {}, read_topics(settings.topics_dir)
    return read_house(settings.outlets_dir, settings.topics_dir)


def the_topic(topics: dict[str, Topic], name: str) -> Topic:
    """Returns the topic of that id, or raises `UnknownTopic`."""
    if name not in topics:
        raise UnknownTopic(name, topics)
    return topics[name]


def query_of(topic: Topic, topics: dict[str, Topic]) -> Query:
    """Returns a topic's query, which may build on the other topics."""
    known = {name: other.query for name, other in topics.items()} | {topic.id: topic.query}
    return parse(topic.query, known=known, stemming=topic.stemming)


def read_query(text: str, folder: Path | None = None) -> Query:
    """Returns the query that a person wrote; the topics are only read where it builds on one."""
    if not _TOPIC.search(text):
        return parse(text)
    saved = read_topics(chosen_settings(topics=folder).topics_dir)
    return parse(text, known={name: topic.query for name, topic in saved.items()})
