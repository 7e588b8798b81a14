"""The relay: tells the index what the journal's outbox says, at least once and in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from elasticsearch import ApiError, AsyncElasticsearch, TransportError

from storywatch.errors import IndexUnusable
from storywatch.index.batch import Batch
from storywatch.index.bulk import Answer, Line, Verdict, parts, send
from storywatch.index.client import what_failed
from storywatch.index.documents import count_document, count_id
from storywatch.index.mapping import LEDGER, STORIES, Templates, current_index, fingerprint_of
from storywatch.index.notes import kept_since, rebuild_under_way
from storywatch.index.pace import Pace
from storywatch.index.parcels import Parcel, is_kept, packed
from storywatch.journal import Journal

STORIES_AT_ONCE = 200  # claimed and made documents of in one go
SHIPPERS = 3  # one makes documents while the others' are written
DRAIN_EVERY = timedelta(seconds=0.25)  # whoever ships as stories are recorded
COUNTS_AT_ONCE = 1000

log = structlog.get_logger("storywatch.index")


@dataclass(slots=True, kw_only=True)
class Passed:
    """What one pass did; `trouble` says why it ended early, if it did.

    Some trouble passes by itself soon, such as an overloaded server: it `is_worth_waiting`.
    """

    shipped_count: int = 0
    refused_count: int = 0
    trouble: str = ""
    is_worth_waiting: bool = False


@dataclass(slots=True, kw_only=True)
class Relay:
    """Ships stories to the index. Nothing waits in memory: the outbox knows what is to be told.

    A pass never sleeps: after trouble the next ones do nothing until it is worth a try. Give
    it a connection whose retries are off, and call `drain` every `DRAIN_EVERY`.
    """

    journal: Journal
    client: AsyncElasticsearch
    clock: Callable[[], datetime]
    place: str = "Elasticsearch"
    templates: Templates = field(default_factory=Templates.read)
    pace: Pace = field(default_factory=Pace)
    _told: str = ""

    async def drain(self) -> Passed:
        """Makes one pass: ships all that waits, or ends at the first trouble and says which."""
        passed = Passed()
        if self.pace.rests(self.clock()) or not self.journal.index_outbox.has_any():
            return passed
        try:
            targets = await self._targets()
            await asyncio.gather(*(self._ship_all(targets, passed) for _ in range(SHIPPERS)))
            if not passed.trouble:
                await self._ship_counts(passed)
        except (TransportError, ApiError) as error:
            self._give_up(passed, f"{self.place} {what_failed(error)}")
        except IndexUnusable as error:
            self._give_up(passed, str(error))
        self._tell(passed.trouble)
        return passed

    async def _targets(self) -> tuple[str, ...]:
        """Returns the names to write to: the alias, unless its mapping is of another version."""
        current = await current_index(self.client)
        if current is None:
            raise IndexUnusable(f"{self.place} is not set up; run `storywatch index install`")
        if await fingerprint_of(self.client, current) == self.templates.fingerprint():
            return (STORIES,)
        if rebuild_under_way(self.journal):
            return ()
        raise IndexUnusable(
            f"the index {current} has another mapping than this version of storywatch writes; "
            "run `storywatch index install`, then `storywatch index rebuild`"
        )

    async def _ship_all(self, targets: tuple[str, ...], passed: Passed) -> None:
        outbox = self.journal.index_outbox
        while not passed.trouble:
            now = self.clock()
            batch = Batch(
                outbox=outbox, left=list(outbox.claim(now=now, limit=STORIES_AT_ONCE)), now=now
            )
            if not batch.left:
                return
            try:
                await self._ship(batch, targets, passed)
            except (TransportError, ApiError) as error:
                self._failed(passed, error)
            finally:
                batch.release()
                passed.shipped_count += batch.shipped_count
                passed.refused_count += batch.refused_count

    async def _ship(self, batch: Batch, targets: tuple[str, ...], passed: Passed) -> None:
        # Read after the claim: whatever is claimed once a rebuild has begun goes to its index too.
        rebuild = rebuild_under_way(self.journal)
        if rebuild and rebuild.holds(batch.now):
            passed.trouble = f"the rebuild of {rebuild.index} begins or takes over"
            return
        # The new index first: what the old one has is then in the new one for sure.
        names = dict.fromkeys((*((rebuild.index,) if rebuild else ()), *targets))
        since = kept_since(self.journal)
        batch.settle([claim for claim in batch.left if not is_kept(claim.shipment, since)])
        for part in parts(await packed(batch.left, batch.now), self.pace.bulk_bytes):
            answers = [await self._sent(name, part) for name in names]
            batch.read(part, list(zip(*answers, strict=True)))
            if batch.held:
                self.pace.was_refused(self.clock())
                passed.trouble = f"{self.place} does not take stories now ({batch.held[0].reason})"
                passed.is_worth_waiting = all(one.verdict is Verdict.BUSY for one in batch.held)
                return
            self.pace.went_well()

    async def _sent(self, name: str, part: Sequence[Parcel]) -> list[Answer]:
        lines = [parcel.line for parcel in part]
        try:
            return await send(self.client, name, lines, through_alias=name == STORIES)
        except ApiError as error:
            if error.status_code == 413 and len(part) == 1:
                reason = f"of {part[0].size} bytes, {what_failed(error)}"
                return [Answer(verdict=Verdict.REFUSED, reason=reason)]
            raise

    async def _ship_counts(self, passed: Passed) -> None:
        outbox = self.journal.index_outbox
        while counts := outbox.counts(COUNTS_AT_ONCE):
            lines = [Line.of(count_id(one), one.seq, count_document(one)) for one in counts]
            answers = await send(self.client, LEDGER, lines, through_alias=False)
            pairs = list(zip(counts, answers, strict=True))
            # A count that is refused is only told again once it changes: it is no story.
            settled = {Verdict.DONE, Verdict.REFUSED}
            outbox.counts_done(one.seq for one, answer in pairs if answer.verdict in settled)
            held = [answer for answer in answers if answer.verdict not in settled]
            if held:
                self._give_up(passed, f"{self.place} takes no counts now ({held[0].reason})")
                return

    def _failed(self, passed: Passed, error: TransportError | ApiError) -> None:
        if isinstance(error, ApiError) and error.status_code in {413, 429, 503}:
            self.pace.was_refused(self.clock())
            passed.is_worth_waiting = True
        else:
            self.pace.failed(self.clock())
        passed.trouble = f"{self.place} {what_failed(error)}"

    def _give_up(self, passed: Passed, trouble: str) -> None:
        self.pace.failed(self.clock())
        passed.trouble = trouble

    def _tell(self, trouble: str) -> None:
        """Logs trouble when it begins, changes and ends, and not in each pass."""
        if trouble and not self._told:
            log.warning("index waits", why=trouble, resume_at=str(self.pace.resume_at))
        elif self._told and not trouble:
            log.info("index goes on")
        self._told = trouble
