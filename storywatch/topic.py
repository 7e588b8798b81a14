"""What a topic is: a saved query with its scope, its alert policy and its own examples."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from storywatch.outlet import Outlet, Slug


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Example(_Declared):
    """A story as a topic's example tells it; a bare string in the file is its body."""

    title: str = ""
    standfirst: str = ""
    body: str = ""
    outlet: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    section: str = ""
    url: str = ""


class AlertPolicy(_Declared):
    """When and to whom a topic's matches are told."""

    when: Literal["instant", "digest", "never"] = "never"
    digest: str | None = None
    throttle_minutes: int = Field(default=0, ge=0)
    recipients: tuple[str, ...] = ()


class Topic(_Declared):
    """A query that a desk watches, as its topics/*.toml declares it.

    `outlets` names outlets and `collections` names sets of them: a story is in scope when either
    holds it or both are empty. The query `*` matches every story.
    """

    id: Slug
    query: str = Field(min_length=1)
    title: str = ""
    note: str = ""
    outlets: tuple[Slug, ...] = ()
    collections: tuple[Slug, ...] = ()
    languages: tuple[str, ...] = ()
    stemming: Literal["en"] | None = None
    alert: AlertPolicy = AlertPolicy()
    must_match: tuple[Example | str, ...] = ()
    must_not_match: tuple[Example | str, ...] = ()

    def covers(self, outlet: Outlet | None, language: str | None) -> bool:
        """Whether a story of that outlet and language is in the topic's scope."""
        if self.languages and language and language not in self.languages:
            return False
        if not self.outlets and not self.collections:
            return True
        if outlet is None:
            return False
        return outlet.id in self.outlets or bool(set(self.collections) & set(outlet.collections))
