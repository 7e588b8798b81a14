"""The journal against the index: every story, whole; and what of the index nobody recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from elasticsearch import AsyncElasticsearch, ConflictError

from storywatch.index.documents import document_of, source_of
from storywatch.index.mapping import STORIES
from storywatch.index.notes import kept_since
from storywatch.index.parcels import is_kept
from storywatch.index.scan import scan
from storywatch.journal import Journal, Shipment

AT_ONCE = 500
FORGOTTEN_AFTER = 0.5  # seconds; the clock by which a refresh forgets ticks five times a second
MOST_TRIES = 50  # it takes half a second; a later run finds what is still ahead


class Fault(StrEnum):
    """How a story's document can differ from the journal."""

    MISSING = "missing"  # the index lacks it
    STALE = "stale"  # the index has an older revision
    AHEAD = "ahead"  # the index has a revision that the journal never had
    UNEQUAL = "unequal"  # the same revision with other fields
    EXTRA = "extra"  # no such story is recorded, or it is older than what the index keeps


@dataclass(slots=True, kw_only=True)
class Verified:
    """What was compared and what was found; a story that still waits for the relay is no fault."""

    story_count: int = 0
    waiting_count: int = 0
    faults: dict[Fault, list[str]] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether the index has what the journal has, and nothing else."""
        return not any(self.faults.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Compares the journal with the index behind the alias; both may be written to meanwhile."""

    journal: Journal
    client: AsyncElasticsearch
    clock: Callable[[], datetime]
    on_progress: Callable[[int], None] = lambda _: None

    async def run(self) -> Verified:
        """Compares everything and changes nothing."""
        verified = Verified(faults={fault: [] for fault in Fault})
        since = kept_since(self.journal)
        for page in self.journal.index_outbox.everything(size=AT_ONCE):
            kept = [one for one in page if is_kept(one, since)]
            await self._compare(kept, verified)
            self.on_progress(len(page))
        await self.client.indices.refresh(index=STORIES)
        async for hits in scan(self.client, {"match_all": {}}):
            ids = [hit["_id"] for hit in hits]
            known = self.journal.index_outbox.known(ids, since=since)
            verified.faults[Fault.EXTRA] += [one for one in ids if one not in known]
        return verified

    async def fix(self, verified: Verified) -> None:
        """Takes out what does not belong there, and has the outbox tell the rest again."""
        faults = verified.faults
        client = self.client.options(ignore_status=404)
        for name in (*faults[Fault.EXTRA], *faults[Fault.AHEAD]):
            await client.delete(index=STORIES, id=name)
        for shipment in self.journal.index_outbox.current(faults[Fault.AHEAD]):
            await self._put_back(shipment)
        again = [*faults[Fault.MISSING], *faults[Fault.STALE], *faults[Fault.UNEQUAL]]
        if faults[Fault.MISSING]:
            # An index that still knows that somebody deleted a story takes it for newer than ours.
            await asyncio.sleep(FORGOTTEN_AFTER)
            await self.client.indices.refresh(index=STORIES)
        self.journal.index_outbox.tell_again(again)

    async def _put_back(self, shipment: Shipment) -> None:
        """Writes a lower revision, once the index has forgotten the one that was deleted."""
        for _ in range(MOST_TRIES):
            try:
                await self.client.index(
                    index=STORIES,
                    id=shipment.id,
                    version=shipment.revision,
                    version_type="external_gte",
                    document=document_of(shipment, now=self.clock()),
                )
            except ConflictError:
                await asyncio.sleep(0.1)
                await self.client.indices.refresh(index=STORIES)
            else:
                return

    async def _compare(self, page: Sequence[Shipment], verified: Verified) -> None:
        suspects = {one.id for one, _ in await self._differing(page)}
        # Who looks while others write sees differences that are none: those are looked at twice.
        again = self.journal.index_outbox.current(suspects)
        differing = await self._differing(again)
        waiting = self.journal.index_outbox.waiting([one.id for one, _ in differing])
        verified.story_count += len(page)
        verified.waiting_count += len(waiting)
        for one, fault in differing:
            if one.id not in waiting:
                verified.faults[fault].append(one.id)

    async def _differing(self, page: Sequence[Shipment]) -> list[tuple[Shipment, Fault]]:
        if not page:
            return []
        found = await self.client.mget(index=STORIES, ids=[one.id for one in page])
        documents = {one["_id"]: one for one in found["docs"] if one.get("found")}
        now = self.clock()
        faults = [(one, _fault(one, documents.get(one.id), now)) for one in page]
        return [(one, fault) for one, fault in faults if fault]


def _fault(shipment: Shipment, document: dict[str, Any] | None, now: datetime) -> Fault | None:
    if document is None:
        return Fault.MISSING
    if document["_version"] != shipment.revision:
        return Fault.STALE if document["_version"] < shipment.revision else Fault.AHEAD
    return None if document["_source"] == source_of(shipment, now=now) else Fault.UNEQUAL
