from __future__ import annotations

from dataclasses import replace

import pytest

from storywatch.journal import Journal
from storywatch.story import Draft, Fate, Match, Passage
from tests.journal.samples import LONG, MINUTE, NOON, draft, lead, queue, story, url_of

ID = story().id


def record(journal: Journal, one: Draft, *, keep: bool = False, slug: str = "one") -> Fate:
    return journal.record(queue(journal, slug), one, keep=keep, now=NOON)


def test_a_matching_story_is_new_and_kept_as_it_was_drafted(journal: Journal) -> None:
    assert record(journal, draft(authors=("A. Writer",))) is Fate.NEW

    assert journal.story(ID) == story(authors=("A. Writer",))
    assert journal.count() == 1
    assert journal.outbox_counts() == {"index": 1, "alerts": 1}


def test_recording_a_lead_twice_is_recording_it_once(journal: Journal) -> None:
    lead_id = queue(journal)

    fates = [journal.record(lead_id, draft(), keep=False, now=NOON) for _ in range(2)]

    assert fates == [Fate.NEW, Fate.NEW]
    assert journal.outbox_counts() == {"index": 1, "alerts": 1}
    assert journal.ledger().balances


def test_a_story_without_match_leaves_only_its_fate(journal: Journal) -> None:
    assert record(journal, draft(topics=())) is Fate.OFF_TOPIC

    assert journal.count() == 0
    assert journal.outbox_counts() == {"index": 0, "alerts": 0}


def test_a_story_without_match_is_kept_on_demand_without_alert(journal: Journal) -> None:
    assert record(journal, draft(topics=()), keep=True) is Fate.OFF_TOPIC

    assert journal.story(ID) == story()
    assert journal.outbox_counts() == {"index": 1, "alerts": 0}
    assert journal.ledger().balances


def test_other_words_make_a_revision_of_the_same_story(journal: Journal) -> None:
    record(journal, draft())

    assert record(journal, draft(title="Corrected", first_seen_at=NOON + MINUTE)) is Fate.REVISION

    assert journal.story(ID) == story(title="Corrected", revision=2)
    assert [one.title for one in journal.revisions(ID)] == ["Title of one", "Corrected"]
    assert journal.outbox_counts() == {"index": 2, "alerts": 2}


def test_a_revision_that_no_longer_matches_is_kept_and_alerted(journal: Journal) -> None:
    record(journal, draft())

    assert record(journal, draft(topics=(), body="Other words.")) is Fate.REVISION

    (match,) = journal.matches(ID)
    assert (match.revision, match.last_revision) == (1, 1)
    assert journal.outbox_counts()["alerts"] == 2


def test_a_kept_story_that_comes_to_match_is_alerted_once(journal: Journal) -> None:
    record(journal, draft(topics=()), keep=True)

    assert record(journal, draft(body="Tea at last.")) is Fate.REVISION

    assert journal.outbox_counts()["alerts"] == 1
    assert journal.ledger().balances


def test_the_same_words_again_are_a_duplicate_and_change_nothing(journal: Journal) -> None:
    record(journal, draft())
    later = draft(fetched_at=NOON + MINUTE, first_seen_at=NOON + MINUTE)

    assert record(journal, later) is Fate.DUPLICATE

    assert journal.story(ID) == story()
    assert journal.outbox_counts() == {"index": 1, "alerts": 1}


def test_news_beside_the_words_amends_the_revision_that_is_there(journal: Journal) -> None:
    record(journal, draft())

    assert record(journal, draft(section="Business")) is Fate.DUPLICATE

    assert journal.story(ID) == story(section="Business")
    assert len(journal.revisions(ID)) == 1
    assert journal.outbox_counts() == {"index": 2, "alerts": 1}


def test_a_topic_made_since_finds_an_unchanged_story(journal: Journal) -> None:
    record(journal, draft())

    assert record(journal, draft(topics=("tea", "coffee"))) is Fate.DUPLICATE

    assert [match.topic for match in journal.matches(ID)] == ["coffee", "tea"]
    assert journal.outbox_counts()["alerts"] == 2


def test_a_topic_s_first_match_is_kept_for_ever(journal: Journal) -> None:
    first = Passage(field="body", start=0, end=3, text="The", clause="the")
    record(journal, replace(draft(), matches=(Match(topic="tea", passages=(first,)),)))

    journal.record(queue(journal), draft(body="Other words."), keep=False, now=NOON + MINUTE)

    (match,) = journal.matches(ID)
    assert (match.matched_at, match.passages) == (NOON, (first,))
    assert (match.revision, match.last_revision) == (1, 2)


def test_a_revision_under_a_new_address_keeps_the_story_s_identity(journal: Journal) -> None:
    record(journal, draft())
    moved = draft("one-corrected", addresses=("one",), title="Corrected")

    assert record(journal, moved) is Fate.REVISION

    assert journal.count() == 1
    assert journal.story(ID).url == url_of("one-corrected")
    assert record(journal, draft("one-corrected", title="Corrected")) is Fate.DUPLICATE


@pytest.mark.parametrize(("body", "fate"), [(LONG, Fate.DUPLICATE), ("Watch the video.", Fate.NEW)])
def test_long_words_under_a_second_address_are_folded_and_short_ones_not(
    journal: Journal, body: str, fate: Fate
) -> None:
    record(journal, draft("one", title="Same", body=body))

    again = record(journal, draft("two", title="Same", body=body), slug="two")

    assert again is fate
    assert journal.discover([lead("two")], now=NOON).queued == ()


def test_the_same_words_at_two_outlets_are_two_stories(journal: Journal) -> None:
    record(journal, draft(title="Same", body=LONG))
    lead_id = queue(journal, "one", outlet="crier")
    other = draft(title="Same", body=LONG, outlet="crier")

    assert journal.record(lead_id, other, keep=False, now=NOON) is Fate.NEW


def test_folded_twins_do_not_take_turns_as_the_address(journal: Journal) -> None:
    record(journal, draft("one", title="Same", body=LONG))
    record(journal, draft("two", title="Same", body=LONG), slug="two")

    assert journal.story(ID).url == url_of("one")
    assert journal.outbox_counts()["index"] == 1


def test_an_address_of_another_story_stays_with_it(journal: Journal) -> None:
    record(journal, draft("one"))
    record(journal, draft("two"), slug="two")

    greedy = draft("two", addresses=("one",), title="Changed")
    assert record(journal, greedy, slug="two") is Fate.REVISION

    assert record(journal, draft("one")) is Fate.DUPLICATE
    assert journal.story(story("two").id).title == "Changed"


def test_broken_characters_are_recorded_as_valid_ones(journal: Journal) -> None:
    broken = draft(title="a\ud800b", body="x\udc00 y\0z", section="\ud900", authors=("\udfff",))

    assert record(journal, broken) is Fate.NEW
    assert record(journal, broken) is Fate.DUPLICATE

    assert journal.story(ID).title == "a\ufffdb"


def test_a_failure_in_the_middle_leaves_nothing_behind(journal: Journal) -> None:
    lead_id = queue(journal)
    twice = replace(draft(), matches=(Match(topic="tea"), Match(topic=None)))  # type: ignore[arg-type]

    with pytest.raises(Exception, match="NOT NULL"):
        journal.record(lead_id, twice, keep=False, now=NOON)

    assert journal.count() == 0
    assert journal.outbox_counts() == {"index": 0, "alerts": 0}
    assert journal.ledger().rows[0].in_flight == 1


def test_calls_made_together_are_undone_together(journal: Journal) -> None:
    lead_id = queue(journal)

    def record_and_fail() -> None:
        with journal.together():
            journal.record(lead_id, draft(), keep=False, now=NOON)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        record_and_fail()

    assert journal.count() == 0
    assert journal.record(lead_id, draft(), keep=False, now=NOON) is Fate.NEW
