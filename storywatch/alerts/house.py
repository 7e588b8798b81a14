"""What alerts are told by: the topics in force with their queries, and the outlets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storywatch.outlet import Outlet
from storywatch.query import TopicSet
from storywatch.query.syntax import Tree
from storywatch.topic import AlertPolicy, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The declarations as alerts need them; `trees` are the topics' queries."""

    topics: Mapping[str, Topic]
    outlets: Mapping[str, Outlet]
    trees: Mapping[str, Tree]

    @classmethod
    def of(cls, topics: TopicSet, outlets: Mapping[str, Outlet]) -> House:
        """Returns the topics that are in force: what the others have to tell waits."""
        return cls(
            topics=topics.in_force,
            outlets=outlets,
            trees={topic.id: tree for topic, tree in topics.trees()},
        )

    @property
    def policies(self) -> Mapping[str, AlertPolicy]:
        """The topics' policies, by name."""
        return {name: topic.alert for name, topic in self.topics.items()}

    def title(self, topic: str) -> str:
        """Returns what a topic is called for people."""
        known = self.topics.get(topic)
        return (known.title if known else "") or topic

    def outlet_name(self, outlet: str) -> str:
        """Returns what an outlet is called for people."""
        known = self.outlets.get(outlet)
        return known.name if known else outlet

    def recipients(self, topic: str, default: str) -> tuple[str, ...]:
        """Returns who is told of a topic's matches; nobody when it never tells."""
        policy = self.topics[topic].alert
        if policy.when == "never":
            return ()
        return tuple(dict.fromkeys(policy.recipients)) or (default,)
