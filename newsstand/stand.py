"""The stand: replica outlets, what they publish, and when things happen to them."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from newsstand.clock import Clock
from newsstand.outlets import STANDARD
from newsstand.profile import Profile
from newsstand.shelf import Edition, Fault, Shelf
from newsstand.stock import Happening, read_stock
from newsstand.story import Block, Credit, Story, blocks_of
from newsstand.truth import Truth, truth_of
from storywatch.errors import UnknownOutlet
from storywatch.story import Original

Action = Callable[["Stand"], None]
STORIES = Path(__file__).parent / "stories"


class Stand:
    """Some outlets and their stories, scriptable, with a clock.

    Every method first lets happen what was due before the clock's present instant, so that what was
    scheduled with `at` takes place in order, at its own time. It may be used from several threads.
    """

    def __init__(self, *, opened_at: datetime, profiles: Iterable[Profile] = STANDARD) -> None:
        self.opened_at = opened_at
        self.clock = Clock(opened_at)
        self.addresses: dict[str, str] = {}
        self._shelves: dict[str, Shelf] = {}
        self._due: list[tuple[datetime, int, Action]] = []
        self._order = itertools.count()
        self._happening_at: datetime | None = None
        self._lock = threading.RLock()
        for profile in profiles:
            self._shelves[profile.id] = Shelf(profile=profile)
            self.addresses[profile.id] = f"https://{profile.id.replace('_', '-')}.example"

    @classmethod
    def standard(cls, *, opened_at: datetime) -> Stand:
        """Returns the stand with five outlets and an agency, their stories and a timetable.

        For the first two hours after the opening it holds new stories, edits and moves.
        """
        stand = cls(opened_at=opened_at)
        for happening in read_stock(STORIES):
            stand.at(happening.after, _acting(happening))
        return stand

    @property
    def outlets(self) -> tuple[str, ...]:
        """The ids of its outlets."""
        return tuple(self._shelves)

    def at(self, delta: timedelta, action: Action) -> None:
        """Lets `action` take place `delta` after the opening, once the clock has passed it."""
        with self._lock:
            heapq.heappush(self._due, (self.opened_at + delta, next(self._order), action))

    def shelf(self, outlet: str) -> Shelf:
        """Returns what `outlet` shows now, as a value that does not change any more."""
        with self._moment():
            if outlet not in self._shelves:
                raise UnknownOutlet(outlet, self._shelves)
            return self._shelves[outlet]

    @property
    def now(self) -> datetime:
        """The instant on the stand; while something scheduled takes place, when it was due."""
        with self._moment() as now:
            return now

    def publish(self, outlet: str, story: Story) -> None:
        """Publishes `story` now."""
        with self._moment() as now:
            edition = Edition(story=story, first_slug=story.slug, slug=story.slug, published_at=now)
            self._put(outlet, edition)

    def edit(
        self,
        outlet: str,
        slug: str,
        *,
        paragraphs: Sequence[str] | None = None,
        title: str | None = None,
        standfirst: str | None = None,
    ) -> None:
        """Publishes a new revision of a story; what is not given stays. A paragraph may use the
        markup of `newsstand.story.blocks_of`."""
        with self._moment() as now:
            edition = self.shelf(outlet).find(slug)
            story = replace(
                edition.story,
                title=edition.story.title if title is None else title,
                standfirst=edition.story.standfirst if standfirst is None else standfirst,
                blocks=edition.story.blocks
                if paragraphs is None
                else blocks_of("\n".join(paragraphs)),
            )
            revision = edition.revision + 1
            self._put(outlet, replace(edition, story=story, revision=revision, modified_at=now))

    def repost(
        self,
        outlet: str,
        of: Credit,
        *,
        slug: str | None = None,
        title: str | None = None,
        paragraphs: int | None = None,
    ) -> None:
        """Lets `outlet` copy another outlet's story as it stands now, or its first `paragraphs`
        blocks, and credit it."""
        with self._moment():
            source = self.shelf(of.outlet)
            story = source.find(of.slug).story
            copied: tuple[Block, ...] = tuple(each for each in story.blocks if each.is_text)
            copy = replace(
                story,
                slug=slug or story.slug,
                title=title or story.title,
                blocks=copied[:paragraphs],
                standfirst=None,
                authors=(source.profile.name,),
                editor=None,
                section="news",
                original=of,
            )
            self.publish(outlet, copy)

    def redirect(self, outlet: str, slug: str, new_slug: str) -> None:
        """Moves a story to a new address; the old one answers 301."""
        edition = self.shelf(outlet).find(slug)
        earlier = (*edition.earlier_slugs, edition.slug)
        self._put(outlet, replace(edition, slug=new_slug, earlier_slugs=earlier))

    def amp(self, outlet: str, slug: str) -> None:
        """Gives a story an AMP page besides its own."""
        self._put(outlet, replace(self.shelf(outlet).find(slug), has_amp=True))

    def paywalls(self, outlet: str, slug: str) -> None:
        """Shows only the beginning of a story from now on."""
        self._put(outlet, replace(self.shelf(outlet).find(slug), is_paywalled=True))

    def withdraws(self, outlet: str, slug: str) -> None:
        """Takes a story back: its page answers 410 and no source lists it."""
        self._put(outlet, replace(self.shelf(outlet).find(slug), is_withdrawn=True))

    def lists_missing(self, outlet: str, story: Story) -> None:
        """Announces a story in the outlet's sources whose page answers 404."""
        with self._moment():
            self.publish(outlet, story)
            self._put(outlet, replace(self.shelf(outlet).find(story.slug), is_missing=True))

    def breaks(self, outlet: str, what: Fault | str) -> None:
        """Lets one thing go wrong with an outlet, besides what is wrong already."""
        shelf = self.shelf(outlet)
        self._set(replace(shelf, faults=shelf.faults | {Fault(what)}))

    def slows(self, outlet: str, seconds: float) -> None:
        """Lets every answer of an outlet take so many seconds of the wall clock."""
        self._set(replace(self.shelf(outlet), seconds_slow=seconds))

    def goes_down(self, outlet: str) -> None:
        """Lets an outlet cut every connection without an answer."""
        self._set(replace(self.shelf(outlet), is_down=True))

    def blocks(self, outlet: str, *, status: int = 403) -> None:
        """Lets every page of an outlet be a challenge for browsers; robots.txt stays."""
        self._set(replace(self.shelf(outlet), challenge_status=status))

    def reskins(self, outlet: str) -> None:
        """Gives all pages of an outlet another design, without the marks that readers go by."""
        self._set(replace(self.shelf(outlet), is_reskinned=True))

    def puts_house_box(self, outlet: str, text: str) -> None:
        """Prints `text` among the paragraphs of every story of an outlet, in a box without a name
        that tells; an empty one takes the box away."""
        self._set(replace(self.shelf(outlet), house_box=text))

    def comes_back(self, outlet: str) -> None:
        """Heals an outlet of outage, slowness, challenge and faults; its design stays."""
        shelf = self.shelf(outlet)
        healed = Shelf(
            profile=shelf.profile,
            editions=shelf.editions,
            is_reskinned=shelf.is_reskinned,
            house_box=shelf.house_box,
        )
        self._set(healed)

    def truth(self) -> tuple[Truth, ...]:
        """Returns what is true of every story that can be read now, in the order of publication."""
        with self._moment():
            told = [
                truth_of(edition, shelf, addresses=self.addresses, original=self.original(edition))
                for shelf in self._shelves.values()
                for edition in shelf.readable
            ]
        return tuple(sorted(told, key=lambda truth: (truth.published_at, truth.outlet, truth.slug)))

    def original(self, edition: Edition) -> Original | None:
        """Returns which story elsewhere on the stand the edition is a copy of."""
        credit = edition.story.original
        if credit is None:
            return None
        shelf = self.shelf(credit.outlet)
        url = self.addresses[credit.outlet] + shelf.path(shelf.find(credit.slug))
        name = shelf.profile.name
        return Original(outlet=name, url=url, tier="text", evidence="the script says so")

    def found_at(self, addresses: Mapping[str, str]) -> None:
        """Tells the stand at which addresses its outlets are served."""
        with self._lock:
            self.addresses.update(addresses)

    def _put(self, outlet: str, edition: Edition) -> None:
        with self._moment():
            self._set(self.shelf(outlet).put(edition))

    def _set(self, shelf: Shelf) -> None:
        with self._lock:
            self._shelves[shelf.profile.id] = shelf

    @contextmanager
    def _moment(self) -> Iterator[datetime]:
        with self._lock:
            if self._happening_at is not None:
                yield self._happening_at
                return
            now = self.clock.now
            self._let_happen(now)
            yield now

    def _let_happen(self, now: datetime) -> None:
        while self._due and self._due[0][0] <= now:
            self._happening_at, _, action = heapq.heappop(self._due)
            try:
                action(self)
            finally:
                self._happening_at = None


def _acting(happening: Happening) -> Action:
    return lambda stand: getattr(stand, happening.verb)(happening.outlet, **happening.words)
