"""The journal as everyone uses it: one file, one connection, every promise one method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from storywatch.copies.families import Kinship
from storywatch.copies.twins import Twin
from storywatch.errors import JournalUnusable
from storywatch.journal import (
    clock,
    fates,
    notes,
    outboxes,
    reading,
    relatives,
    sources,
    tidying,
    twins,
)
from storywatch.journal.alerts import AlertShelf
from storywatch.journal.database import Database
from storywatch.journal.deliveries import DeliveryShelf
from storywatch.journal.fates import Ending
from storywatch.journal.index_outbox import IndexOutbox
from storywatch.journal.kindred import Kindred
from storywatch.journal.leads import LeadQueue
from storywatch.journal.ledger import Ledger, LedgerRow, ledger, ledger_rows
from storywatch.journal.migrate import migrate
from storywatch.journal.notes import RobotsCopy
from storywatch.journal.owner import this_owner
from storywatch.journal.reading import RecordedMatch, Selection
from storywatch.journal.rechecks import RecheckShelf
from storywatch.journal.recording import record
from storywatch.journal.relatives import Relatives
from storywatch.journal.samples import SampleShelf
from storywatch.journal.searching import SearchResult, Sort, Window, ensure_search, search
from storywatch.journal.second_looks import SecondLooks
from storywatch.journal.shapes import Discovery, LeadStatus, Poll, QueuedLead, SourceState
from storywatch.query.syntax import Query
from storywatch.story import Draft, Fate, Lead, Story


class Journal:
    """Everything recorded. Open it once a process and thread; several processes may have it open.

    Every changing method is one transaction: killed at any moment, the journal holds all of it or
    none. All methods raise `JournalUnusable` when the file cannot be used.
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._queue = LeadQueue(database=database, owner=owner)
        self._kindred = Kindred(database)
        self.alerts = AlertShelf(database)
        self.deliveries = DeliveryShelf(database, owner)
        self.index_outbox = IndexOutbox(database, owner)
        self.rechecks = RecheckShelf(database, self._queue)
        self.second_looks = SecondLooks(database, self._queue)
        self.samples = SampleShelf(database)

    @classmethod
    def open(cls, path: Path, *, owner: str | None = None) -> Journal:
        """Opens the journal at `path`, made or brought to this version's schema where needed.

        Leases are held in the name of `owner`: this process, unless a name is given.
        """
        database = Database(path)
        try:
            migrate(database)
            ensure_search(database)
        except JournalUnusable:
            database.close()
            raise
        return cls(database, owner or this_owner())

    def close(self) -> None:
        """Ends the use of the file; leases stay until they expire or this process ends."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def together(self) -> AbstractContextManager[None]:
        """Makes one transaction of all calls inside: done when it ends; never await in it."""
        return self._database.transaction()

    def apart(self) -> AbstractContextManager[None]:
        """Undoes the calls inside, and no others of the transaction, when they raise."""
        return self._database.savepoint()

    # Sources and leads

    def source(self, outlet: str, url: str) -> SourceState:
        """Returns what is known of a source; one never polled has no instants and no validators."""
        return sources.source(self._database, outlet, url)

    def sources(self, outlet: str | None = None) -> tuple[SourceState, ...]:
        """Returns all sources ever polled, by outlet and address."""
        return sources.sources(self._database, outlet)

    def planned_polls(self) -> Mapping[tuple[str, str], datetime]:
        """Returns when each source is polled next, by outlet and address."""
        return sources.planned_polls(self._database)

    def record_poll(self, poll: Poll, leads: Sequence[Lead], *, now: datetime) -> Discovery:
        """Keeps a source's new state and its new leads together; they are leased to this owner."""
        with self._database.transaction():
            source = sources.keep_poll(self._database, poll, len(leads))
            return self._queue.discover(leads, now=now, source=source)

    def plan_poll(self, outlet: str, url: str, at: datetime) -> None:
        """Sets when a source that was polled is polled next."""
        sources.plan_poll(self._database, (outlet, url), at)

    def matched_count(self, outlet: str, source_url: str, *, since: datetime) -> int:
        """Returns how many of a source's leads became stories that match since then."""
        return sources.matched_count(self._database, (outlet, source_url), since)

    def discover(self, leads: Sequence[Lead], *, now: datetime, revisit: bool = False) -> Discovery:
        """Queues leads that no source announced; with `revisit` also known and waiting ones."""
        return self._queue.discover(leads, now=now, revisit=revisit)

    def claim_leads(
        self, outlet: str, *, now: datetime, limit: int = 500
    ) -> tuple[QueuedLead, ...]:
        """Leases for ten minutes the outlet's due leads that are free, or this owner's already."""
        return self._queue.claim(outlet, now=now, limit=limit)

    def outlets_with_due_leads(self, now: datetime) -> frozenset[str]:
        """Returns the outlets that have a lead which is due and which no other process visits."""
        return self._queue.waiting_outlets(now=now)

    def renew(self, *, now: datetime) -> int:
        """Lets this owner's leases run ten minutes from now; a longer round calls it."""
        return self._queue.renew(now=now)

    def release(self, outlet: str | None = None) -> int:
        """Gives this owner's leases back on a clean stop, and returns how many there were."""
        return self._queue.release(outlet)

    def put_off(self, outlet: str, *, until: datetime) -> int:
        """Lets an outlet's leads in flight wait until then, without an attempt; how many do."""
        return self._queue.put_off(outlet, until=until)

    def lead_for(self, url: str, outlet: str | None = None) -> LeadStatus | None:
        """Returns the latest lead of an address, at one outlet or at any."""
        return fates.lead_for(self._database, url, outlet)

    # Fates

    def record(self, queued_id: int, draft: Draft, *, keep: bool, now: datetime) -> Fate:
        """Writes a draft with everything that follows from it, and the lead's fate, together."""
        return record(self._database, queued_id, draft, keep=keep, now=now)

    def settle(
        self, queued_id: int, fate: Fate, *, reason: str = "", detail: str = "", now: datetime
    ) -> Fate:
        """Gives a lead a fate that needs no story, and returns the fate it now has."""
        ending = Ending(fate=fate, reason=reason, detail=detail)
        return fates.settle(self._database, queued_id, ending, now=now)

    def postpone(self, queued_id: int, *, until: datetime, why: str, now: datetime) -> Fate | None:
        """Leaves a lead for a later attempt; after its fifth it is a dead letter: returned."""
        return fates.postpone(self._database, queued_id, until=until, why=why, now=now)

    def dead_letters(self, outlet: str | None = None) -> tuple[LeadStatus, ...]:
        """Returns the leads that were given up, oldest first."""
        return fates.dead_letters(self._database, outlet)

    def replay(self, ids: Iterable[int], now: datetime) -> tuple[int, ...]:
        """Puts dead letters in flight again, and returns the ids of those that could be."""
        return fates.replay(self._database, ids, now=now)

    def ledger(self, *, outlet: str | None = None, since: datetime | None = None) -> Ledger:
        """Returns what became of every lead, per outlet and hour, and whatever does not add up."""
        return ledger(self._database, outlet=outlet, since=since)

    def ledger_rows(
        self, *, outlet: str | None = None, since: datetime | None = None
    ) -> tuple[LedgerRow, ...]:
        """Returns the ledger's rows without the proof, which goes through all that is recorded."""
        return ledger_rows(self._database, outlet=outlet, since=since)

    # Stories

    def story(self, story_id: str) -> Story:
        """Returns a story's last revision, or raises `UnknownStory`."""
        return reading.story(self._database, story_id)

    def ids_from(self, beginning: str) -> tuple[str, ...]:
        """Returns the ids of stories that begin so, in order; ids are of hexadecimal digits."""
        return reading.ids_from(self._database, beginning)

    def id_at(self, url: str) -> str | None:
        """Returns the id of the first story whose own address that is."""
        return reading.id_at(self._database, url)

    def revisions(self, story_id: str) -> tuple[Story, ...]:
        """Returns all revisions of a story, first one first, or raises `UnknownStory`."""
        return reading.revisions(self._database, story_id)

    def matches(self, story_id: str) -> tuple[RecordedMatch, ...]:
        """Returns the topics that ever matched a story, by name, or raises `UnknownStory`."""
        return reading.matches(self._database, story_id)

    def match_counts(self, *, since: datetime) -> Mapping[str, int]:
        """Returns how many stories that were first seen since then each topic has ever met."""
        return reading.match_counts(self._database, since)

    def stories(
        self,
        *,
        since: datetime | None = None,
        outlet: str | None = None,
        topic: str | None = None,
    ) -> Iterator[Story]:
        """Yields stories in order of recording: first seen since, of an outlet, of a topic."""
        selection = Selection(since=since, outlet=outlet, topic=topic)
        return reading.stories(self._database, selection)

    def count(self) -> int:
        """Returns how many stories are kept."""
        return self._database.value("SELECT count(*) FROM stories")

    def search(
        self, query: Query, *, limit: int = 20, offset: int = 0, sort: Sort = "relevance"
    ) -> SearchResult:
        """Returns the stories that a query finds, best or latest first."""
        return search(self._database, query, Window(limit=limit, offset=offset, sort=sort))

    def twins(self, body_digest: str, *, outlet: str) -> tuple[Twin, ...]:
        """Returns the other outlets' stories with the same body words, first seen first."""
        return twins.twins(self._database, body_digest, outlet=outlet)

    # Copies and events

    def find_family(self, story: Story, *, now: datetime) -> Kinship | None:
        """Returns what a story would be among those kept, and writes nothing."""
        return self._kindred.find(story, now=now)

    def join_family(
        self, story: Story, *, now: datetime, page_url: str | None = None
    ) -> Kinship | None:
        """Keeps a story among its copies and in its event; call it together with `record`.

        `page_url` is where its page stands, if the page may claim another story's address.
        """
        return self._kindred.join(story, now=now, page_url=page_url)

    def relatives(self, story_id: str) -> Relatives:
        """Returns a story's copies, what it quotes, and its event, as long as they are kept."""
        return relatives.relatives(self._database, story_id)

    def regroup_events(self, *, now: datetime) -> int:
        """Puts the events of the last 72 hours right; returns how many families moved."""
        return self._kindred.regroup(now=now)

    def forget_copies(self, *, now: datetime) -> int:
        """Drops families that nothing joined for ten days; returns how many. Call it hourly."""
        return self._kindred.forget(now=now)

    # What is kept beside them

    def robots(self, origin: str) -> RobotsCopy | None:
        """Returns the kept robots.txt of an origin such as https://example.org."""
        return notes.robots(self._database, origin)

    def keep_robots(self, origin: str, status: int, body: bytes, fetched_at: datetime) -> None:
        """Keeps a robots.txt in place of the one before it."""
        copy = RobotsCopy(origin=origin, status=status, body=body, fetched_at=fetched_at)
        notes.keep_robots(self._database, copy)

    def memory(self, outlet: str, key: str) -> Any:
        """Returns the JSON value remembered of an outlet under that key, or None."""
        return notes.memory(self._database, outlet, key)

    def memory_text(self, outlet: str, key: str) -> str | None:
        """Returns the JSON text of that value: it tells sooner than the value if it has changed."""
        return notes.memory_text(self._database, outlet, key)

    def remember(self, outlet: str, key: str, value: Any) -> str:
        """Remembers a JSON value of an outlet in place of the one before it; returns its text."""
        return notes.remember(self._database, outlet, key, value)

    def take_turn(self, key: str, *, every: timedelta, now: datetime) -> bool:
        """Returns whether what is done once in so long is due, and notes that it is done now."""
        return notes.take_turn(self._database, key, every=every, now=now)

    def put_clock_right(self, *, now: datetime, is_put_back: bool = False) -> int:
        """Lets nothing wait for a moment that a clock ahead of now has set; returns how much did.

        Call it hourly: a clock that was years ahead must not put polls and mails off for years.
        Where our own clock is known to have been put back, less than an hour counts, too.
        """
        return clock.put_right(self._database, now, timedelta(0) if is_put_back else clock.SKEW)

    def outbox_counts(self) -> Mapping[str, int]:
        """Returns how many entries wait for the index and for alerts."""
        return outboxes.counts(self._database)

    def tidying(self) -> Iterator[None]:
        """Keeps the file quick, a step a turn; go through it to the end once a day."""
        return tidying.tidying(self._database)
