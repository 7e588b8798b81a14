from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from storywatch.journal import Journal
from storywatch.story import Fate, Lead
from tests.journal.samples import MINUTE, NOON, draft, lead, poll, queue, url_of

OTHER_FEED = "https://bugle.example/latest"
EDITED = "Headline, corrected"


def announce(journal: Journal, *leads: Lead, by: str = "https://bugle.example/feed") -> list[str]:
    found = journal.record_poll(poll(by), leads, now=NOON)
    return [queued.lead.url for queued in found.queued]


def test_an_address_never_seen_is_queued_and_counted_once_in_a_list(journal: Journal) -> None:
    found = journal.record_poll(poll(), [lead("one"), lead("two"), lead("one")], now=NOON)

    assert [queued.lead for queued in found.queued] == [lead("one"), lead("two")]
    assert [queued.attempt for queued in found.queued] == [1, 1]
    assert found.known_count == 1


def test_an_address_that_was_announced_before_is_known(journal: Journal) -> None:
    announce(journal, lead())

    assert announce(journal, lead()) == []


def test_the_same_address_at_another_outlet_is_another_lead(journal: Journal) -> None:
    announce(journal, lead())

    assert announce(journal, lead(outlet="crier")) == [url_of("one")]


def test_another_address_of_a_recorded_story_is_known(journal: Journal) -> None:
    journal.record(queue(journal), draft(addresses=("one/amp",)), keep=False, now=NOON)

    assert announce(journal, lead("one/amp")) == []


def test_another_claim_of_the_same_source_is_a_new_lead(journal: Journal) -> None:
    announce(journal, lead(title="Headline"))
    journal.settle(1, Fate.OFF_TOPIC, now=NOON)

    assert announce(journal, lead(title=EDITED)) == [url_of("one")]


def test_the_first_word_of_a_second_source_is_no_edit_but_its_second_is(journal: Journal) -> None:
    announce(journal, lead(title="Headline"))
    journal.settle(1, Fate.OFF_TOPIC, now=NOON)

    assert announce(journal, lead(title="HEADLINE"), by=OTHER_FEED) == []
    assert announce(journal, lead(title=EDITED), by=OTHER_FEED) == [url_of("one")]


def test_a_lead_in_flight_is_never_queued_a_second_time(journal: Journal) -> None:
    announce(journal, lead(title="Headline"))

    assert announce(journal, lead(title=EDITED)) == []
    assert journal.ledger().rows[0].in_flight == 1


def test_an_edit_announced_during_a_visit_is_visited_after_it(journal: Journal) -> None:
    announce(journal, lead(title="Headline"))
    announce(journal, lead(title=EDITED))

    journal.record(1, draft(), keep=False, now=NOON)

    (again,) = journal.claim_leads("bugle", now=NOON)
    assert again.lead == lead(title=EDITED)
    assert journal.ledger().balances


def test_an_edit_announced_during_a_visit_is_queued_once(journal: Journal) -> None:
    announce(journal, lead(title="Headline"))
    announce(journal, lead(title=EDITED))
    journal.record(1, draft(), keep=False, now=NOON)
    journal.record(2, draft(), keep=False, now=NOON)

    assert announce(journal, lead(title=EDITED)) == []
    assert journal.claim_leads("bugle", now=NOON) == ()


def test_ad_hoc_leads_are_queued_when_unknown_and_with_revisit_always(journal: Journal) -> None:
    journal.settle(queue(journal), Fate.OFF_TOPIC, now=NOON)

    known = journal.discover([lead()], now=NOON)
    again = journal.discover([lead()], now=NOON, revisit=True)

    assert (known.queued, known.known_count) == ((), 1)
    assert [queued.lead for queued in again.queued] == [lead()]


def test_a_revisit_takes_up_a_lead_that_waits(journal: Journal) -> None:
    waiting = queue(journal)
    journal.postpone(waiting, until=NOON + 60 * MINUTE, why="503", now=NOON)

    found = journal.discover([lead()], now=NOON, revisit=True)

    assert [(queued.id, queued.attempt) for queued in found.queued] == [(waiting, 2)]


def test_a_revisit_leaves_a_lead_that_another_process_visits(journal: Journal, path: Path) -> None:
    queue(journal)

    with Journal.open(path, owner="another") as other:
        assert other.discover([lead()], now=NOON, revisit=True).queued == ()


def test_claims_give_due_leads_longest_waiting_first(journal: Journal) -> None:
    for slug in ("one", "two", "three"):
        queue(journal, slug)
    journal.postpone(1, until=NOON + MINUTE, why="503", now=NOON)

    now = [queued.id for queued in journal.claim_leads("bugle", now=NOON)]
    later = [queued.id for queued in journal.claim_leads("bugle", now=NOON + MINUTE)]

    assert (now, later) == ([2, 3], [2, 3, 1])
    assert len(journal.claim_leads("bugle", now=NOON, limit=1)) == 1
    assert journal.claim_leads("crier", now=NOON) == ()


def test_what_another_owner_leased_is_free_when_released_or_expired(
    journal: Journal, path: Path
) -> None:
    queue(journal)
    expired = NOON + timedelta(minutes=10)

    with Journal.open(path, owner="another") as other:
        assert other.claim_leads("bugle", now=NOON) == ()
        assert len(other.claim_leads("bugle", now=expired)) == 1
        assert journal.claim_leads("bugle", now=expired) == ()
        assert other.release("crier") == 0
        assert other.release("bugle") == 1
    assert len(journal.claim_leads("bugle", now=expired)) == 1


def test_a_renewed_lease_runs_anew(journal: Journal, path: Path) -> None:
    queue(journal)

    assert journal.renew(now=NOON + 9 * MINUTE) == 1

    with Journal.open(path, owner="another") as other:
        assert other.claim_leads("bugle", now=NOON + 10 * MINUTE) == ()


def test_the_lead_of_an_address_tells_where_it_stands(journal: Journal) -> None:
    journal.settle(queue(journal), Fate.REFUSED, reason="robots", detail="forbidden", now=NOON)

    status = journal.lead_for(url_of("one"))

    assert status is not None
    assert (status.fate, status.reason, status.detail) == (Fate.REFUSED, "robots", "forbidden")
    assert journal.lead_for(url_of("one"), "crier") is None
    assert journal.lead_for(url_of("none")) is None


def test_a_lead_of_broken_characters_is_queued_once(journal: Journal) -> None:
    broken = lead("sur\udc80rogate", title="a\ud800b\0c")

    assert len(announce(journal, broken)) == 1
    assert announce(journal, broken) == []
    (claimed,) = journal.claim_leads("bugle", now=NOON)
    assert claimed.lead.title == "a\ufffdb\0c"
