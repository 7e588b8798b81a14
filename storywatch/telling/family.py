"""What is said of a story's family, of what it quotes, and of its event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from storywatch.copies.families import Member
from storywatch.copies.kinship import Kind
from storywatch.export.entries import timestamp
from storywatch.harmless import one_line
from storywatch.journal import Relatives
from storywatch.telling.instants import minute


class Relation(NamedTuple):
    """A relative of a story, and what is said of how the two are related."""

    member: Member
    said: str


def family(relatives: Relatives, story_id: str) -> list[Relation]:
    """Returns each story of the family, nothing for a story without copies."""
    if len(relatives.family) < 2:
        return []
    outlets = {member.story_id: member.outlet for member in relatives.family}
    return [
        Relation(member, _what(member, outlets) + " (this story)" * (member.story_id == story_id))
        for member in relatives.family
    ]


def quotes(relatives: Relatives) -> list[Relation]:
    """Returns each story of another family that the story has a good part of."""
    return [Relation(member, f"{_share(member)} of it") for member in relatives.quotes]


def same_event(relatives: Relatives, story_id: str) -> list[Relation]:
    """Returns the first story of each other family of the event."""
    own = {member.story_id for member in relatives.family} | {story_id}
    return [Relation(one, "") for one in relatives.event_stories if one.story_id not in own]


def lines(relations: Sequence[Relation]) -> list[str]:
    """Returns a line for each relation."""
    return [
        f"{minute(member.known_at)} {member.outlet} {one_line(member.url)} {said}".rstrip()
        for member, said in relations
    ]


def relatives_document(relatives: Relatives) -> dict[str, Any]:
    """Returns the relatives as plain JSON values."""
    return {
        "family": _documents(relatives.family),
        "quotes": _documents(relatives.quotes),
        "event": relatives.event,
        "event_stories": _documents(relatives.event_stories),
    }


def _documents(members: Sequence[Member]) -> list[dict[str, Any]]:
    return [{**asdict(member), "known_at": timestamp(member.known_at)} for member in members]


def _what(member: Member, outlets: dict[str, str]) -> str:
    if member.kind is None:
        return "copies no story that is known"
    source = outlets.get(member.of or "", "a story no longer kept")
    preposition = {Kind.REPOST: "of ", Kind.EXCERPT: "of "}.get(member.kind, "")
    return f"{member.kind.value} {preposition}{source}, {_share(member)}"


def _share(member: Member) -> str:
    return f"{member.containment or 0:.0%}"
