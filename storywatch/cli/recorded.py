"""Opens the journal for reading verbs, and finds the story that a person means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storywatch.cli.options import chosen_settings
from storywatch.errors import JournalUnusable, UnknownStory, WrongUse
from storywatch.extract.address import canonical
from storywatch.journal import Journal
from storywatch.story import Story, story_id

WHOLE_ID = 16
MOST_NAMED = 10  # stories of one beginning
AN_ID = re.compile(r"[0-9a-f]{4,16}")


@contextmanager
def recorded(data: Path | None) -> Iterator[Journal]:
    """Opens the journal of a data folder; one that does not exist is not made by reading it."""
    path = chosen_settings(data=data).journal_path
    if not path.exists():
        raise JournalUnusable(
            f"{path} does not exist; `storywatch crawl` makes it, or name another folder by --data"
        )
    with Journal.open(path) as journal:
        yield journal


def story_meant(journal: Journal, words: str) -> Story:
    """Returns the story of that id, of the one id that begins so, or of that address."""
    if "://" in words:
        return _by_address(journal, words)
    wanted = words.strip().lower()
    if not AN_ID.fullmatch(wanted):
        raise WrongUse(
            f"{words!r} is no story; write its id, at least 4 characters of it, or its address"
        )
    if len(wanted) == WHOLE_ID:
        return journal.story(wanted)
    return _by_prefix(journal, wanted)


def _by_prefix(journal: Journal, start: str) -> Story:
    found = journal.ids_from(start)
    if not found:
        raise UnknownStory(start)
    if len(found) > 1:
        ids = ", ".join(found[:MOST_NAMED])
        raise WrongUse(f"{start!r} begins the ids of {len(found)} stories; write one of {ids}")
    return journal.story(found[0])


def _by_address(journal: Journal, url: str) -> Story:
    address = canonical(url) or url
    lead = journal.lead_for(address)
    if lead is not None:
        try:
            return journal.story(story_id(lead.lead.outlet, address))
        except UnknownStory:
            pass  # the page named another address as its story's own
    named = journal.id_at(address)
    if named is None:
        raise UnknownStory(url)
    return journal.story(named)
