"""Recording a draft: whether its story is new, a revision, known or off topic, and what follows."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime

from storywatch.journal import shelf
from storywatch.journal.database import Database
from storywatch.journal.documents import (
    from_text,
    story_from_document,
    story_to_document,
)
from storywatch.journal.fates import Ending, end, open_lead
from storywatch.journal.shelf import Writing
from storywatch.journal.twins import body_digest
from storywatch.story import Draft, Fate, Story, story_id

DATED = ("published_at", "published_precision", "published_earliest", "published_latest")
OF_THE_READING = ("id", "url", "first_seen_at", "fetched_at", "revision")  # not the outlet's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A recorded story that a draft turned out to be.

    `claims` is the draft's own address, where the story was found though it was not read there.
    """

    seq: int
    story: Story
    content_digest: str
    claims: str = ""


def record(database: Database, lead_id: int, draft: Draft, *, keep: bool, now: datetime) -> Fate:
    """Writes the draft, its matches, its outbox entries and the lead's fate together.

    A lead that has a fate keeps it: recording it again changes nothing. With `keep`, the text of a
    story that matches no topic is kept too.
    """
    with database.transaction():
        row = open_lead(database, lead_id)
        if row["fate"] is not None:
            return Fate(row["fate"])
        writing = Writing(database=database, lead_id=lead_id, now=now)
        fate = _write(writing, _valid(draft), page_url=row["url"], keep=keep)
        end(database, row, Ending(fate=fate), now=now)
    return fate


def _write(writing: Writing, draft: Draft, *, page_url: str, keep: bool) -> Fate:
    urls = tuple(dict.fromkeys((draft.story.url, draft.page_url, page_url, *draft.addresses)))
    own = tuple(dict.fromkeys((draft.page_url, page_url)))
    found = _find(writing.database, draft.story, urls, own=own)
    if found is None and not draft.matches and not keep:
        return Fate.OFF_TOPIC
    if found is None:
        story = replace(_at_its_own_address(writing, draft), revision=1)
        seq, fate = shelf.insert(writing, story), Fate.NEW if draft.matches else Fate.OFF_TOPIC
        shelf.take_addresses(writing.database, seq, story.outlet, own)
    else:
        found = _without_furniture(writing, found, draft.traces.left_out)
        seq, (story, fate) = found.seq, _continue(writing, found, draft.story)
    shelf.fold_addresses(writing.database, seq, story.outlet, urls)
    shelf.add_matches(writing, seq, story.revision, draft.matches)
    return fate


def _without_furniture(writing: Writing, found: Found, furniture: tuple[str, ...]) -> Found:
    """Drops from a recorded text what is known for furniture by now: no edit of the outlet's."""
    lines = found.story.body.split("\n")
    if not set(furniture).intersection(lines):
        return found
    body = "\n".join(line for line in lines if line not in furniture)
    story = replace(found.story, body=body)
    shelf.amend(writing, found.seq, story)
    return replace(found, story=story, content_digest=story.content_digest)


def _continue(writing: Writing, found: Found, story: Story) -> tuple[Story, Fate]:
    known = replace(
        story,
        id=found.story.id,
        first_seen_at=min(found.story.first_seen_at, story.first_seen_at),
        revision=found.story.revision,
    )
    known = story = _with_what_a_wall_hides(known, found.story)
    if story.content_digest != found.content_digest:
        revised = replace(known, revision=known.revision + 1)
        shelf.revise(writing, found.seq, revised)
        shelf.alert_revision(writing, found.seq, revised.revision)
        return revised, Fate.REVISION
    amended = _dated_as_before(replace(known, url=_address_of(found, story)), found.story)
    if amended.url != found.story.url or _words(amended) != _words(found.story):
        shelf.amend(writing, found.seq, amended)
    return amended, Fate.DUPLICATE


def _address_of(found: Found, story: Story) -> str:
    """The address stays: two that carry the same text would otherwise take turns for ever. But one
    that the story's page claimed, and that turns out to be its own, is the better one."""
    return story.url if found.claims == story.url else found.story.url


def _with_what_a_wall_hides(story: Story, found: Story) -> Story:
    """Keeps the whole text of a story of which a paywall shows only the beginning by now."""
    shown = story.body.rstrip(" .…\n")
    if not (story.is_paywalled and len(shown) < len(found.body) and found.body.startswith(shown)):
        return story
    return replace(story, body=found.body, is_paywalled=found.is_paywalled)


def _dated_as_before(story: Story, found: Story) -> Story:
    """Keeps the date of words that were seen before the time that is now claimed for them."""
    if story.published_at is None or story.published_at <= found.first_seen_at:
        return story
    kept = {name: getattr(found, name) for name in DATED}
    evidence = {name: said for name, said in story.evidence.items() if name not in DATED}
    said = {name: found.evidence[name] for name in DATED if name in found.evidence}
    return replace(story, **kept, evidence={**evidence, **said})


def _find(
    database: Database, story: Story, urls: tuple[str, ...], *, own: tuple[str, ...]
) -> Found | None:
    """The story that the draft is of: one that was read at its page's `own` address; or one that
    stands at an address that only one of the two claims, if they have something in common.
    Templates that go wrong claim one address for all stories."""
    for url in urls:
        found = _at(database, story.outlet, url)
        if found and url in own and _is_of(database, found, url):
            return found
        if found and _is_alike(found.story, story):
            return replace(found, claims=url) if url in own else found
    if not body_digest(story):
        return None  # shorter texts are alike by chance ("Live updates", "Watch the video")
    row = shelf.current(
        database,
        "stories.content_digest = ? AND stories.outlet = ?",
        (story.content_digest, story.outlet),
    )
    return _found(row) if row else None


def _at(database: Database, outlet: str, url: str) -> Found | None:
    row = shelf.current(
        database,
        "stories.seq = (SELECT story FROM addresses WHERE url = ? AND outlet = ?)",
        (url, outlet),
    )
    return _found(row) if row else None


def _is_of(database: Database, found: Found, url: str) -> bool:
    """Whether a story stands at an address, or was read there; other pages' claims are neither."""
    if found.story.url == url:
        return True
    read_there = database.row(
        "SELECT 1 FROM revisions JOIN leads ON leads.id = revisions.lead "
        "JOIN addresses ON addresses.id = leads.address "
        "WHERE revisions.story = ? AND addresses.url = ?",
        (found.seq, url),
    )
    return read_there is not None


def _is_alike(one: Story, other: Story) -> bool:
    shared = set(one.body.split("\n")) & set(other.body.split("\n"))
    return bool(shared) or one.title.casefold() == other.title.casefold()


def _at_its_own_address(writing: Writing, draft: Draft) -> Story:
    """Returns a new story, which stands where its page does if it claims another's address, or one
    at which another page is still to be read."""
    story, own = draft.story, draft.page_url
    if story.url == own:
        return story
    if not (_at(writing.database, story.outlet, story.url) or _is_awaited(writing, story)):
        return story
    return replace(story, url=own, id=story_id(story.outlet, own))


def _is_awaited(writing: Writing, story: Story) -> bool:
    awaited = writing.database.row(
        "SELECT 1 FROM leads JOIN addresses ON addresses.id = leads.address "
        "WHERE addresses.url = ? AND addresses.outlet = ? AND leads.fate IS NULL AND leads.id <> ?",
        (story.url, story.outlet, writing.lead_id),
    )
    return awaited is not None


def _found(row: sqlite3.Row) -> Found:
    return Found(
        seq=row["seq"], story=from_text(row["document"]), content_digest=row["content_digest"]
    )


def _words(story: Story) -> dict[str, object]:
    document = story_to_document(story)
    return {name: value for name, value in document.items() if name not in OF_THE_READING}


def _valid(draft: Draft) -> Draft:
    """Returns the draft with valid Unicode, so that its digests are those of the kept text."""
    document = story_to_document(draft.story)
    return replace(draft, story=story_from_document(document))
