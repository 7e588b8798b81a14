from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from elasticsearch import ConnectionError as Unreachable

from storywatch.index.mapping import LEDGER
from storywatch.index.notes import RebuildUnderWay, note_kept_since, note_rebuild
from storywatch.index.relay import Passed, Relay
from storywatch.journal import Journal
from tests.index.memory import INDEX, Memory
from tests.journal.samples import LONG, NOON, draft, queue

SECOND = timedelta(seconds=1)


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def relay_of(journal: Journal, memory: Memory, clock: Clock | None = None) -> Relay:
    return Relay(journal=journal, client=memory.client, clock=clock or Clock())


def drain(relay: Relay) -> Passed:
    return asyncio.run(relay.drain())


def record(journal: Journal, count: int, *, edit: str = "") -> None:
    for number in range(count):
        words = draft(f"s{number}", body=f"{LONG} {number} {edit}")
        journal.record(queue(journal, f"s{number}"), words, keep=True, now=NOON)


def test_all_that_waits_is_told_with_its_revision_as_version(journal: Journal) -> None:
    memory = Memory()
    record(journal, 3)
    record(journal, 1, edit="edited")

    passed = drain(relay_of(journal, memory))

    assert (passed.shipped_count, passed.trouble) == (3, "")
    versions = {id_: version for id_, (version, _) in memory.indices[INDEX].items()}
    assert versions == {one.id: one.revision for one in journal.stories()}
    assert sorted(versions.values()) == [1, 1, 2]
    assert {one["fate"] for _, one in memory.indices[LEDGER].values()} >= {"discovered", "new"}
    backlog = journal.index_outbox.backlog()
    assert (backlog.stories, backlog.counts) == (0, 0)


def test_a_newer_state_that_is_there_already_settles_an_older_one(journal: Journal) -> None:
    memory = Memory()
    record(journal, 1)
    id_ = next(journal.stories()).id
    memory.indices[INDEX][id_] = (5, {})

    passed = drain(relay_of(journal, memory))

    assert passed.shipped_count == 1
    assert memory.indices[INDEX][id_] == (5, {})
    assert journal.index_outbox.backlog().stories == 0


def test_what_is_busy_waits_and_the_relay_rests(journal: Journal) -> None:
    memory, clock = Memory(), Clock()
    record(journal, 3)
    relay = relay_of(journal, memory, clock)
    memory.says.extend([201, 429, 503])

    first = drain(relay)
    early = drain(relay)
    clock.now = NOON + 2 * SECOND
    second = drain(relay)

    assert (first.shipped_count, first.is_worth_waiting) == (1, True)
    assert "of_429" in first.trouble
    assert (early.shipped_count, early.trouble) == (0, "")
    assert (second.shipped_count, second.trouble) == (2, "")


def test_one_refused_story_is_a_dead_letter_and_the_others_go_on(journal: Journal) -> None:
    memory = Memory()
    record(journal, 3)
    memory.says.extend([201, 400, 201])

    passed = drain(relay_of(journal, memory))

    assert (passed.shipped_count, passed.refused_count, passed.trouble) == (2, 1, "")
    (letter,) = journal.index_outbox.dead_letters()
    assert letter.reason == "of_400: so it is"


def test_an_index_that_refuses_every_story_of_many_is_itself_what_is_wrong(
    journal: Journal,
) -> None:
    memory = Memory()
    record(journal, 12)
    memory.says.extend([400] * 12)

    passed = drain(relay_of(journal, memory))

    assert "of_400" in passed.trouble
    assert not passed.is_worth_waiting
    assert journal.index_outbox.dead_letters() == ()
    assert journal.index_outbox.backlog().stories == 12


def test_a_lost_connection_lets_everything_wait_free_for_others(journal: Journal) -> None:
    memory = Memory()
    record(journal, 3)
    memory.says.append(Unreachable("no route"))

    passed = drain(relay_of(journal, memory))

    assert "cannot be reached" in passed.trouble
    assert not journal.index_outbox.is_leased(now=NOON)
    assert journal.index_outbox.backlog().stories == 3


def test_an_index_that_is_missing_or_of_another_mapping_is_not_written_to(
    journal: Journal,
) -> None:
    record(journal, 1)
    missing, other = Memory(alias=None, indices={}), Memory(fingerprint="another")

    assert "index install" in drain(relay_of(journal, missing)).trouble
    assert "another mapping" in drain(relay_of(journal, other)).trouble
    assert missing.written == other.written == []


def test_a_rebuild_s_index_is_told_first_and_the_other_one_too(journal: Journal) -> None:
    memory = Memory()
    record(journal, 2)
    note_rebuild(journal, RebuildUnderWay(index="stories-v2-0002", after=0))

    drain(relay_of(journal, memory))

    assert memory.written[:2] == ["stories-v2-0002", "stories"]
    assert memory.indices["stories-v2-0002"] == memory.indices[INDEX]
    assert len(memory.indices[INDEX]) == 2


def test_only_a_rebuild_s_index_is_told_while_the_other_has_another_mapping(
    journal: Journal,
) -> None:
    memory = Memory(fingerprint="another")
    record(journal, 2)
    note_rebuild(journal, RebuildUnderWay(index="stories-v2-0002", after=0))

    passed = drain(relay_of(journal, memory))

    assert passed.shipped_count == 2
    assert memory.indices[INDEX] == {}
    assert len(memory.indices["stories-v2-0002"]) == 2


def test_nobody_is_told_while_a_rebuilt_index_takes_over(journal: Journal) -> None:
    memory, clock = Memory(), Clock()
    record(journal, 2)
    until = (NOON + 10 * SECOND).isoformat()
    note_rebuild(journal, RebuildUnderWay(index="stories-v2-0002", after=2, hold_until=until))
    relay = relay_of(journal, memory, clock)

    held = drain(relay)
    clock.now = NOON + 11 * SECOND
    after = drain(relay)

    assert "takes over" in held.trouble
    assert after.shipped_count == 2


def test_stories_older_than_what_the_index_keeps_are_settled_untold(journal: Journal) -> None:
    memory = Memory()
    record(journal, 2)
    note_kept_since(journal, NOON + SECOND)

    drain(relay_of(journal, memory))

    assert memory.indices[INDEX] == {}
    assert journal.index_outbox.backlog().stories == 0
