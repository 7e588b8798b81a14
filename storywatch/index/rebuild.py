"""The index made again from the journal beside the one that is searched, which it then replaces."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from elasticsearch import AsyncElasticsearch

from storywatch.errors import IndexUnusable
from storywatch.index.bulk import Verdict, parts, send
from storywatch.index.mapping import (
    STORIES,
    Templates,
    all_indices,
    current_index,
    fingerprint_of,
    next_index,
)
from storywatch.index.notes import RebuildUnderWay, kept_since, note_rebuild, rebuild_under_way
from storywatch.index.pace import Pace
from storywatch.index.parcels import Parcel, is_kept, packed
from storywatch.journal import Claim, Journal, Shipment

MOST_RESTS = 20  # in a row; then the server needs a person, and the rebuild goes on another time
STORIES_AT_ONCE = 200
FILLERS = 3  # one makes documents while the others' are written
LONGEST_HOLD = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """The index that is searched now, the ones that lie beside it, and how many it took over."""

    index: str
    others: tuple[str, ...]
    story_count: int
    refused_count: int


@dataclass(slots=True, kw_only=True)
class FilledPage:
    """So many stories that are written in one go, up to the one of that number."""

    last: int
    count: int
    is_done: bool = False


@dataclass(slots=True, kw_only=True)
class Rebuild:
    """One rebuild; killed at any moment, the next one goes on where it was.

    From its first moment on the relay writes to both indices, so that the new one lacks nothing
    when it takes the other's place. It never replaces what the relay wrote.
    """

    journal: Journal
    client: AsyncElasticsearch
    clock: Callable[[], datetime]
    on_progress: Callable[[int], None] = lambda _: None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    pace: Pace = field(default_factory=Pace)
    story_count: int = 0
    refused_count: int = 0
    _pages: deque[FilledPage] = field(default_factory=deque)

    async def run(self) -> Rebuilt:
        """Fills a new index and has it searched; the one before it stays, unsearched."""
        new = await self._begun()
        pages = self.journal.index_outbox.everything(after=new.after, size=STORIES_AT_ONCE)
        fillers = [asyncio.create_task(self._fill_all(new.index, pages)) for _ in range(FILLERS)]
        try:
            await asyncio.gather(*fillers)
        finally:
            for filler in fillers:
                filler.cancel()
            await asyncio.gather(*fillers, return_exceptions=True)
        await self._take_over(new.index)
        note_rebuild(self.journal, None)
        self.journal.index_outbox.tell_again()  # this index may take what the other one refused
        others = [name for name in await all_indices(self.client) if name != new.index]
        return Rebuilt(
            index=new.index,
            others=tuple(others),
            story_count=self.story_count,
            refused_count=self.refused_count,
        )

    async def _begun(self) -> RebuildUnderWay:
        under_way = rebuild_under_way(self.journal)
        templates = Templates.read()
        if under_way and await self._is_usable(under_way.index, templates):
            return under_way
        new = RebuildUnderWay(index=await next_index(self.client, templates.version()), after=0)
        # While nobody searches it, it need not be searchable every second.
        await self.client.indices.create(
            index=new.index, settings={"index": {"refresh_interval": "-1"}}
        )
        if not await self._is_usable(new.index, templates):
            await self.client.indices.delete(index=new.index)
            raise IndexUnusable(
                "the templates are not this version's; run `storywatch index install`"
            )
        # A bulk that was under way before knows nothing of the new index: it ends first.
        await self._hold_the_relay(new)
        note_rebuild(self.journal, new)
        self.journal.index_outbox.tell_all_counts()
        return new

    async def _is_usable(self, index: str, templates: Templates) -> bool:
        exists = bool(await self.client.indices.exists(index=index))
        return exists and await fingerprint_of(self.client, index) == templates.fingerprint()

    async def _fill_all(self, index: str, pages: Iterator[tuple[Shipment, ...]]) -> None:
        """Takes the next page as long as there is one; several do it at a time."""
        since = kept_since(self.journal)
        for page in pages:
            filled = FilledPage(last=page[-1].seq, count=len(page))
            self._pages.append(filled)
            await self._fill(index, [one for one in page if is_kept(one, since)])
            filled.is_done = True
            self._note_progress(index)

    def _note_progress(self, index: str) -> None:
        """Notes the pages before which none is under way any more."""
        while self._pages and self._pages[0].is_done:
            page = self._pages.popleft()
            note_rebuild(self.journal, RebuildUnderWay(index=index, after=page.last))
            self.on_progress(page.count)

    async def _fill(self, index: str, shipments: Sequence[Shipment]) -> None:
        claims = [Claim(shipment=one, entries=()) for one in shipments]
        now = self.clock()
        # Noted before, so that a rebuild that is killed here says the same when it goes on.
        self.journal.index_outbox.note_indexed((one.seq for one in shipments), now=now)
        parcels = await packed(claims, now, newer_only=True)
        for part in parts(parcels, self.pace.bulk_bytes):
            left: Sequence[Parcel] = part
            while left := await self._sent(index, left):
                await self._rest()

    async def _sent(self, index: str, part: Sequence[Parcel]) -> list[Parcel]:
        """Sends a part, and returns what of it the server could not take now."""
        lines = [parcel.line for parcel in part]
        answers = await send(self.client, index, lines, through_alias=False)
        pairs = list(zip(part, answers, strict=True))
        now = self.clock()
        self.story_count += sum(answer.verdict is Verdict.DONE for answer in answers)
        for parcel, answer in pairs:
            if answer.verdict is Verdict.REFUSED:
                self.journal.index_outbox.bury(parcel.claim, answer.reason, now=now)
                self.refused_count += 1
            elif answer.verdict is Verdict.STOPPED:
                raise IndexUnusable(f"the index {index} takes no stories ({answer.reason})")
        left = [parcel for parcel, one in pairs if one.verdict is Verdict.BUSY]
        if not left:
            self.pace.went_well()
        return left

    async def _rest(self) -> None:
        now = self.clock()
        self.pace.was_refused(now)
        if self.pace.failure_count > MOST_RESTS or self.pace.resume_at is None:
            raise IndexUnusable(
                "the server takes no more stories; run `storywatch index rebuild` again when it is "
                "well, it goes on where it was"
            )
        await self.sleep((self.pace.resume_at - now).total_seconds())

    async def _take_over(self, index: str) -> None:
        """Lets the new index be searched when it has, visibly, all that the old one has."""
        await self.client.indices.put_settings(
            index=index,
            settings={"index": {"refresh_interval": Templates.read().refresh_interval}},
        )
        if under_way := rebuild_under_way(self.journal):
            await self._hold_the_relay(under_way)
        await self.client.indices.refresh(index=index)
        before = await current_index(self.client)
        actions = [{"add": {"index": index, "alias": STORIES, "is_write_index": True}}]
        if before and before != index:
            actions.append({"remove": {"index": before, "alias": STORIES}})
        await self.client.indices.update_aliases(actions=actions)

    async def _hold_the_relay(self, new: RebuildUnderWay) -> None:
        """Waits until no bulk is under way and none will be for a while."""
        until = self.clock() + LONGEST_HOLD
        note_rebuild(self.journal, replace(new, hold_until=until.isoformat()))
        while self.journal.index_outbox.is_leased(now=self.clock()) and self.clock() < until:
            await self.sleep(0.05)


async def drop_others(client: AsyncElasticsearch) -> tuple[str, ...]:
    """Deletes the indices of stories that nobody searches any more, and returns their names."""
    current = await current_index(client)
    others = [name for name in await all_indices(client) if current and name != current]
    for name in others:
        await client.indices.delete(index=name)
    return tuple(others)
