"""The journal against the index: every story, whole; and what of the index nobody recorded."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from elasticsearch import AsyncElasticsearch

from storywatch.index.documents import document_of
from storywatch.index.mapping import STORIES
from storywatch.index.notes import kept_since
from storywatch.index.parcels import is_kept
from storywatch.journal import Journal, Shipment

AT_ONCE = 500
IDS_AT_ONCE = 5_000
KEEP_ALIVE = "2m"
NOT_IN_SOURCE = ("analysed",)


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
        async for ids in self._indexed_ids():
            known = self.journal.index_outbox.known(ids, since=since)
            verified.faults[Fault.EXTRA] += [one for one in ids if one not in known]
        return verified

    async def fix(self, verified: Verified) -> None:
        """Takes out what does not belong there, and has the outbox tell the rest again."""
        faults = verified.faults
        for name in (*faults[Fault.EXTRA], *faults[Fault.AHEAD]):
            await self.client.options(ignore_status=404).delete(index=STORIES, id=name)
        again = [one for fault in Fault if fault is not Fault.EXTRA for one in faults[fault]]
        self.journal.index_outbox.tell_again(again)

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

    async def _indexed_ids(self) -> AsyncIterator[list[str]]:
        opened = await self.client.open_point_in_time(index=STORIES, keep_alive=KEEP_ALIVE)
        pit = {"id": opened["id"], "keep_alive": KEEP_ALIVE}
        after: list[Any] | None = None
        try:
            while True:
                found = await self.client.search(
                    pit=pit,
                    size=IDS_AT_ONCE,
                    source=False,
                    sort=["_shard_doc"],
                    search_after=after,
                    track_total_hits=False,
                )
                hits = found["hits"]["hits"]
                if not hits:
                    return
                yield [hit["_id"] for hit in hits]
                after = hits[-1]["sort"]
        finally:
            await self.client.close_point_in_time(id=opened["id"])


def _fault(shipment: Shipment, document: dict[str, Any] | None, now: datetime) -> Fault | None:
    if document is None:
        return Fault.MISSING
    if document["_version"] != shipment.revision:
        return Fault.STALE if document["_version"] < shipment.revision else Fault.AHEAD
    wanted = document_of(shipment, now=now)
    is_equal = document["_source"] == {
        name: value for name, value in wanted.items() if name not in NOT_IN_SOURCE
    }
    return None if is_equal else Fault.UNEQUAL
