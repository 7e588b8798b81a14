from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from storywatch.journal import Claim, Journal, LedgerCount
from storywatch.journal.index_outbox import LEASE
from storywatch.query.sqlite import analysed_row
from tests.journal.samples import LONG, NOON, draft, queue

MINUTE = timedelta(minutes=1)


def record(journal: Journal, slug: str = "one", **words: object) -> None:
    journal.record(queue(journal, slug), draft(slug, **words), keep=True, now=NOON)  # type: ignore[arg-type]


def claimed(journal: Journal, limit: int = 10) -> tuple[Claim, ...]:
    return journal.index_outbox.claim(now=NOON, limit=limit)


def test_a_recorded_story_waits_once_however_often_it_was_edited(journal: Journal) -> None:
    record(journal, body=LONG)
    record(journal, body=LONG + " edited", topics=("tea", "coffee"))

    (claim,) = claimed(journal)

    assert claim.shipment.revision == 2
    assert claim.shipment.document["body"].endswith("edited")
    assert claim.shipment.first_document["body"] == LONG
    assert [match.topic for match in claim.shipment.matches] == ["coffee", "tea"]
    assert len(claim.entries) == 2
    assert analysed_row(claim.shipment.words)["title"]["folded"] == "title of one"


def test_what_is_done_waits_no_more_and_is_remembered(journal: Journal) -> None:
    record(journal)
    outbox = journal.index_outbox

    outbox.done(claimed(journal), now=NOON + MINUTE)

    assert claimed(journal) == ()
    (page,) = outbox.everything()
    assert page[0].indexed_at == NOON + MINUTE
    assert outbox.backlog().stories == 0


def test_an_edit_that_comes_in_while_a_story_is_told_waits_for_the_next_time(
    journal: Journal,
) -> None:
    record(journal, body=LONG)
    first = claimed(journal)
    record(journal, body=LONG + " edited")

    assert claimed(journal) == ()
    journal.index_outbox.done(first, now=NOON)

    (again,) = claimed(journal)
    assert again.shipment.revision == 2


def test_two_owners_never_tell_of_the_same_story(path: Path) -> None:
    with Journal.open(path, owner="a:1:1") as one, Journal.open(path, owner="b:1:1") as other:
        for number in range(6):
            record(one, f"s{number}")

        mine, theirs = claimed(one, limit=4), claimed(other)

    ids = [claim.shipment.id for claim in (*mine, *theirs)]
    assert len(ids) == len(set(ids)) == 6


def test_a_lease_ends_by_time_and_by_release(path: Path) -> None:
    with Journal.open(path, owner="a:1:1") as one, Journal.open(path, owner="b:1:1") as other:
        record(one)
        mine = claimed(one)
        assert one.index_outbox.is_leased(now=NOON)
        assert claimed(other) == ()

        one.index_outbox.release(mine)
        assert not one.index_outbox.is_leased(now=NOON)
        assert len(claimed(other)) == 1

        late = one.index_outbox.claim(now=NOON + LEASE, limit=1)
        assert len(late) == 1


def test_a_refused_story_is_a_dead_letter_until_it_is_told_again(journal: Journal) -> None:
    record(journal)
    outbox = journal.index_outbox
    (claim,) = claimed(journal)

    outbox.bury(claim, "mapper: no", now=NOON)

    (letter,) = outbox.dead_letters()
    assert (letter.story, letter.revision, letter.reason) == (claim.shipment.id, 1, "mapper: no")
    assert outbox.waiting([claim.shipment.id]) == {claim.shipment.id}
    assert outbox.tell_again() == 1
    outbox.done(claimed(journal), now=NOON)
    assert outbox.dead_letters() == ()
    assert outbox.waiting([claim.shipment.id]) == frozenset()


def test_a_match_that_is_found_later_has_the_story_told_again(journal: Journal) -> None:
    record(journal, topics=("tea",))
    journal.index_outbox.done(claimed(journal), now=NOON)

    record(journal, topics=("tea", "coffee"))

    (claim,) = claimed(journal)
    assert [match.topic for match in claim.shipment.matches] == ["coffee", "tea"]
    assert journal.index_outbox.backlog().oldest_at is None


def test_a_story_s_family_and_event_come_along_and_outlast_their_window(
    journal: Journal,
) -> None:
    record(journal, body=LONG)
    later = NOON + 10 * MINUTE
    copied = draft("copy", outlet="parrot", body=LONG + " And more.", first_seen_at=later)
    copy = copied.story
    journal.record(queue(journal, "copy", outlet="parrot"), copied, keep=True, now=later)
    journal.index_outbox.done(claimed(journal), now=NOON)
    first = next(journal.stories())

    journal.join_family(first, now=NOON)
    journal.join_family(copy, now=NOON + MINUTE)
    told = {claim.shipment.id: claim.shipment.kin for claim in claimed(journal)}
    journal.forget_copies(now=NOON + timedelta(days=30))

    one, other = told[first.id], told[copy.id]
    assert one is not None
    assert other is not None
    assert one.family == other.family
    assert one.event == other.event is not None
    assert (one.copy_of, other.copy_of) == (None, first.id)
    (page,) = journal.index_outbox.everything()
    assert page[0].kin == one


def test_changed_counts_of_the_ledger_wait_until_they_are_told(journal: Journal) -> None:
    record(journal)
    outbox = journal.index_outbox
    counts = outbox.counts(10)
    record(journal, "two")

    outbox.counts_done(count.seq for count in counts)

    left = outbox.counts(10)
    assert {(one.fate, one.count) for one in counts} == {("discovered", 1), ("new", 1)}
    assert {(one.fate, one.count) for one in left} == {("discovered", 2), ("new", 2)}
    assert all(isinstance(one, LedgerCount) and one.outlet == "bugle" for one in left)
    outbox.counts_done(count.seq for count in left)
    outbox.tell_all_counts()
    assert outbox.backlog().counts == 2
