"""The story that a person means: recorded, from a file, or fetched from its address."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from storywatch.cli.options import chosen_settings
from storywatch.cli.recorded import recorded, story_meant
from storywatch.cli.story_documents import story_of
from storywatch.declarations.finding import adhoc, outlet_of
from storywatch.desk import read_page
from storywatch.discover.document import FetchedDocument
from storywatch.errors import JournalUnusable, SourceUnreadable, UnknownStory, WrongUse
from storywatch.outlet import Outlet
from storywatch.story import Page, Rejection, Story

NO_ADDRESS = "https://page.invalid/story"  # of a page from a file that nobody said the address of


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenStory:
    """A story and where it was taken from."""

    story: Story
    taken_from: Literal["the journal", "the file", "its address"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """Where to look for a story: the journal's folder, the outlets, the time of looking.

    `url` is the address of a page that comes from a file; `allow_private` are blocks of addresses
    that may be fetched from besides public ones.
    """

    data: Path | None
    outlets: Mapping[str, Outlet]
    now: datetime
    url: str | None = None
    allow_private: Sequence[str] = ()

    def find(self, words: str) -> GivenStory:
        """Returns the story of an id, file or address; what is recorded is not fetched again.

        Raises `SourceUnreadable` for a page that holds no story.
        """
        if "://" in words:
            return self._known(words) or self._fetched(words)
        path = Path(words)
        if path.is_file():
            return GivenStory(story=self._from_file(path), taken_from="the file")
        if path.suffix or len(path.parts) > 1:
            raise WrongUse(f"{words} is no file, and neither an address nor a story's id")
        with recorded(self.data) as journal:
            return GivenStory(story=story_meant(journal, words), taken_from="the journal")

    def _known(self, url: str) -> GivenStory | None:
        try:
            with recorded(self.data) as journal:
                return GivenStory(story=story_meant(journal, url), taken_from="the journal")
        except (JournalUnusable, UnknownStory):
            return None

    def _from_file(self, path: Path) -> Story:
        content = path.read_bytes()
        if not content.lstrip().startswith(b"{"):
            url = self.url or NO_ADDRESS
            return self._read(FetchedDocument(url=url, body=content), url, named=str(path))
        try:
            return story_of(json.loads(content))
        except ValueError as error:
            raise WrongUse(f"{path} holds no story: {error}") from error

    def _fetched(self, url: str) -> GivenStory:
        # A look at a recorded story needs no crawler, which takes long to load.
        from crawler.probe import Probe  # noqa: PLC0415
        from storywatch.cli.options import reaching  # noqa: PLC0415

        settings = reaching(chosen_settings(data=self.data), list(self.allow_private))
        answer = Probe(settings, self._outlet(url).pace).fetch([url])[url]
        if isinstance(answer, str):
            raise SourceUnreadable(f"{url} {answer}")
        return GivenStory(story=self._read(answer, url, named=url), taken_from="its address")

    def _read(self, document: FetchedDocument, url: str, *, named: str) -> Story:
        outlet = self._outlet(url)
        page = Page(
            outlet=outlet.id,
            url=url,
            final_url=document.url,
            fetched_at=self.now,
            body=document.body,
            headers=document.headers,
        )
        read = read_page(page, outlet)
        if isinstance(read, Rejection):
            raise SourceUnreadable(f"{named} is no story: {read.reason.value}, {read.detail}")
        return read.story

    def _outlet(self, url: str) -> Outlet:
        return outlet_of(url, self.outlets.values()) or adhoc(url)
